import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { InvokeCommand } from '@aws-sdk/client-lambda';
import { DescribeExecutionCommand, GetExecutionHistoryCommand, ListExecutionsCommand } from '@aws-sdk/client-sfn';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { openSqliteStore } from '#local/store/sqlite-store.ts';
import { broken, deployed, EXECUTION, ended, entered, functions, MACHINE, remembering, states } from './deployed.ts';
import { rollcallHere } from './in-process.ts';
import { ng, verdict } from './verdicts.ts';

const ok = verdict({ name: 'pay', latencyMs: 45.4 });
const down = ng('status 503, wanted 200, from a host with quite a long name', {
  name: 'pay',
  attempts: 3,
  latencyMs: null,
});
const other = verdict({ name: 'orders' });

const run = (args: readonly string[], settings: { cwd?: string; columns?: number; signal?: AbortSignal } = {}) =>
  rollcallHere(args, { cwd: '.', env: { LANG: 'C.UTF-8', NO_COLOR: '1' }, ...settings });

/** Executions with these names and descriptions, the newest first, an hour apart. */
function executed(...described: readonly (readonly [name: string, description: object])[]): void {
  const startOf = (index: number) => new Date(Date.parse('2026-11-23T09:00:00.000Z') - index * 3_600_000);
  states.on(ListExecutionsCommand).resolves({
    executions: described.map(([name], index) => ({
      executionArn: EXECUTION.replace('monday', name),
      stateMachineArn: MACHINE,
      name,
      status: 'SUCCEEDED',
      startDate: startOf(index),
    })),
  });
  const byArn = new Map(
    described.map(([name, description], index) => {
      const executionArn = EXECUTION.replace('monday', name);
      return [executionArn, { ...description, executionArn, startDate: startOf(index) }];
    }),
  );
  states.on(DescribeExecutionCommand).callsFake(({ executionArn }) => byArn.get(executionArn));
}
const looked = () =>
  states.commandCalls(DescribeExecutionCommand).map(({ args }) => args[0].input.executionArn?.split(':').at(-1));

describe('rollcall history NAME on AWS', () => {
  beforeEach(() => {
    deployed();
    remembering(['pay', 'orders']);
  });

  it('shows the verdicts of the newest executions that had the check, on 60 columns without breaking a word', async () => {
    executed(
      ['running', ended([], { status: 'RUNNING', output: undefined })],
      ['monday', ended([other, down])],
      ['without', ended([other])],
      ['refused', ended([], { output: JSON.stringify({ error: 'InvalidInput', faults: ['no'] }) })],
      ['old', ended([ok])],
    );
    const { code, stdout, stderr } = await run(['history', 'pay'], { columns: 60 });
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toBe(
      [
        'times in Europe/Paris',
        '✗ 2026-11-23 10:00:00          -  3 attempts',
        '  status 503, wanted 200, from a host with quite a long name',
        '✓ 2026-11-23 10:00:00      45 ms',
        '',
      ].join('\n'),
    );
  });

  it('finds the verdict of an execution that failed in its history', async () => {
    executed(['monday', broken()]);
    states.on(GetExecutionHistoryCommand).resolves({ events: [entered('Report', [other, down])] });
    const { stdout } = await run(['history', 'pay', '--json']);
    expect(JSON.parse(stdout)).toEqual([
      { run: { id: EXECUTION, startedAt: '2026-11-23T09:00:00.000Z' }, verdict: down },
    ]);
  });

  it.each([
    { args: ['-n', '1'], verdicts: 1 },
    { args: ['--since', '2026-11-23T08:00:00Z'], verdicts: 2, looked: ['a', 'b'] },
    { args: ['--since', '1h'], verdicts: 0, looked: [] },
  ])('$args ends the look back', async ({ args, verdicts, looked: names }) => {
    executed(['a', ended([ok])], ['b', ended([down])], ['c', ended([ok])]);
    const { code, stdout } = await run(['history', 'pay', '--json', ...args]);
    expect([code, JSON.parse(stdout).length]).toEqual([0, verdicts]);
    if (names !== undefined) expect(looked()).toEqual(names);
  });

  it('looks at no more than 500 executions, and says so', async () => {
    executed(...Array.from({ length: 510 }, (_, at) => [`e${at}`, ended([other])] as const));
    const { code, stdout, stderr } = await run(['history', 'pay']);
    expect([code, stdout, looked().length]).toEqual([0, '', 500]);
    expect(stderr).toBe(
      'only executions back to 2026-11-02 15:00:00 Europe/Paris were looked at, 500 at most\nno verdict of pay was found\n',
    );
  });

  it.each([
    ['payy', '"payy" is no enabled check; did you mean "pay"?'],
    ['zebra', '"zebra" is no enabled check; name a check of the list'],
  ])('%s is wrong usage', async (name, message) => {
    expect(await run(['history', name])).toMatchObject({ code: 2, stdout: '', stderr: `error: ${message}\n` });
    expect(looked()).toEqual([]);
  });

  it('knows guards too, and looks all the same where names may not be asked for', async () => {
    executed(['monday', ended([verdict({ name: 'up' })])]);
    expect((await run(['history', 'up'])).stdout).toContain('✓ 2026-11-23 10:00:00');
    functions.on(InvokeCommand).rejects(Object.assign(new Error('no'), { name: 'AccessDeniedException' }));
    const { code, stdout, stderr } = await run(['history', 'up']);
    expect([code, stdout]).toEqual([0, expect.stringContaining('times in UTC\n✓ 2026-11-23 09:00:00')]);
    expect(stderr).toMatch(/^the name is not looked up: not allowed to lambda:InvokeFunction; /);
  });

  it('stops when it is told to', async () => {
    executed(['a', ended([ok])], ['b', ended([ok])]);
    const { code, stdout } = await run(['history', 'pay', '--json'], { signal: AbortSignal.abort('SIGTERM') });
    expect([code, JSON.parse(stdout).length]).toEqual([143, 1]);
  });

  it('is not to be had of an express workflow', async () => {
    deployed('EXPRESS');
    expect(await run(['history', 'pay'])).toMatchObject({ code: 2, stderr: expect.stringContaining('log group') });
  });

  it.each(['yesterday', '2026-13-01', '24', '-1h'])('does not understand --since %s', async (since) => {
    const { code, stderr } = await run(['history', 'pay', '--since', since]);
    expect([code, stderr]).toEqual([2, expect.stringContaining('use a duration such as 24h or 7d, or an instant')]);
  });
});

