import { DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { InvokeCommand } from '@aws-sdk/client-lambda';
import {
  DescribeExecutionCommand,
  GetExecutionHistoryCommand,
  ListExecutionsCommand,
  RedriveExecutionCommand,
  StartExecutionCommand,
} from '@aws-sdk/client-sfn';
import { beforeEach, describe, expect, it } from 'vitest';
import {
  answering,
  broken,
  deployed,
  EXECUTION,
  ended,
  entered,
  exited,
  functions,
  MACHINE,
  prepared,
  stacks,
  states,
} from './deployed.ts';
import { rollcallHere } from './in-process.ts';
import { ng, verdict } from './verdicts.ts';

const NEW = EXECUTION.replace('monday', 'new');
const ok = verdict({ name: 'orders' });
const down = ng('status 503, wanted 200', { name: 'pay' });
const rollcall = (args: readonly string[], env: Record<string, string> = {}, signal = new AbortController().signal) =>
  rollcallHere(args, { cwd: '.', env, signal });
const started = () => states.commandCalls(StartExecutionCommand).map(({ args }) => args[0].input);
const listed = (...executions: readonly [name: string, status: string][]) =>
  executions.map(([name, status]) => ({
    executionArn: EXECUTION.replace('monday', name),
    stateMachineArn: MACHINE,
    name,
    status: status as 'RUNNING',
    startDate: new Date(0),
  }));

beforeEach(() => {
  deployed();
  states.on(StartExecutionCommand).resolves({ executionArn: NEW, startDate: new Date(0) });
});

describe('rollcall start', () => {
  it.each([
    [[], {}],
    [['--only', 'orders,pay'], { only: ['orders', 'pay'] }],
    [['--tags', 'shop', '--only', 'pay'], { only: ['pay'], tags: ['shop'] }],
    [['--input', ' {"checks": [{"tcp": {"host": "h", "port": 1}}]} '], { checks: [{ tcp: { host: 'h', port: 1 } }] }],
  ])('%j starts the stack’s workflow with %j', async (args, input) => {
    const { code, stdout } = await rollcall(['start', ...args]);

    expect({ code, inputs: started().map((sent) => JSON.parse(sent.input ?? '')) }).toEqual({
      code: 0,
      inputs: [input],
    });
    expect(started()[0]?.stateMachineArn).toBe(MACHINE);
    expect(stdout).toBe(
      `started ${NEW}\nhttps://us-west-2.console.aws.amazon.com/states/home?region=us-west-2#/v2/executions/details/${NEW}\n`,
    );
  });

  it('follows with --wait to the same table and exit code as run', async () => {
    states
      .on(DescribeExecutionCommand)
      .resolvesOnce({ executionArn: NEW, status: 'RUNNING' })
      .resolves(ended([ok, down]));
    const { code, stdout, stderr } = await rollcall(['start', '--wait']);

    expect(code).toBe(1);
    expect(stdout).toMatch(/NG {2}pay.*status 503, wanted 200\nOK {2}orders.*\n1 OK, 1 NG in 3\.2 s\n$/s);
    expect(stderr).toContain(`started ${NEW}\n`);
  });

  it('prints with --json the document of run', async () => {
    states.on(DescribeExecutionCommand).resolves(ended([ok]));
    const { code, stdout } = await rollcall(['start', '--wait', '--json']);

    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ run: { shard: '5m-0' }, counts: { ok: 1, ng: 0 }, results: [ok] });
  });

  const FAULT = 'only[0] is "payy"; did you mean pay?';
  const CAUSE = JSON.stringify({ errorType: 'InvalidInput', errorMessage: FAULT });

  it.each([
    ['answers', { error: 'InvalidInput', faults: [FAULT] }, undefined],
    ['throws, as it did before,', JSON.parse(CAUSE), 'Unhandled'],
  ])('starts nothing when PrepareChecks %s that the input is not understood', async (_, answer, error) => {
    answering('PrepareChecks', answer, error);
    const { code, stderr } = await rollcall(['start', '--only', 'payy']);

    expect({ code, stderr, started: started() }).toEqual({
      code: 2,
      stderr: `error: InvalidInput: ${FAULT}\n`,
      started: [],
    });
    const asked = functions.commandCalls(InvokeCommand).map(({ args }) => String(args[0].input.Payload));
    expect(asked.map((text) => JSON.parse(text))).toMatchObject([{ input: { only: ['payy'] } }]);
  });

  it('starts all the same where PrepareChecks may not be asked, and says so', async () => {
    const denied = Object.assign(new Error('no'), { name: 'AccessDeniedException' });
    functions.on(InvokeCommand).rejects(denied);
    const { code, stderr } = await rollcall(['start', '--only', 'pay']);

    expect([code, started().length]).toEqual([0, 1]);
    expect(stderr).toMatch(/^the input is not looked at first: not allowed to lambda:InvokeFunction; /);
  });

  it.each([
    ['the output says so', ended([], { output: JSON.stringify({ error: 'InvalidInput', faults: [FAULT] }) })],
    [
      'the error says so, as it did before',
      broken({ error: 'InvalidInput', cause: CAUSE, redriveStatus: 'NOT_REDRIVABLE' }),
    ],
  ])('takes input that the execution did not understand for wrong usage: %s', async (_, described) => {
    states.on(DescribeExecutionCommand).resolves(described);
    for (const args of [['start', '--wait'], ['rerun', 'monday', '--wait'], ['last']]) {
      states.on(ListExecutionsCommand).resolves({ executions: listed(['monday', 'SUCCEEDED']) });
      const { code, stderr } = await rollcall(args);
      expect([code, stderr]).toEqual([2, expect.stringContaining(`error: InvalidInput: ${FAULT}\n`)]);
    }
    expect((await rollcall(['history'])).stdout).toMatch(/InvalidInput +- +- +schedule 5m-0 +monday\n$/);
  });

  it('leaves an execution alone when it is told to stop waiting', async () => {
    const stop = new AbortController();
    states.on(DescribeExecutionCommand).callsFake(() => {
      stop.abort('SIGINT');
      return { status: 'RUNNING' };
    });
    const { code, stderr } = await rollcall(['start', '--wait'], {}, stop.signal);

    expect(code).toBe(130);
    expect(stderr).toContain('interrupted: the execution goes on');
  });

  it.each([
    [['--input', '{only: pay}'], /--input is not JSON .*single quotes/],
    [['--input', '{}', '--only', 'pay'], /--input is the whole input/],
    [['--state-machine', 'Roll'], /--state-machine Roll is not the ARN/],
    [['--state-machine', EXECUTION], /is not the ARN of a state machine/],
    [['now'], /too many arguments/],
  ])('refuses %j and starts nothing', async (args, message) => {
    const { code, stderr } = await rollcall(['start', ...args]);

    expect(stderr).toMatch(message);
    expect({ code, started: started() }).toEqual({ code: 2, started: [] });
  });

  it.each([
    [['--state-machine', MACHINE], {}],
    [[], { ROLLCALL_STATE_MACHINE: MACHINE }],
  ])('asks no stack when %j %j says the state machine', async (args, env) => {
    expect((await rollcall(['start', ...args], env)).code).toBe(0);
    expect(stacks.commandCalls(DescribeStacksCommand)).toEqual([]);
  });
});

