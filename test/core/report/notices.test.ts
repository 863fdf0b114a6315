import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import type { AlertSettings } from '#core/check/alert-settings.ts';
import { BUDGETS } from '#core/contract.ts';
import { MONITOR } from '#core/incident/monitor.ts';
import type { Transition } from '#core/incident/state.ts';
import { untrackedNotice } from '#core/report/untracked.ts';
import type { Verdict } from '#core/verdict/verdict.ts';
import { ngVerdict, okVerdict } from '../../local/checks.ts';
import { news, RUN, tell, tellOne } from './telling.ts';

const schema = JSON.parse(readFileSync('docs/alert.schema.json', 'utf8'));
const isDocument = new Ajv2020({ strict: false, validateFormats: false }).compile(schema);

function expectDocument(document: unknown): void {
  expect(isDocument(document), JSON.stringify(isDocument.errors)).toBe(true);
}

const planOfChecks = (checks: Readonly<Record<string, AlertSettings>>) => ({
  checks: Object.entries(checks),
  routes: [],
  formats: [],
});

describe('the notification of a run', () => {
  it('is none when nothing is to be told', () => {
    expect(tell([])).toEqual([]);
  });

  it('tells people what is wrong, since when, and all it takes to act', () => {
    const verdict = ngVerdict('orders', {
      attempts: 2,
      excerpt: 'down for now',
      tags: ['pay', 'eu'],
      curl: 'curl http://x',
    });
    const told = tellOne([news('opened', 'orders')], {
      verdicts: [okVerdict('a', { flaky: true }), verdict],
      plan: planOfChecks({ orders: { runbook: 'https://wiki.test/orders' } }),
    });
    expect([told.topicArn, told.subject]).toEqual(['arn:default', 'NG 1 of 2: orders']);
    expect(told.text.split('\n')).toEqual([
      'NG orders · status 503, wanted 2xx',
      '   since 2026-11-23T00:00:00.000Z (10 min), 10 NG runs',
      '   status 503 · 3 ms · connect 1, firstByte 1, download 1 · 2 attempts',
      '   said: down for now',
      '   try: curl http://x',
      '   tags: pay, eu',
      '   runbook: https://wiki.test/orders',
      '',
      '1 NG and 1 OK of 2; 1 OK only on a recheck',
      'manual run at 2026-11-23T00:10:00.000Z',
      `execution ${RUN.id}`,
      `console   https://us-east-1.console.aws.amazon.com/states/home?region=us-east-1#/v2/executions/details/${RUN.id}`,
      '',
    ]);
  });

  it('tells times by the clocks of the list', () => {
    const plan = { ...planOfChecks({}), timezone: 'Asia/Tokyo' };
    const { text } = tellOne([news('opened', 'orders')], { verdicts: [ngVerdict('orders')], plan });
    expect(text).toContain('since 2026-11-23 09:00:00 Asia/Tokyo (10 min)');
    expect(text).toContain('manual run at 2026-11-23 09:10:00 Asia/Tokyo');
  });

  it('says that a check is no longer checked, to those who heard of it by its tags', () => {
    const plan = {
      ...planOfChecks({}),
      routes: [{ topic: 'shop', severities: ['warning'] as const, tags: ['shop'] }],
    };
    const topics = { defaultArn: 'arn:default', arns: new Map([['shop', 'arn:shop']]) };
    const told = tellOne([news('removed', 'old', { tags: ['shop'], severity: 'warning' })], {
      verdicts: [okVerdict('a')],
      plan,
      topics,
    });
    expect([told.topicArn, told.subject]).toEqual(['arn:shop', 'no longer checked: old']);
    expect(told.text.split('\n').slice(0, 5)).toEqual([
      'no longer checked old · was: status 503, wanted 2xx',
      '   since 2026-11-23T00:00:00.000Z (10 min), 10 NG runs',
      '   the list has it no more: its incident is closed, whatever the target does',
      '   tags: shop',
      '',
    ]);
    expectDocument(told.document);
    expect(told.document).toMatchObject({
      severity: 'warning',
      outcome: 'OK',
      news: [{ check: 'old', event: 'removed', tags: ['shop'] }],
    });
  });

  it('tells machines the same in the documented shape', () => {
    const verdict = ngVerdict('orders', { excerpt: 'down', tags: ['pay'], curl: 'curl http://x' });
    const { document } = tellOne([news('opened', 'orders')], {
      verdicts: [verdict],
      plan: planOfChecks({ orders: { severity: 'warning' } }),
    });
    expectDocument(document);
    expect(document).toMatchObject({
      severity: 'warning',
      outcome: 'NG',
      counts: { total: 1, ng: 1 },
      run: { id: RUN.id, console: expect.stringContaining(RUN.id) },
      news: [
        {
          check: 'orders',
          event: 'opened',
          severity: 'warning',
          streak: 10,
          lastedMs: 600_000,
          status: 503,
          excerpt: 'down',
          curl: 'curl http://x',
          tags: ['pay'],
        },
      ],
      more: { count: 0, checks: [] },
    });
  });

  it('has a document of the same shape when the tracker is dead', () => {
    const { message } = untrackedNotice(RUN, 'arn:t');
    expectDocument(JSON.parse(JSON.parse(message).default));
  });

  it('fits the reason into a short message', () => {
    const reason = { code: 'body', message: `状 ${'x'.repeat(300)}` } as const;
    const { sms } = tellOne([news('opened', 'orders', { reason })]);
    expect(sms).toMatch(/^NG 1 of 1: orders - \? x+\.\.\.$/);
    expect(sms).toHaveLength(140);
  });

  it('says in a short message whose reason it is, and what is over', () => {
    const [both, over] = [
      tellOne([news('opened', 'orders'), news('recovered', 'pay')]),
      tellOne([news('recovered', 'pay')]),
    ];
    expect(both.sms).toBe('NG 2 of 2: orders; recovered: pay - orders: status 503, wanted 2xx');
    expect(over.sms).toBe('recovered: pay - was: status 503, wanted 2xx');
  });

  it('groups by severity and tag, trouble before what is over', () => {
    const transitions = ['mail', 'pay', 'orders', 'search', 'login'].map((name) =>
      news(name === 'mail' ? 'recovered' : 'opened', name),
    );
    const tags: Record<string, string[]> = { orders: ['shop'], pay: ['shop'], search: ['find'], login: [], mail: [] };
    const { text, document } = tellOne(transitions, {
      verdicts: transitions.map(({ check }) => ngVerdict(check, { tags: tags[check] ?? [] })),
      plan: planOfChecks({ login: { severity: 'info' }, pay: { severity: 'warning' } }),
    });
    expect(text.match(/^(?:---|NG|recovered) .*(?= ·|---)/gm)).toEqual([
      '--- critical, find ',
      'NG search',
      '--- critical, shop ',
      'NG orders',
      '--- warning, shop ',
      'NG pay',
      '--- info ',
      'NG login',
      '--- recovered ',
      'recovered mail',
    ]);
    expect(document.severity).toBe('critical');
  });

  it('says what was wrong, and nothing of the verdict that is OK, when it is over', () => {
    const { text, document } = tellOne([news('recovered', 'pay', { flaky: true })], { verdicts: [okVerdict('pay')] });
    expect(text.split('\n').slice(0, 4)).toEqual([
      'recovered pay · was: status 503, wanted 2xx',
      '   since 2026-11-23T00:00:00.000Z (10 min), 10 NG runs',
      '   its OK needed a recheck',
      '',
    ]);
    expectDocument(document);
    expect([document.outcome, document.news[0].status]).toEqual(['OK', undefined]);
  });

  it('never says that a target is NG when Rollcall could not check', () => {
    const fault = ngVerdict('login', { reason: { code: 'checker-fault', message: 'broke' } });
    const { subject, text } = tellOne([news('opened', 'login', { kind: 'fault' })], { verdicts: [fault] });
    expect(subject).toBe('could not check 1 of 1: login');
    expect(text).toMatch(/^could not check login .*\n.*\n {3}Rollcall could not check; nothing is known/);
    expect(text).toContain('1 of them because a checker itself failed');
  });

  it('warns of what is degraded, with value and limit, however much the check matters', () => {
    const reason = { code: 'degraded', message: 'latency 900 ms > 800 ms' } as const;
    const slow = { ...okVerdict('search'), degraded: true, latencyMs: 900 };
    const slowNews = (type: Transition['type'], check = 'search') =>
      news(type, check, { kind: 'degraded', reason, streak: 3 });
    const { text, document, attributes } = tellOne([slowNews('opened')], { verdicts: [slow] });
    expect(text.split('\n').slice(0, 3)).toEqual([
      'degraded search · latency 900 ms > 800 ms',
      '   since 2026-11-23T00:00:00.000Z (10 min), 3 degraded runs',
      expect.stringContaining('900 ms'),
    ]);
    expect(attributes['severity']?.StringValue).toBe('warning');
    expectDocument(document);
    expect(document.news[0]).toMatchObject({ kind: 'degraded', severity: 'warning', reason });
    const minor = planOfChecks({ search: { severity: 'info' } });
    expect(tellOne([slowNews('opened')], { verdicts: [slow], plan: minor }).attributes['severity']?.StringValue).toBe(
      'info',
    );
    expect(tellOne([slowNews('recovered')], { verdicts: [okVerdict('search')] }).text).toMatch(
      /^no longer degraded search · was: latency 900 ms > 800 ms/,
    );
  });

  it.each(['once', 'undeduplicated'] as const)('claims no beginning that nobody remembers: %s', (type) => {
    const { text, document } = tellOne([news(type, 'a')]);
    expect(text).not.toContain('since');
    expect(text.includes('perhaps told before')).toBe(type === 'undeduplicated');
    expectDocument(document);
    expect(document.news[0]).toMatchObject({ since: null, streak: null, lastedMs: null });
  });

  it('names the shard of a scheduled run', () => {
    const { text } = tellOne([news('opened', 'a')], { run: { ...RUN, trigger: 'schedule', shard: '5m-0' } });
    expect(text).toContain('scheduled run of shard 5m-0 at 2026');
  });

  it('lets nothing of a verdict act on a terminal', () => {
    const evil = ngVerdict('a\u001b[2J', { excerpt: 'x\u0007\r\n\u202ey', tags: ['\u0000'] });
    const { text, message } = tellOne([news('opened', 'a\u001b[2J')], { verdicts: [evil] });
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
    expect(text + message).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/);
  });

  it('takes a verdict that is no more than RouteVerdict asks for', () => {
    const odd = {
      name: 'a',
      outcome: 'NG',
      reason: 5,
      phases: 'no',
      tags: 'none',
      excerpt: {},
      curl: [1],
      attempts: {},
    } as unknown as Verdict;
    const { text, document } = tellOne([news('opened', 'a')], { verdicts: [odd] });
    expect(text).toContain('NG a · status 503');
    expectDocument(document);
  });
});

