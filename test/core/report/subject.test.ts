import { describe, expect, it } from 'vitest';
import { planOf } from '#core/check/alerting.ts';
import { titleOf } from '#core/report/bodies.ts';
import { ngVerdict, okVerdict } from '../../local/checks.ts';
import { news, tell, tellOne } from './telling.ts';

const opened = (...names: string[]) => names.map((name) => news('opened', name));
const numbered = (count: number, name = 'check') => Array.from({ length: count }, (_, at) => `${name}-${at}`);

describe('the subject of a notification', () => {
  it('counts the whole run, and names what is news', () => {
    const verdicts = [ngVerdict('a'), ngVerdict('b'), okVerdict('c')];
    expect(tellOne(opened('b'), { verdicts }).subject).toBe('NG 2 of 3: b');
  });

  it('says all sorts of news, the worst first, as long as the first name has room', () => {
    const { subject } = tellOne([
      news('recovered', 'pay'),
      news('reminder', 'search'),
      news('opened', 'orders'),
      news('opened', 'login', { kind: 'fault' }),
      news('recovered', 'mail', { kind: 'fault' }),
    ]);
    expect(subject).toMatch(/^NG 5 of 5: orders; could not check 0 of 5: login; still NG: search; recovered: pay$/);
  });

  it('is in the letters of the names where more than ASCII is taken, and tells long ones apart', () => {
    const [one, other] = ['注文の受付 本番', '注文の受付 検証'].map((name) => tellOne(opened(name)));
    expect(one?.document.subject).toBe('NG 1 of 1: 注文の受付 本番');
    expect(one && titleOf(one)).toBe('NG 1 of 1: 注文の受付 本番');
    expect(one?.subject).not.toBe(other?.subject);
    expect(one?.sms).toMatch(/^NG 1 of 1: %E6[%\dA-F]+~[\da-f]{8} - status 503/);
    expect(one?.text).toMatch(/^NG 注文の受付 本番 · /);
    const plan = planOf({
      checks: [],
      alerts: { routes: [], formats: [['default', 'chat']], arns: [], receivers: [] },
    });
    const [chat] = tell(opened('注文'), { plan });
    expect(chat?.document.content.title).toBe('NG 1 of 1: 注文');
  });

  it('says what is degraded behind what is NG', () => {
    const slow = { ...okVerdict('search'), degraded: true };
    const verdicts = [slow, okVerdict('c'), ngVerdict('pay')];
    const told = [
      news('opened', 'search', { kind: 'degraded' }),
      news('opened', 'pay'),
      news('reminder', 'mail', { kind: 'degraded' }),
      news('recovered', 'c', { kind: 'degraded' }),
    ];
    expect(tellOne(told, { verdicts }).subject).toBe(
      'NG 1 of 3: pay; degraded 1 of 3: search; still degraded: mail; no longer degraded: c',
    );
  });

  it.each([
    ['a few', opened('a', 'b'), 'NG 2 of 2: a, b'],
    ['more than fit', opened(...numbered(30)), /^NG 30 of 30: check-0, .*, check-\d+ \+\d+$/],
    ['a long name', opened('x'.repeat(300)), /^NG 1 of 1: x+~[\da-f]{8}$/],
    ['a name that is not ASCII', opened('注文/prod'), /^NG 1 of 1: %E6%B3%A8%E6%96%87\/prod$/],
    ['a long name that is not ASCII', opened('注文'.repeat(10)), /^NG 1 of 1: (?:%E6%B3%A8|%E6%96%87){4}~[\da-f]{8}$/],
    ['a name that is none', opened('\n'), /^NG 1 of 1: %E2%90%8A$/],
    [
      'many of two sorts: each shows at least one',
      [...opened(...numbered(30)), ...numbered(30, 'pay').map((name) => news('recovered', name))],
      /^NG 60 of 60: check-0, .* \+\d+; recovered: pay-0 \+29$/,
    ],
    [
      'two sorts, one with a name too long to show',
      [...opened('x'.repeat(90)), news('recovered', 'pay')],
      'NG 2 of 2: 1 check; recovered: pay',
    ],
  ])('is what SNS takes for %s', (_, transitions, expected) => {
    const { subject } = tellOne(transitions);
    expect(subject).toMatch(expected);
    expect(subject).toMatch(/^[\x20-\x7e]{1,100}$/);
  });
});
