import { describe, expect, it } from 'vitest';
import { FORMS_TO_WRITE } from '#checks-file/entry/entry-forms.ts';
import { parseChecks } from '#checks-file/parse.ts';
import type { Check } from '#core/check/check.ts';
import type { Prepared } from '#core/run/prepare.ts';
import { prepareChecks } from '#functions/prepare-checks/prepare-checks.ts';
import { checksOf, manyChecks } from '../../core/run/check-list.ts';

const NOW = new Date('2026-11-23T09:00:10.000Z');
const LIST = checksOf({ 'orders-api': ['payments', 'tokyo'], 'orders-web': ['tokyo'], 'users-api': [] });
const ARN = 'arn:aws:states:ap-northeast-1:123456789012:execution:Rollcall:run-1';

const EVENT = { curl_cmd: 'curl https://h/y', search_keyword: '', ok_string: 'ok', ng_string: 'ng' };

type Change = {
  readonly startTime?: string;
  readonly concurrency?: number;
  readonly workflow?: 'express';
  readonly chatTopicArn?: string;
};

function answerTo(input: unknown, checks: readonly Check[] = LIST, { startTime, ...deployed }: Change = {}) {
  return prepareChecks(
    { input, executionId: ARN, startTime: startTime ?? '2026-11-23T09:00:09.500Z' },
    {
      list: { checks },
      now: NOW,
      concurrency: 40,
      region: 'ap-northeast-1',
      topicArn: 'arn:aws:sns:x:1:t',
      ...deployed,
    },
  );
}

async function prepare(...given: Parameters<typeof answerTo>): Promise<Prepared> {
  const answer = await answerTo(...given);
  if ('error' in answer) throw new Error(answer.faults.join());
  return answer;
}

async function namesOf(input: unknown): Promise<string[]> {
  return (await prepare(input)).roll.map(({ name }) => name);
}

async function faultsOf(input: unknown, checks?: readonly Check[]): Promise<readonly string[]> {
  const answer = await answerTo(input, checks);
  expect(answer).toEqual({ error: 'InvalidInput', faults: expect.any(Array) });
  return 'error' in answer ? answer.faults : [];
}

