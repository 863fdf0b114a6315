import { beforeAll, describe, expect, it } from 'vitest';
import { MONITOR } from '#core/incident/monitor.ts';
import type { Transition } from '#core/incident/state.ts';
import { accountFor } from '../../bench/week/account.ts';
import { nameOf } from '../../bench/week/play.ts';
import { isIn, parentOf } from '../../bench/week/quiet-script.ts';
import { type Simulated, simulate } from '../../bench/week/simulate.ts';

const BEGIN = Date.parse('2026-11-23T00:00:00Z');
let day: Simulated;

beforeAll(async () => {
  day = await simulate({ days: 1, checks: 200, seed: 7 });
}, 30_000);

const sum = (account: Simulated['account'], of: 'incidents' | 'opened' | 'recovered' | 'missing' | 'twice') =>
  account.lines.reduce((total, line) => total + line[of], 0);

describe('a simulated day of 200 checks', () => {
  it('is a hard one', () => {
    expect(sum(day.account, 'incidents')).toBeGreaterThan(50);
    expect(day.account.lines.filter(({ scripted }) => scripted === 0)).toEqual([]);
    expect(Math.min(day.mishaps.late, day.mishaps.twice, day.mishaps.lost)).toBeGreaterThan(10);
  });

  it('tells of each incident in the script once when it opens and once when it is over', () => {
    expect(sum(day.account, 'opened')).toBe(sum(day.account, 'incidents'));
    expect(sum(day.account, 'recovered')).toBe(sum(day.account, 'incidents'));
    expect([sum(day.account, 'missing'), sum(day.account, 'twice'), day.account.unscripted]).toEqual([0, 0, []]);
  });

  it('tells of a monitor that is offline, and of nothing of the checks meanwhile', () => {
    const { offline } = day.script.quiet;
    const minuteOf = ({ at }: Transition) => (Date.parse(at) - BEGIN) / 60_000;
    const within = day.heard.transitions.filter((news) => offline.some((span) => isIn(minuteOf(news), span)));
    expect(within.map(({ type, check }) => `${type} ${check}`)).toEqual(offline.map(() => `opened ${MONITOR}`));
  });

  it('tells of no check that depends on another, and of none that is in a window', () => {
    const { windows } = day.script.quiet;
    const children = Array.from({ length: 200 }, (_, check) => check).filter((check) => parentOf(check) !== null);
    const told = new Set(day.heard.transitions.map(({ check }) => check));
    expect(children.filter((check) => told.has(nameOf(check)))).toEqual([]);
    const hushed = day.heard.transitions.filter(({ check, at }) =>
      windows.some((window) => nameOf(window.check) === check && isIn((Date.parse(at) - BEGIN) / 60_000, window)),
    );
    expect(hushed).toEqual([]);
  });

  it('sends a fraction of what every NG run would have sent', () => {
    const { messages, undeduplicated, every } = day.heard;
    expect(messages - undeduplicated).toBeLessThan(every.messages / 5);
  });

  it('tells every run without memory while the store is away, and at no other time', () => {
    const { from, to } = day.script.storeAway;
    const minutes = day.heard.transitions
      .filter(({ type }) => type === 'undeduplicated')
      .map(({ at }) => (Date.parse(at) - BEGIN) / 60_000);
    expect(Math.min(...minutes)).toBeGreaterThanOrEqual(from - 3);
    expect(Math.max(...minutes)).toBeLessThan(to);
  });
});

describe('the account of what was told', () => {
  const transitions = () => day.heard.transitions;
  const opening = () => transitions().findIndex(({ type }) => type === 'opened');

  it('misses an opening that was not told', () => {
    const account = accountFor(day.script, BEGIN, transitions().toSpliced(opening(), 1));
    expect([sum(account, 'missing'), sum(account, 'twice')]).toEqual([1, 0]);
  });

  it('finds an opening that was told twice', () => {
    const again = transitions().slice(opening(), opening() + 1);
    const account = accountFor(day.script, BEGIN, [...transitions(), ...again.map((one) => ({ ...one }))]);
    expect([sum(account, 'missing'), sum(account, 'twice')]).toEqual([0, 1]);
  });

  it('finds what was told of nothing in the script', () => {
    const stray = transitions()
      .slice(opening(), opening() + 1)
      .map((one) => ({ ...one, check: 'check-999' }));
    expect(accountFor(day.script, BEGIN, [...transitions(), ...stray]).unscripted).toEqual(stray);
  });
});