describe('the room of all notifications of a run', () => {
  const reason = { code: 'body', message: '"状\\'.repeat(60) } as const;
  const many: Transition[] = Array.from({ length: 1000 }, (_, at) => news('opened', `check-${at}`, { reason }));
  const verdicts = many.map(({ check }, at) =>
    ngVerdict(check, { excerpt: '"\\é'.repeat(60), tags: [`t${at % 3}`, '"'.repeat(30)] }),
  );
  const bytes = (notices: unknown) => Buffer.byteLength(JSON.stringify(notices));
  const bare = (notices: ReturnType<typeof tell>) =>
    notices.map(({ topicArn, subject, message, attributes }) => ({ topicArn, subject, message, attributes }));

  it('is kept, the rest is counted and named', () => {
    const told = tell(many, { verdicts });
    expect(bytes(bare(told))).toBeLessThanOrEqual(BUDGETS.notificationsBytes);
    expect(bytes(bare(told))).toBeGreaterThan(BUDGETS.notificationsBytes * 0.95);
    const [{ text, document } = { text: '', document: {} }] = told;
    const shown = text.match(/^NG /gm)?.length ?? 0;
    expect(shown).toBeGreaterThan(10);
    expect(document.news).toHaveLength(shown);
    expect(document.more.count).toBe(1000 - shown);
    expect(text).toContain(`… and ${1000 - shown} more, which there is no room for: check-`);
    expect(text).toContain('1000 NG and 0 OK of 1000');
  });

  it('is shared by the topics, and what one does not need goes to the others', () => {
    const names = ['t0', 't1', 't2', 'chat'];
    const plan = {
      checks: [],
      routes: names.map((topic) => ({ topic, severities: null, tags: topic === 'chat' ? null : [topic] })),
      formats: [['chat', 'chat'] as const],
    };
    const topics = { defaultArn: 'arn:default', arns: new Map(names.map((name) => [name, `arn:${name}`])) };
    const told = tell(many, { verdicts, plan, topics });
    expect(told.map(({ topicArn }) => topicArn)).toEqual(['arn:chat', 'arn:t0', 'arn:t1', 'arn:t2']);
    expect(bytes(bare(told))).toBeLessThanOrEqual(BUDGETS.notificationsBytes);
    const [chat = 0, ...others] = told.map((notice) => bytes(bare([notice])));
    expect(chat).toBeLessThan(Math.min(...others) - 5000);
    expect(bytes(bare(told))).toBeGreaterThan(BUDGETS.notificationsBytes * 0.95);
  });
});