describe('a failed execution', () => {
  beforeEach(() => states.on(DescribeExecutionCommand).resolves(broken()));

  it('shows the verdicts that its newest state was entered with, and ends with 3', async () => {
    const again = exited('PublishMetrics', { sent: true });
    const events = [again, entered('Finish', [ok, down]), entered('Report', [ok]), entered('TrackIncidents', [])];
    states.on(GetExecutionHistoryCommand).resolves({ events });
    const { code, stdout, stderr } = await rollcall(['start', '--wait']);

    expect(code).toBe(3);
    expect(stdout).toContain('1 OK, 1 NG in 3.2 s\n');
    expect(stderr).toContain('rollcall failed: SNS.NotFoundException: Topic does not exist\n');
    expect(states.commandCalls(GetExecutionHistoryCommand)[0]?.args[0].input).toMatchObject({
      reverseOrder: true,
      includeExecutionData: true,
    });
  });

  it('shows the checks that were answered when it ended among them, over all pages of its history', async () => {
    const stopped = { status: 'ABORTED', error: undefined, cause: undefined };
    states.on(DescribeExecutionCommand).resolves(broken(stopped));
    states
      .on(GetExecutionHistoryCommand)
      .resolvesOnce({ events: [exited('Answered', down)], nextToken: 'more' })
      .resolves({ events: [exited('Answered', ok), prepared([{}, {}, {}])] });
    const { code, stdout, stderr } = await rollcall(['start', '--wait', '--json']);

    expect(code).toBe(3);
    expect(JSON.parse(stdout)).toMatchObject({ run: { shard: '5m-0' }, results: [ok, down] });
    expect(stderr).toContain('somebody stopped the execution');
  });

  it('has no verdicts when nothing was prepared, and says what broke', async () => {
    states.on(GetExecutionHistoryCommand).resolves({ events: [] });
    const { code, stdout } = await rollcall(['start', '--wait']);

    expect({ code, stdout }).toEqual({ code: 3, stdout: '0 OK, 0 NG in 3.2 s\n' });
  });
});