describe('rollcall history NAME --remember', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'history-'));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    const tcp = { host: 'h', port: 1 };
    const list = { defaults: { timezone: 'Asia/Tokyo' }, guard: [{ name: 'up', tcp }], checks: [{ name: 'pay', tcp }] };
    writeFileSync(join(folder, 'checks.yaml'), JSON.stringify(list));
  });

  async function remembered(): Promise<void> {
    const settings = { now: () => 0, retentionMs: 0, settleMs: 0 };
    const store = await openSqliteStore(join(folder, '.rollcall', 'rollcall.db'), settings);
    await store.remember({ id: 'one', startedAt: '2026-11-23T09:00:00.000Z' }, [ok, verdict({ name: 'gone' })]);
    await store.remember({ id: 'two', startedAt: '2026-11-23T09:05:00.000Z' }, [down]);
    store.close();
  }
  const history = (...args: readonly string[]) => run(['history', ...args, '--remember'], { cwd: folder });

  it('shows a check’s verdicts, the newest first, by the clocks of the list', async () => {
    await remembered();
    expect(await history('pay')).toMatchObject({
      code: 0,
      stdout: [
        'times in Asia/Tokyo',
        '✗ 2026-11-23 18:05:00          -  3 attempts',
        '  status 503, wanted 200, from a host with quite a long name',
        '✓ 2026-11-23 18:00:00      45 ms',
        '',
      ].join('\n'),
      stderr: '',
    });
    expect(JSON.parse((await history('pay', '--json', '-n', '1')).stdout)).toEqual([
      { run: { id: 'two', startedAt: '2026-11-23T09:05:00.000Z' }, verdict: down },
    ]);
    expect(JSON.parse((await history('pay', '--json', '--since', '2026-11-23T09:01:00Z')).stdout)).toHaveLength(1);
  });

  it('shows those of a check that the list has no more, and none of one that never ran', async () => {
    await remembered();
    expect((await history('gone')).stdout).toContain('✓ 2026-11-23 18:00:00');
    expect(await history('up')).toMatchObject({ code: 0, stdout: '', stderr: 'no verdict of up was found\n' });
  });

  it.each([
    [['payy'], 'error: "payy" is no enabled check; did you mean "pay"?\n'],
    [[], 'error: which check? rollcall history NAME --remember\n'],
  ])('refuses %j, and leaves no file', async (args, stderr) => {
    expect(await history(...args)).toMatchObject({ code: 2, stdout: '', stderr });
    expect(existsSync(join(folder, '.rollcall'))).toBe(false);
  });
});