describe('checks that depend on one that is told of', () => {
  const depending = (count: number) =>
    Array.from({ length: count }, (_, at) =>
      ngVerdict(`api-${at}`, { quiet: { because: 'parent', by: 'db' }, excerpt: 'no db', tags: ['pay'] }),
    );

  it('are named under its news, and nowhere else', () => {
    const told = tellOne([news('opened', 'db')], { verdicts: [ngVerdict('db'), ...depending(2), okVerdict('x')] });
    expect(told.subject).toBe('NG 3 of 4: db');
    expect(told.text.split('\n').slice(0, 4)).toEqual([
      'NG db · status 503, wanted 2xx',
      '   since 2026-11-23T00:00:00.000Z (10 min), 10 NG runs',
      '   NG too, and depend on it: api-0, api-1',
      '   status 503 · 3 ms · connect 1, firstByte 1, download 1',
    ]);
    expect(told.text).toContain('3 NG and 1 OK of 4; 2 quiet on purpose');
    expectDocument(told.document);
    expect(told.document.news).toMatchObject([{ check: 'db', suppressed: { count: 2, checks: ['api-0', 'api-1'] } }]);
    expect(told.sms).toBe('NG 3 of 4: db (+2 depending) - status 503, wanted 2xx');
  });

  it('are counted where there is no room for all of their names', () => {
    const told = tellOne([news('opened', 'db')], { verdicts: [ngVerdict('db'), ...depending(99)] });
    expectDocument(told.document);
    expect(told.document.news[0].suppressed).toMatchObject({ count: 99, checks: { length: 50 } });
  });

  it('are not there when nobody is NG beside it', () => {
    const told = tellOne([news('opened', 'db')], { verdicts: [ngVerdict('db')] });
    expect(told.document.news[0]).not.toHaveProperty('suppressed');
  });
});