describe('rollcall last', () => {
  it('shows the newest execution that has ended', async () => {
    states.on(ListExecutionsCommand).resolvesOnce({ executions: listed(['tuesday', 'RUNNING']), nextToken: 'more' });
    states.on(ListExecutionsCommand, { nextToken: 'more' }).resolves({ executions: listed(['monday', 'SUCCEEDED']) });
    states.on(DescribeExecutionCommand, { executionArn: EXECUTION }).resolves(ended([ok]));
    const { code, stdout } = await rollcall(['last']);

    expect(code).toBe(0);
    expect(stdout).toMatch(/orders.*1 OK, 0 NG in 3\.2 s\n$/s);
  });

  it('says that there is none', async () => {
    states.on(ListExecutionsCommand).resolves({ executions: [] });
    expect(await rollcall(['last'])).toMatchObject({ code: 2, stderr: expect.stringContaining('has ended') });
  });
});

describe('rollcall history', () => {
  beforeEach(() => {
    const executions = listed(['new', 'RUNNING'], ['monday', 'SUCCEEDED'], ['sunday', 'FAILED'], ['old', 'FAILED']);
    states.on(ListExecutionsCommand).resolves({ executions });
    const running = { status: 'RUNNING', output: undefined, stopDate: undefined, input: '{}', executionArn: NEW };
    states.on(DescribeExecutionCommand, { executionArn: NEW }).resolves(ended([], running));
    states.on(DescribeExecutionCommand, { executionArn: EXECUTION }).resolves(ended([ok, down]));
    const sunday = EXECUTION.replace('monday', 'sunday');
    states
      .on(DescribeExecutionCommand, { executionArn: sunday })
      .resolves(broken({ executionArn: sunday, redriveCount: 1, redriveDate: new Date('2026-11-23T09:00:02.200Z') }));
  });

  it('lists start, duration, status, counts and trigger, the newest first', async () => {
    const { code, stdout } = await rollcall(['history', '--max', '3']);

    expect(code).toBe(0);
    expect(stdout).toBe(
      [
        'STARTED               DURATION  STATUS             OK  NG  TRIGGER        EXECUTION',
        '2026-11-23 09:00:00Z         -  RUNNING             -   -  manual         new',
        '2026-11-23 09:00:00Z     3.2 s  SUCCEEDED           1   1  schedule 5m-0  monday',
        '2026-11-23 09:00:00Z     1.0 s  FAILED (redriven)   -   -  schedule 5m-0  sunday',
        '',
      ].join('\n'),
    );
  });

  it('takes a failed re-run of an old schedule for what somebody started', async () => {
    const late = { startDate: new Date('2026-11-23T11:00:00.000Z'), stopDate: new Date('2026-11-23T11:00:01.000Z') };
    states.on(DescribeExecutionCommand).resolves(broken(late));
    expect((await rollcall(['history', '--max', '1'])).stdout).toMatch(/FAILED +- +- +manual +monday\n$/);
  });

  it('prints the same with --json', async () => {
    const { stdout } = await rollcall(['history', '--max', '2', '--json']);
    expect(JSON.parse(stdout)).toMatchObject([
      { status: 'RUNNING', durationMs: null, counts: null },
      { executionArn: EXECUTION, durationMs: 3200, trigger: 'schedule', counts: { total: 2, ok: 1, ng: 1 } },
    ]);
  });
});

