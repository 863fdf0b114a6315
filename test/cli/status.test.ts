import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DescribeStackResourcesCommand, ListStackResourcesCommand } from '@aws-sdk/client-cloudformation';
import { CloudWatchClient, DescribeAlarmsCommand, GetMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import { InvokeCommand } from '@aws-sdk/client-lambda';
import { ListExecutionsCommand } from '@aws-sdk/client-sfn';
import { GetQueueAttributesCommand, SQSClient } from '@aws-sdk/client-sqs';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import type { Status } from '#core/status/status.ts';
import type { StatusAnswer } from '#functions/track-incidents/status.ts';
import { openSqliteStore } from '#local/store/sqlite-store.ts';
import { sample } from '../local/receivers/notification.ts';
import { answering, deployed, functions, MACHINE, stacks, states } from './deployed.ts';
import { rollcallHere } from './in-process.ts';

const metrics = mockClient(CloudWatchClient);
const queues = mockClient(SQSClient);

const NOW = Date.parse('2026-11-23T10:00:00.000Z');
const ago = (minutes: number) => new Date(NOW - minutes * 60_000);
const DEAD_LETTERS = 'https://sqs.us-west-2.amazonaws.com/123456789012/dead';
const reason = { code: 'status', message: 'status 503, wanted 200 \u001b[2J' } as const;
const ANSWER: StatusAnswer = {
  open: [
    {
      check: 'pay',
      kind: 'target',
      since: ago(125).toISOString(),
      severity: 'warning',
      reason,
      quiet: [{ because: 'muted', by: null, until: ago(-120).toISOString() }],
      dependents: ['shop'],
    },
    {
      check: 'db',
      kind: 'fault',
      since: ago(5).toISOString(),
      severity: 'critical',
      reason,
      quiet: [],
      dependents: [],
    },
  ],
  offline: null,
  mutes: [{ check: 'pay', from: ago(10).toISOString(), until: ago(-120).toISOString() }],
  maintenance: [{ name: 'weekly', checks: null, until: ago(-60).toISOString() }],
  timezone: 'Europe/Paris',
  shards: [
    { id: '5m-0', schedule: { every: 300 }, longestRunSeconds: 30, checks: ['pay', 'db', 'shop'] },
    { id: '1d-0', schedule: { every: 86_400 }, longestRunSeconds: 30, checks: ['rare'] },
  ],
  guards: [],
  namespace: 'Rollcall/shop',
};
const WELL: StatusAnswer = { ...ANSWER, open: [], mutes: [], maintenance: [] };
const alarm = (id: string, heading: string) => ({
  AlarmName: `Rollcall-${id}`,
  AlarmDescription: `seen. reason docs/runbook.md#${heading}`,
  StateValue: 'ALARM' as const,
  StateUpdatedTimestamp: ago(3),
});

const resource = (ResourceType: string, LogicalResourceId: string, PhysicalResourceId: string) => ({
  ResourceType,
  LogicalResourceId,
  PhysicalResourceId,
  LastUpdatedTimestamp: ago(600),
  ResourceStatus: 'CREATE_COMPLETE' as const,
});

/** A stack in which all is well: each shard ran a minute ago. */
function inGoodOrder(): void {
  deployed();
  answering('TrackIncidents', WELL);
  metrics.reset();
  queues.reset();
  stacks.on(ListStackResourcesCommand, { StackName: 'Rollcall' }).resolves({
    StackResourceSummaries: [
      resource('AWS::SQS::Queue', 'HealthChecksSchedulesDeadLetters0DC84EEC', DEAD_LETTERS),
      resource('AWS::SQS::Queue', 'OrdersOfTheAppItself', 'https://sqs.us-west-2.amazonaws.com/123456789012/orders'),
      resource('AWS::Scheduler::Schedule', 'HealthChecksSchedules5m0', '5m-0'),
      resource('AWS::Scheduler::Schedule', 'HealthChecksSchedules1d0', '1d-0'),
      resource('AWS::CloudWatch::Alarm', 'A', 'Rollcall-silence-5m-0'),
      resource('AWS::CloudWatch::Alarm', 'B', 'Rollcall-check-pay'),
    ],
  });
  states.on(ListExecutionsCommand).resolves({ executions: [] });
  queues.on(GetQueueAttributesCommand).resolves({ Attributes: { ApproximateNumberOfMessages: '0' } });
  metrics.on(DescribeAlarmsCommand).resolves({});
  ran(1);
}

/** What the metrics say: each shard ran so many minutes ago, and before; one of its five checks was NG. */
function ran(minutes: number): void {
  const Timestamps = [ago(minutes), ago(minutes + 5)];
  metrics.on(GetMetricDataCommand).resolves({
    MetricDataResults: [
      { Id: 'ok0', Timestamps, Values: [4, 5] },
      { Id: 'ng0', Timestamps, Values: [1, 0] },
    ],
  });
}

const run = (args: readonly string[], settings: { cwd?: string; columns?: number } = {}) =>
  rollcallHere(args, { cwd: '.', env: { LANG: 'C.UTF-8', NO_COLOR: '1' }, ...settings });

beforeEach(() => {
  vi.useFakeTimers({ now: NOW, toFake: ['Date'] });
  onTestFinished(() => void vi.useRealTimers());
});

describe('rollcall status on AWS', () => {
  beforeEach(inGoodOrder);

  it('says in a few lines that all is well, and ends with 0', async () => {
    const { code, stdout, stderr } = await run(['status']);
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toBe(
      [
        'nothing is down',
        '',
        'last runs',
        '✓ 5m-0: 4 OK, 1 NG, 1 min ago, 2026-11-23 10:59:00 Europe/Paris',
        '✓ 1d-0: 4 OK, 1 NG, 1 min ago, 2026-11-23 10:59:00 Europe/Paris',
        '',
        'the monitor itself',
        '✓ nothing is wrong with it',
        '',
      ].join('\n'),
    );
    const asked = functions.commandCalls(InvokeCommand).map(({ args: [command] }) => String(command.input.Payload));
    expect(asked.map((text) => JSON.parse(text))).toEqual([{ mode: 'status' }]);
  });

  it('shows on 60 columns, without breaking a word, what is down, since when, why, and who is not told', async () => {
    answering('TrackIncidents', ANSWER);
    const { code, stdout } = await run(['status'], { columns: 60 });
    expect(code).toBe(1);
    expect(stdout.split('\n').slice(0, 17)).toEqual([
      '2 down, 1 of them quiet',
      '✗ pay: down for 2 h 5 min, since 2026-11-23 08:55:00',
      '  Europe/Paris',
      '  status 503, wanted 200 ␛[2J',
      '  severity warning',
      '  muted until 2026-11-23 13:00:00 Europe/Paris',
      '  what is NG under it is reported here: shop',
      '✗ db: cannot be checked for 5 min, since 2026-11-23 10:55:00',
      '  Europe/Paris',
      '  status 503, wanted 200 ␛[2J',
      '',
      'quiet on purpose',
      '· pay: muted until 2026-11-23 13:00:00 Europe/Paris',
      '· maintenance (weekly) until 2026-11-23 12:00:00',
      '  Europe/Paris: every check',
      '',
      'last runs',
    ]);
  });

  it('ends with 3 when the monitor is not well, and says what is wrong with it', async () => {
    ran(20);
    const broken = (name: string, minutes: number) => ({
      name,
      executionArn: name,
      stateMachineArn: MACHINE,
      status: 'FAILED' as const,
      startDate: ago(minutes),
    });
    states
      .on(ListExecutionsCommand, { statusFilter: 'FAILED' })
      .resolves({ executions: [broken('monday', 90), broken('older', 100), broken('last-week', 10_000)] });
    queues.on(GetQueueAttributesCommand, { QueueUrl: DEAD_LETTERS }).resolves({
      Attributes: { ApproximateNumberOfMessages: '3' },
    });
    metrics.on(DescribeAlarmsCommand).resolves({
      MetricAlarms: [
        alarm('silence-5m-0', 'nothing-runs'),
        alarm('check-pay', 'a-check-is-ng'),
        alarm('shop-silence-5m-0', 'nothing-runs'),
      ],
    });
    answering('TrackIncidents', { ...ANSWER, offline: { since: ago(4).toISOString(), reason } });
    const { code, stdout } = await run(['status']);

    expect(code).toBe(3);
    expect(stdout).toContain('✗ 5m-0: 4 OK, 1 NG, 20 min ago, 2026-11-23 10:40:00 Europe/Paris, overdue for 15 min\n');
    expect(stdout.split('the monitor itself\n')[1]?.split('\n')).toEqual([
      '✗ status 503, wanted 200 ␛[2J (since 2026-11-23 10:56:00 Europe/Paris)',
      '✗ a run of 5m-0 is overdue for 15 min (since 2026-11-23 10:40:00 Europe/Paris)',
      '✗ 2 executions failed in the last 24 h; rollcall rerun monday (since 2026-11-23 09:30:00 Europe/Paris)',
      '✗ schedules that started no run: 3 in the queue dead',
      '✗ Nothing runs: alarm Rollcall-silence-5m-0 (since 2026-11-23 10:57:00 Europe/Paris)',
      '',
    ]);
  });

  it('finds a shard overdue that never ran since its schedule was made', async () => {
    metrics.on(GetMetricDataCommand).resolves({ MetricDataResults: [] });
    const { shards } = JSON.parse((await run(['status', '--json'])).stdout) as Status;
    // Three hours are looked at, and the schedule is ten hours old: of the one that runs once a day there is nothing to say.
    expect(shards.map(({ lastRun, overdueMs }) => [lastRun, overdueMs])).toEqual([
      [null, (180 - 5) * 60_000],
      [null, null],
    ]);
  });

  it('asks the metrics of the list’s own namespace, by the schedule of each shard', async () => {
    await run(['status']);
    const asked = metrics.commandCalls(GetMetricDataCommand).map(({ args: [{ input }] }) => ({
      hours: (NOW - (input.StartTime?.getTime() ?? 0)) / 3_600_000,
      of: input.MetricDataQueries?.map(({ MetricStat }) => {
        return [
          MetricStat?.Metric?.Namespace,
          MetricStat?.Metric?.MetricName,
          MetricStat?.Metric?.Dimensions?.[0]?.Value,
        ];
      }),
    }));
    const both = (shard: string) => ['ChecksOk', 'ChecksNg'].map((name) => ['Rollcall/shop', name, shard]);
    expect(asked).toEqual([
      { hours: 3, of: both('5m-0') },
      { hours: 72, of: both('1d-0') },
    ]);
  });

  it('finds the stack of a state machine that is named alone', async () => {
    const [found] = [{ StackName: 'Rollcall', LogicalResourceId: 'M', ResourceType: 'T', Timestamp: ago(1) }];
    stacks.on(DescribeStackResourcesCommand, { PhysicalResourceId: MACHINE }).resolves({
      StackResources: [{ ...found, ResourceStatus: 'CREATE_COMPLETE' }],
    });
    expect((await run(['status', '--state-machine', MACHINE])).code).toBe(0);
    expect(queues.commandCalls(GetQueueAttributesCommand)).toHaveLength(1);
    stacks.on(DescribeStackResourcesCommand).resolves({ StackResources: [] });
    expect((await run(['status', '--state-machine', MACHINE])).stdout).toContain(
      `not known: no stack has ${MACHINE}; name a stack with --stack NAME in place of the state machine\n`,
    );
  });

  it('shows what it may see, and says what may not be asked and whom to ask for it', async () => {
    const denied = Object.assign(new Error('User x is not authorized'), { name: 'AccessDenied' });
    stacks.on(ListStackResourcesCommand).rejects(denied);
    metrics.on(GetMetricDataCommand).rejects(denied);
    const { code, stdout, stderr } = await run(['status']);
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toContain('· 5m-0: no run is known\n');
    const [, monitor] = stdout.split('the monitor itself\n');
    expect(monitor?.split('\n').toSorted()).toEqual([
      '',
      expect.stringMatching(/^· not known: not allowed to cloudformation:ListStackResources; give these credentials/),
      expect.stringMatching(/^· not known: not allowed to cloudwatch:GetMetricData; .*namespace Rollcall\/shop/),
    ]);
  });

  it('calls no run overdue where the metrics may not be asked', async () => {
    metrics.on(GetMetricDataCommand).rejects(Object.assign(new Error('no'), { name: 'AccessDenied' }));
    const { code, stdout } = await run(['status', '--json']);
    const { shards, monitor } = JSON.parse(stdout) as Status;
    expect([code, monitor, shards.map(({ overdueMs }) => overdueMs)]).toEqual([0, [], [null, null]]);
  });

  it('cannot do without the memory', async () => {
    const denied = Object.assign(new Error('User x is not authorized'), { name: 'AccessDeniedException' });
    functions.on(InvokeCommand).rejects(denied);
    expect(await run(['status'])).toMatchObject({
      code: 3,
      stdout: '',
      stderr: expect.stringMatching(/not allowed to lambda:InvokeFunction; give these credentials that action on/),
    });
  });

  it('prints one document with --json', async () => {
    answering('TrackIncidents', ANSWER);
    const { code, stdout } = await run(['status', '--json']);
    const lastRun = { startedAt: ago(1).toISOString(), ok: 4, ng: 1 };
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toEqual({
      at: '2026-11-23T10:00:00.000Z',
      timezone: 'Europe/Paris',
      open: ANSWER.open,
      mutes: ANSWER.mutes,
      maintenance: ANSWER.maintenance,
      certificates: [],
      shards: [
        { shard: '5m-0', schedule: { every: 300 }, checks: 3, lastRun, overdueMs: null },
        { shard: '1d-0', schedule: { every: 86_400 }, checks: 1, lastRun, overdueMs: null },
      ],
      monitor: [],
      unknown: [],
    });
  });

  it.each([
    [{ run: {} }],
    [{ open: [], mutes: [] }],
  ])('says so when what is deployed is older than it: %j', async (old) => {
    answering('TrackIncidents', old);
    expect(await run(['status'])).toMatchObject({ code: 3, stderr: expect.stringContaining('deploy again') });
  });
});

describe('rollcall status on this machine', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'status-'));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    const down = { tcp: { host: '127.0.0.1', port: 1 }, rechecks: 0, failureThreshold: 1 };
    const checks = [
      { name: 'db', ...down },
      { name: 'api', dependsOn: 'db', ...down },
      { name: 'pay', severity: 'info', ...down },
    ];
    writeFileSync(join(folder, 'checks.yaml'), JSON.stringify({ checks }));
  });

  it('is not well before anything ran, and leaves no file', async () => {
    const { code, stdout } = await run(['status', '--remember'], { cwd: folder });
    expect([code, stdout.split('\n')[0]]).toEqual([3, 'nothing is down']);
    expect(stdout).toContain('✗ no run of this list is remembered; call it with rollcall run --remember');
    expect(existsSync(join(folder, '.rollcall'))).toBe(false);
  });

  it('shows what run --remember has opened, what is muted, and when it ran', async () => {
    await run(['run', '--remember'], { cwd: folder });
    await run(['mute', 'pay', '--for', '2h', '--remember'], { cwd: folder });
    vi.setSystemTime(NOW + 4 * 60_000);
    const { code, stdout } = await run(['status', '--remember'], { cwd: folder });

    expect(code).toBe(1);
    expect(stdout).toBe(
      [
        '2 down, 1 of them quiet',
        '✗ db: down for 4 min, since 2026-11-23 10:00:00 UTC',
        '  connection refused by 127.0.0.1:1',
        '  what is NG under it is reported here: api',
        '✗ pay: down for 4 min, since 2026-11-23 10:00:00 UTC',
        '  connection refused by 127.0.0.1:1',
        '  severity info',
        '  muted until 2026-11-23 12:00:00 UTC',
        '',
        'quiet on purpose',
        '· pay: muted until 2026-11-23 12:00:00 UTC',
        '',
        'last runs',
        '✓ 5m-0: 0 OK, 2 NG, 4 min ago, 2026-11-23 10:00:00 UTC',
        '',
        'the monitor itself',
        '✓ nothing is wrong with it',
        '',
      ].join('\n'),
    );
  });

  it('does not take a run of some checks for one of the shard', async () => {
    await run(['run', '--remember'], { cwd: folder });
    vi.setSystemTime(NOW + 30 * 60_000);
    await run(['run', '--remember', '--only', 'pay'], { cwd: folder });
    const { code, stdout } = await run(['status', '--remember', '--json'], { cwd: folder });
    expect(code).toBe(3);
    expect(JSON.parse(stdout)).toMatchObject({
      shards: [{ checks: 3, lastRun: { startedAt: '2026-11-23T10:00:00.000Z', ok: 0, ng: 2 } }],
      monitor: [{ kind: 'overdue', message: 'a run of 5m-0 is overdue for 25 min' }],
    });
  });

  it('takes checks that were called one by one for a run of the shard', async () => {
    for (const [minute, name] of ['db', 'api', 'pay'].entries()) {
      vi.setSystemTime(NOW + minute * 60_000);
      await run(['run', '--remember', '--only', name], { cwd: folder });
    }
    const { stdout } = await run(['status', '--remember', '--json'], { cwd: folder });
    expect(JSON.parse(stdout)).toMatchObject({
      shards: [{ checks: 3, lastRun: { startedAt: '2026-11-23T10:00:00.000Z', ok: 0, ng: 3 } }],
      monitor: [],
    });
  });

  it('finds a run overdue, and alerts that nobody took', async () => {
    await run(['run', '--remember'], { cwd: folder });
    const store = await openSqliteStore(join(folder, '.rollcall', 'rollcall.db'), {
      now: () => NOW,
      retentionMs: 0,
      settleMs: 0,
    });
    await store.outbox.exchange([{ receiver: 'r', notification: sample() }]);
    store.close();
    vi.setSystemTime(NOW + 30 * 60_000);
    const { code, stdout } = await run(['status', '--remember', '--json'], { cwd: folder });
    expect(code).toBe(3);
    expect(JSON.parse(stdout)).toMatchObject({
      monitor: [
        { kind: 'overdue', message: 'a run of 5m-0 is overdue for 25 min' },
        { kind: 'unsent', since: '2026-11-23T10:00:00.000Z' },
      ],
    });
  });

  it('ends with 2 when the checks file has faults', async () => {
    writeFileSync(join(folder, 'checks.yaml'), 'checks: 7');
    expect((await run(['status', '--remember'], { cwd: folder })).code).toBe(2);
  });
});