describe('a monitor that is offline', () => {
  const run = { ...RUN, guards: ['up'] };
  const reason = { code: 'checker-fault', message: 'every guard is NG: up: connection refused' } as const;
  const monitor = (type: Transition['type']) => news(type, MONITOR, { kind: 'fault', reason, streak: 1 });

  it('is told as such, with what it means for the checks', () => {
    const told = tellOne([monitor('opened')], { run, verdicts: [ngVerdict('a'), okVerdict('b'), ngVerdict('up')] });
    expect(told.subject).toBe('monitor offline: 1 of 2 NG, and none counts');
    expect(told.text.split('\n').slice(0, 3)).toEqual([
      'monitor offline · every guard is NG: up: connection refused',
      '   since 2026-11-23T00:00:00.000Z (10 min), 1 NG run',
      '   Rollcall reaches nothing: no incident begins or ends, and no NG counts, until a guard is OK again',
    ]);
    expect(told.text).toContain('1 NG and 1 OK of 2');
    expectDocument(told.document);
    expect(told.document).toMatchObject({ severity: 'critical', counts: { total: 2 }, news: [{ check: MONITOR }] });
  });

  it('is told to be online again, beside what the run has to tell', () => {
    const verdicts = [ngVerdict('a'), okVerdict('up')];
    const told = tellOne([monitor('recovered'), news('opened', 'a')], { run, verdicts });
    expect(told.subject).toBe('NG 1 of 1: a; monitor online again');
    expect(tellOne([monitor('recovered')], { run, verdicts }).text).toMatch(/^monitor online again · was: every guard/);
  });
});