describe('rollcall rerun', () => {
  it('redrives what AWS can redrive, and waits for the end after that', async () => {
    states
      .on(DescribeExecutionCommand)
      .resolvesOnce(broken())
      .resolvesOnce(broken())
      .resolves(ended([ok], { redriveCount: 1 }));
    states.on(RedriveExecutionCommand).resolves({ redriveDate: new Date(0) });
    const { code, stderr, stdout } = await rollcall(['rerun', EXECUTION, '--wait']);

    expect(states.commandCalls(RedriveExecutionCommand)[0]?.args[0].input).toEqual({ executionArn: EXECUTION });
    expect({ code, started: started() }).toEqual({ code: 0, started: [] });
    expect(stderr).toContain(`redriven ${EXECUTION}: what broke runs again`);
    expect(stdout).toContain('1 OK, 0 NG');
  });

  it.each([
    ['one that succeeded', ended([ok], { redriveStatus: 'NOT_REDRIVABLE' }), /succeeded, so that there is nothing/],
    [
      'one that is too old',
      broken({ redriveStatus: 'NOT_REDRIVABLE', redriveStatusReason: 'Execution history event limit exceeded' }),
      /cannot be redriven \(Execution history event limit exceeded\)/,
    ],
    ['one of a service without redrive', broken({ redriveStatus: undefined }), /cannot be redriven/],
  ])('starts a new execution with the same input for %s, and says why', async (_, before, why) => {
    states.on(DescribeExecutionCommand, { executionArn: EXECUTION }).resolves(before);
    const { code, stdout } = await rollcall(['rerun', 'monday']);

    expect(code).toBe(0);
    expect(stdout).toMatch(why);
    expect(stdout).toContain(`new execution ${NEW}`);
    expect(started()).toMatchObject([{ input: '{"shard":"5m-0","scheduledTime":"2026-11-23T09:00:00Z"}' }]);
  });

  it.each([
    ['monday', { status: 'RUNNING' }, /still runs/],
    ['monday', { status: 'SUCCEEDED', input: undefined }, /does not tell the input/],
    ['a/b', { status: 'SUCCEEDED' }, /neither an execution's ARN nor its name/],
  ])('refuses %s when it is %j', async (named, changes, message) => {
    states.on(DescribeExecutionCommand).resolves(ended([], changes));
    const { code, stderr } = await rollcall(['rerun', named]);

    expect(stderr).toMatch(message);
    expect({ code, started: started() }).toEqual({ code: 2, started: [] });
  });

  it('asks neither stack nor environment when the ARN says it all', async () => {
    states.on(DescribeExecutionCommand).resolves(ended([ok]));
    await rollcall(['rerun', EXECUTION], { ROLLCALL_STATE_MACHINE: 'rubbish' });
    expect(started()).toMatchObject([{ stateMachineArn: MACHINE }]);
  });
});

describe('rollcall open', () => {
  it('prints links to the workflow and to the execution', async () => {
    const { code, stdout } = await rollcall(['open', 'monday']);
    const home = 'https://us-west-2.console.aws.amazon.com/states/home?region=us-west-2';

    expect(code).toBe(0);
    expect(stdout).toBe(
      `execution  ${home}#/v2/executions/details/${EXECUTION}\nworkflow   ${home}#/statemachines/view/${MACHINE}\n`,
    );
  });

  it('prints where an express workflow logs', async () => {
    deployed('EXPRESS');
    const { stdout } = await rollcall(['open']);
    expect(stdout).toContain(
      'cloudwatch/home?region=us-west-2#logsV2:log-groups/log-group/$252Frollcall$252Fexpress\n',
    );
  });
});

describe('an express workflow', () => {
  beforeEach(() => deployed('EXPRESS'));

  it.each([['start', '--wait'], ['last'], ['history'], ['rerun', 'monday']])('refuses %s', async (...args) => {
    const { code, stderr } = await rollcall(args);

    expect(code).toBe(2);
    expect(stderr).toMatch(/wants a standard workflow.*look in the log group \/rollcall\/express\n/);
    expect(started()).toEqual([]);
  });

  it('can be started', async () => {
    states.on(StartExecutionCommand).resolves({ executionArn: NEW.replace(':execution:', ':express:') });
    expect((await rollcall(['start'])).code).toBe(0);
  });
});