describe('an execution input', () => {
  it.each([
    [{}, ['orders-api', 'orders-web', 'users-api']],
    [{ Comment: 'Insert your JSON here' }, ['orders-api', 'orders-web', 'users-api']],
    [{ only: ['users-api', 'orders-api'] }, ['orders-api', 'users-api']],
    [{ only: ['users-api', 'users-api'] }, ['users-api']],
    [{ tags: ['payments', 'tokyo'] }, ['orders-api', 'orders-web']],
    [{ tags: ['tokyo'], only: ['orders-web', 'users-api'] }, ['orders-web']],
    [{ shard: '5m-0' }, ['orders-api', 'orders-web', 'users-api']],
    [{ checks: [{ name: 'ad hoc', tcp: { host: 'localhost', port: 80 } }] }, ['ad hoc']],
    [{ checks: [{ name: 'ad hoc', curl: 'curl -X POST https://h/x' }, EVENT] }, ['ad hoc', 'GET h/y']],
    [EVENT, ['GET h/y']],
  ])('of %j selects %j', async (input, names) => {
    expect(await namesOf(input)).toEqual(names);
  });

  it.each([
    [
      null,
      [
        'the execution input is empty; write {}, {"only": ["name"]}, {"tags": ["tag"]}, {"checks": […]} or {"shard": "5m-0", "scheduledTime": "…"}',
      ],
    ],
    ['run', [expect.stringMatching(/^the execution input is a text of 3 characters; write \{\},/)]],
    [[], [expect.stringMatching(/^the execution input is an empty list; /)]],
    [{ onyl: ['a'] }, ['"onyl" is not understood; did you mean only?']],
    [{ constructor: 1 }, [expect.stringMatching(/^"constructor" is not understood; write \{\},/)]],
    [{ only: 'orders-api' }, ['only is "orders-api"; write a list: ["orders-api"]']],
    [{ only: [] }, ['only is an empty list; write a list of names, or leave it out to take all']],
    [{ tags: null }, ['tags is empty; write a list of names, or leave it out to take all']],
    [{ only: [7] }, ['only[0] is 7; write a name in quotes']],
    [
      { only: ['order-api'] },
      ['only[0] is "order-api", which no enabled check has as its name; did you mean "orders-api"?'],
    ],
    [
      { only: ['zzz'] },
      ['only[0] is "zzz", which no enabled check has as its name; there are "orders-api", "orders-web", "users-api"'],
    ],
    [{ tags: ['payment'] }, ['tags[0] is "payment", which no enabled check has as its tag; did you mean "payments"?']],
    [{ only: ['users-api'], tags: ['tokyo'] }, ['no check is in both only and tags']],
    [{ shard: '5m-7' }, ['shard is "5m-7", which is not deployed; there is "5m-0"']],
    [{ shard: 3 }, ['shard is 3; write text such as "5m-0"']],
    [
      { scheduledTime: '2026-11-23T09:00:00Z' },
      ['scheduledTime says when a shard was due; write shard too, or leave it out'],
    ],
    [
      { shard: '5m-0', scheduledTime: '<aws.scheduler.scheduled-time>' },
      ['scheduledTime is "<aws.scheduler.scheduled-time>"; write an instant such as "2026-01-31T09:05:00Z"'],
    ],
    [
      { shard: '5m-0', scheduledTime: '2026-13-01T00:00:00Z' },
      [expect.stringMatching(/^scheduledTime is "2026-13-01/)],
    ],
    [
      { checks: [], only: ['users-api'] },
      ['checks does not go with only; write one of them', 'checks is an empty list; write a check'],
    ],
    [{ checks: { name: 'a' } }, ['checks is a map; write a list of checks']],
    [
      { only: ['zzz', 'order-api'], tag: 1 },
      [
        '"tag" is not understood; did you mean tags?',
        expect.stringMatching(/^only\[0\] is "zzz"/),
        expect.stringMatching(/^only\[1\] is "order-api"/),
      ],
    ],
  ])('of %j is refused', async (input, faults) => {
    expect((await faultsOf(input)).toSorted()).toEqual(faults.toSorted());
  });

  it('tells every fault of ad hoc checks with its path', async () => {
    const checks = [
      { name: 'a', http: { url: 'ftp://x/', timeout: '90s', headers: { 'x-key': ['sesame', { a: 1 }] } } },
      { name: 'a', tcp: { host: 'x' } },
      'curl https://example.com/',
    ];
    expect((await faultsOf({ checks })).toSorted()).toEqual([
      'checks[0].http.headers.x-key[1] is a map; write printable ASCII or Latin-1 text on one line, or a whole number, true or false (quotes keep other numbers as they are)',
      'checks[0].http.timeout is "90s"; write 60s or less (the checker Lambda ends at 65s)',
      'checks[0].http.url is "ftp://x/"; write a URL that begins with https:// or http://',
      'checks[1].name is "a", the name of checks[0] too; give each check its own',
      'checks[1].tcp.port is missing; write a whole number from 1 to 65535',
      `checks[2] is "curl https://example.com/"; write a map with name and one of ${FORMS_TO_WRITE.join(', ')}`,
    ]);
  });

  it('tells the faults of commands with the column in the command', async () => {
    const checks = [
      { name: 'a', curl: 'curl h | jq' },
      { ...EVENT, curl_cmd: 'curl \\\n -Z h' },
    ];
    expect(await faultsOf({ checks })).toEqual([
      'checks[0].curl is refused at column 8: a pipe is not part of a check; take out what follows it',
      'checks[1].curl_cmd is refused at line 2, column 2: -Z would change the check and is not supported; take it out',
    ]);
  });

  it('reads no file for an ad hoc command: those of the function are nobody else’s', async () => {
    expect(await faultsOf({ ...EVENT, curl_cmd: 'curl -d @/proc/self/environ h' })).toEqual([
      'checks[0].curl_cmd is refused at column 9: -d: no file can be read here; write its content',
    ]);
  });

  it('refuses ad hoc checks that are all disabled', async () => {
    expect(await faultsOf({ checks: [{ name: 'a', enabled: false, tcp: { host: 'x', port: 1 } }] })).toEqual([
      'checks are all disabled; enable one',
    ]);
  });

  it('refuses a list without an enabled check', async () => {
    expect(await faultsOf({}, [])).toEqual(['the list has no enabled check']);
  });

  it('refuses more than one run takes, and says how to select less', async () => {
    expect(await faultsOf({}, manyChecks(250))).toEqual([
      '250 checks are more than one run takes (100 checks, 128KiB); start one run for each shard, as {"shard": "5m-0"} (there are "5m-0", "5m-1", "5m-2", "5m-3", "5m-4", "5m-5", "5m-6"), or select fewer with only or tags',
    ]);
    expect(await faultsOf({}, manyChecks(20, 20_000))).toEqual([
      expect.stringMatching(/^20 checks are more than one run takes .* "5m-3"\), or/),
    ]);
    expect((await prepare({ shard: '5m-6' }, manyChecks(250))).roll).toHaveLength(10);
    const checks = Array.from({ length: 101 }, (_, port) => ({ name: `${port}`, tcp: { host: 'x', port: port + 1 } }));
    expect(await faultsOf({ checks })).toEqual([
      '101 checks are more than one run takes (100 checks, 128KiB); start 2 runs with fewer checks each',
    ]);
  });

  it('takes checks of different schedules in one run, but the shard of a schedule alone', async () => {
    const text = JSON.stringify({
      checks: [
        { name: 'often', every: '1m', tcp: { host: 'x', port: 1 } },
        { name: 'daily', cron: '0 9 * * *', tcp: { host: 'x', port: 1 } },
      ],
    });
    const checks = parseChecks(text).list?.checks ?? [];
    expect((await prepare({}, checks)).roll).toHaveLength(2);
    expect((await prepare({ shard: 'cron-0_9_x_x_x-UTC-0' }, checks)).roll.map(({ name }) => name)).toEqual(['daily']);
    expect(await faultsOf({ shard: '5m-0' }, checks)).toEqual([
      'shard is "5m-0", which is not deployed; there are "1m-0", "cron-0_9_x_x_x-UTC-0"',
    ]);
  });

  it('knows the shards that the deployed concurrency and type of workflow make', async () => {
    const deployed = { concurrency: 5, workflow: 'express' } as const;
    expect((await prepare({ shard: '5m-2' }, manyChecks(100), deployed)).roll).toHaveLength(10);
  });

  it('ends its faults before nobody would read them', async () => {
    const only = Array.from({ length: 5_000 }, (_, index) => `${index}-${'x'.repeat(500)}`);
    const faults = await faultsOf({ only });
    expect(faults.at(-1)).toBe('and 4950 more');
    expect(Buffer.byteLength(faults.join('\n'))).toBeLessThan(32 * 1024);
  });
});

describe('a run', () => {
  it.each([
    ['2026-11-23T09:00:00Z', 'schedule', '2026-11-23T09:00:00.000Z'],
    ['2026-11-23T18:00:00+09:00', 'schedule', '2026-11-23T09:00:00.000Z'],
    ['2026-11-23T08:55:10Z', 'schedule', '2026-11-23T08:55:10.000Z'],
    ['2026-11-23T08:55:09Z', 'manual', '2026-11-23T09:00:09.500Z'],
    ['2026-11-23T09:06:00Z', 'manual', '2026-11-23T09:00:09.500Z'],
  ])('due at %s is a %s run of %s', async (scheduledTime, trigger, startedAt) => {
    expect((await prepare({ shard: '5m-0', scheduledTime })).run).toEqual({
      id: ARN,
      startedAt,
      trigger,
      shard: '5m-0',
      concurrency: 40,
      region: 'ap-northeast-1',
    });
  });

  it('without a scheduled time is manual, has no shard and began with the execution', async () => {
    expect((await prepare({})).run).toMatchObject({
      trigger: 'manual',
      shard: null,
      startedAt: '2026-11-23T09:00:09.500Z',
    });
  });

  it.each([
    '2026-11-20T09:00:00Z',
    'not a time',
  ])('that is redriven later takes the present for its start: %s', async (startTime) => {
    expect((await prepare({}, LIST, { startTime })).run.startedAt).toBe(NOW.toISOString());
  });

  it('says it to chat channels too, where they have a topic of their own', async () => {
    const { untracked } = await prepare({}, LIST, { chatTopicArn: 'arn:aws:sns:x:1:chat' });
    const [, chat] = untracked.notifications;
    expect(untracked.notifications.map(({ topicArn }) => topicArn)).toEqual([
      'arn:aws:sns:x:1:t',
      'arn:aws:sns:x:1:chat',
    ]);
    expect(JSON.parse(JSON.parse(chat?.message ?? '{}').default)).toMatchObject({ source: 'custom' });
  });

  it('carries what to say should its tracking fail', async () => {
    const { untracked } = await prepare({});
    expect(untracked.recorded).toBe(false);
    expect(untracked.notifications).toHaveLength(1);
    const [notice] = untracked.notifications;
    expect(notice?.topicArn).toBe('arn:aws:sns:x:1:t');
    expect(notice?.subject).toMatch(/^[ -~]{1,100}$/);
    expect(notice?.message).toContain("could not track this run's verdicts");
    expect(notice?.message).toContain(
      `https://ap-northeast-1.console.aws.amazon.com/states/home?region=ap-northeast-1#/v2/executions/details/${ARN}`,
    );
    expect(notice?.message).toContain('manual run');
  });
});