describe('a certificate that is about to end', () => {
  const reason = { code: 'certificate', message: 'certificate ends in 9 days, wanted 21 or more' } as const;
  const certificate = (type: Transition['type'], ...checks: string[]) =>
    news(type, '(certificate 0123456789abcdef)', { reason, streak: 2, checks });
  const verdicts = [ngVerdict('a', { tags: ['pay'] }), ngVerdict('b', { tags: ['pay', 'eu'] }), okVerdict('c')];

  it('is one entry for all checks that show it, with the severity and the tags of all', () => {
    const plan = planOfChecks({
      a: { severity: 'info' },
      b: { severity: 'warning', runbook: 'https://wiki.test/tls' },
    });
    const told = tellOne([certificate('opened', 'a', 'b')], { verdicts, plan });
    expect(told.subject).toBe('certificate: a, b');
    expect(told.text.split('\n').slice(0, 4)).toEqual([
      'certificate a, b · certificate ends in 9 days, wanted 21 or more',
      '   since 2026-11-23T00:00:00.000Z (10 min), 2 NG runs',
      '   tags: pay, eu',
      '   runbook: https://wiki.test/tls',
    ]);
    expectDocument(told.document);
    expect(told.document.severity).toBe('warning');
    expect(told.document.news).toMatchObject([
      { check: '(certificate 0123456789abcdef)', checks: { count: 2, checks: ['a', 'b'] }, tags: ['pay', 'eu'] },
    ]);
    expect(JSON.parse(told.attributes['checks']?.StringValue ?? '')).toEqual(['a', 'b']);
  });

  it('is in a short message the checks that show it, not its fingerprint', () => {
    const plan = planOfChecks({ c: { severity: 'info' } });
    const told = tellOne([certificate('opened', 'a', 'b'), news('opened', 'c')], { verdicts, plan });
    expect(told.sms).toBe('NG 2 of 3: c; certificate: a, b - a, b: certificate ends in 9 days, wanted 21 or more');
  });

  it('is told when it was renewed', () => {
    const told = tellOne([certificate('recovered', 'a', 'b'), news('opened', 'c')], { verdicts });
    expect(told.subject).toBe('NG 2 of 3: c; certificate renewed: a, b');
    expect(told.text).toContain('certificate renewed a, b · was: certificate ends in 9 days');
  });
});
