import { DescribeStacksCommand, ListStackResourcesCommand } from '@aws-sdk/client-cloudformation';
import { InvokeCommand } from '@aws-sdk/client-lambda';
import {
  DescribeExecutionCommand,
  GetExecutionHistoryCommand,
  ListExecutionsCommand,
  RedriveExecutionCommand,
  StartExecutionCommand,
} from '@aws-sdk/client-sfn';
import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, describe, expect, it } from 'vitest';
import { folderWith } from './command.ts';
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
  remembering,
  stacks,
  states,
  TOPIC,
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
  ])('--no-follow %j starts the stack’s workflow with %j', async (args, input) => {
    const { code, stdout } = await rollcall(['start', '--no-follow', ...args]);

    expect({ code, inputs: started().map((sent) => JSON.parse(sent.input ?? '')) }).toEqual({
      code: 0,
      inputs: [input],
    });
    expect(started()[0]?.stateMachineArn).toBe(MACHINE);
    expect(stdout).toBe(
      `started ${NEW}\nhttps://us-west-2.console.aws.amazon.com/states/home?region=us-west-2#/v2/executions/details/${NEW}\n`,
    );
  });

  it('follows to the same table and exit code as run', async () => {
    states
      .on(DescribeExecutionCommand)
      .resolvesOnce({ executionArn: NEW, status: 'RUNNING' })
      .resolves(ended([ok, down]));
    const { code, stdout, stderr } = await rollcall(['start']);

    expect(code).toBe(1);
    expect(stdout).toMatch(/NG {2}pay.*status 503, wanted 200\nOK {2}orders.*\n1 OK, 1 NG in 3\.2 s\n$/s);
    expect(stderr).toContain(`started ${NEW}\n`);
  });

  it('prints with --json the document of run', async () => {
    states.on(DescribeExecutionCommand).resolves(ended([ok]));
    const { code, stdout } = await rollcall(['start', '--json']);

    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ run: { shard: '5m-0' }, counts: { ok: 1, ng: 0 }, results: [ok] });
  });

  const FAULT = 'only[0] is "payy"; did you mean pay?';
  const CAUSE = JSON.stringify({ errorType: 'InvalidInput', errorMessage: FAULT });

  it('reports each fault of the input by itself', async () => {
    answering('PrepareChecks', { error: 'InvalidInput', faults: [FAULT, 'tags is empty'] });
    const { stderr } = await rollcall(['start', '--input', '{"only": ["payy"], "tags": []}']);
    expect(stderr).toBe(`error: InvalidInput: ${FAULT}\nerror: InvalidInput: tags is empty\n`);
  });

  it.each([
    ['answers', { error: 'InvalidInput', faults: [FAULT] }, undefined],
    ['throws, as it did before,', JSON.parse(CAUSE), 'Unhandled'],
  ])('starts nothing when PrepareChecks %s that the input is not understood', async (_, answer, error) => {
    answering('PrepareChecks', answer, error);
    const { code, stderr } = await rollcall(['start', '--only', 'payy']);

    expect({ code, stderr, started: started() }).toEqual({
      code: 2,
      stderr: 'error: InvalidInput: --only names "payy"; did you mean pay?\n',
      started: [],
    });
    const asked = functions.commandCalls(InvokeCommand).map(({ args }) => String(args[0].input.Payload));
    expect(asked.map((text) => JSON.parse(text))).toMatchObject([{ input: { only: ['payy'] } }]);
  });

  it('takes patterns for the names of what is deployed, and sends on what none fits', async () => {
    remembering(['orders', 'odd', 'pay']);
    await rollcall(['start', '--no-follow', '--only', 'o*,pay,z?']);
    expect(JSON.parse(started()[0]?.input ?? '')).toEqual({ only: ['orders', 'odd', 'pay', 'z?'] });
  });

  it('starts all the same where PrepareChecks may not be asked, and says so', async () => {
    const denied = Object.assign(new Error('no'), { name: 'AccessDeniedException' });
    functions.on(InvokeCommand).rejects(denied);
    const { code, stderr } = await rollcall(['start', '--only', 'pay', '--no-follow']);

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
    for (const args of [['start'], ['rerun', 'monday'], ['last']]) {
      states.on(ListExecutionsCommand).resolves({ executions: listed(['monday', 'SUCCEEDED']) });
      const { code, stderr } = await rollcall(args);
      expect([code, stderr]).toEqual([2, expect.stringContaining(`error: InvalidInput: ${FAULT}\n`)]);
    }
    expect((await rollcall(['history'])).stdout).toMatch(/InvalidInput +- +- +schedule 5m-0 +monday\n$/);
  });

  it('draws on a terminal how many checks have been answered meanwhile', async () => {
    const events = [
      prepared([{ name: down.name }, { name: ok.name }, { name: 'slow' }]),
      exited('Answered', down),
      exited('Answered', ok),
    ];
    const history = events.map((event, at) => ({ ...event, id: at + 1 })).reverse();
    const running = { executionArn: NEW, status: 'RUNNING' as const };
    states
      .on(DescribeExecutionCommand)
      .resolvesOnce(running)
      .resolvesOnce(running)
      .resolvesOnce(running)
      .resolves(ended([ok, down]));
    states
      .on(GetExecutionHistoryCommand)
      .resolvesOnce({ events: history.slice(-1) })
      .resolves({ events: history });
    const { code, stdout, stderr } = await rollcallHere(['start'], { cwd: '.', columns: 80 });

    expect([code, stdout]).toEqual([1, expect.stringContaining('1 NG')]);
    expect(stderr).toContain('0/3 checks, 0 NG');
    expect(stderr).toContain('2/3 checks, 1 NG');
    // What was seen before is not begun again.
    expect(stderr.lastIndexOf('0/3')).toBeLessThan(stderr.indexOf('2/3'));
  });

  it('follows all the same where the history may not be read', async () => {
    const denied = Object.assign(new Error('no'), { name: 'AccessDeniedException' });
    states.on(GetExecutionHistoryCommand).rejects(denied);
    states
      .on(DescribeExecutionCommand)
      .resolvesOnce({ status: 'RUNNING' })
      .resolves(ended([ok]));
    const { code, stderr } = await rollcallHere(['start'], { cwd: '.', columns: 80 });
    expect([code, stderr]).toEqual([0, expect.not.stringContaining('allowed')]);
  });

  it('leaves an execution alone when it is told to stop waiting', async () => {
    const stop = new AbortController();
    states.on(DescribeExecutionCommand).callsFake(() => {
      stop.abort('SIGINT');
      return { status: 'RUNNING' };
    });
    const { code, stderr } = await rollcall(['start'], {}, stop.signal);

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
    expect((await rollcall(['start', '--no-follow', ...args], env)).code).toBe(0);
    expect(stacks.commandCalls(DescribeStacksCommand)).toEqual([]);
  });
});

describe('a failed execution', () => {
  beforeEach(() => states.on(DescribeExecutionCommand).resolves(broken()));

  it('shows the verdicts that its newest state was entered with, and ends with 3', async () => {
    const again = exited('PublishMetrics', { sent: true });
    const events = [again, entered('Finish', [ok, down]), entered('Report', [ok]), entered('TrackIncidents', [])];
    states.on(GetExecutionHistoryCommand).resolves({ events });
    const { code, stdout, stderr } = await rollcall(['start']);

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
    const { code, stdout, stderr } = await rollcall(['start', '--json']);

    expect(code).toBe(3);
    expect(JSON.parse(stdout)).toMatchObject({ run: { shard: '5m-0' }, results: [ok, down] });
    expect(stderr).toContain('somebody stopped the execution');
  });

  it('has no verdicts when nothing was prepared, and says what broke', async () => {
    states.on(GetExecutionHistoryCommand).resolves({ events: [] });
    const { code, stdout } = await rollcall(['start']);

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

  const byShard = { executions: listed(['new', 'SUCCEEDED'], ['monday', 'SUCCEEDED'], ['old', 'SUCCEEDED']) };
  const hourly = { input: '{"shard":"1h-0"}', executionArn: NEW, output: JSON.stringify({ error: 'X' }) };

  it('shows the newest of a shard', async () => {
    remembering(['orders'], ['5m-0', '1h-0']);
    states.on(ListExecutionsCommand).resolves(byShard);
    states.on(DescribeExecutionCommand).resolves(ended([down]));
    states.on(DescribeExecutionCommand, { executionArn: NEW }).resolves(ended([], hourly));
    states.on(DescribeExecutionCommand, { executionArn: EXECUTION }).resolves(ended([ok]));
    const { code, stdout } = await rollcall(['last', '--shard', '5m-0']);

    expect([code, stdout]).toEqual([0, expect.stringMatching(/orders.*1 OK, 0 NG in 3\.2 s\n$/s)]);
  });

  it.each([
    ['5m0', '"5m0" is no shard; did you mean "5m-0"?'],
    ['weekly', '"weekly" is no shard; there are 5m-0, 1h-0'],
    ['1h-0', 'none of the newest 500 executions that have ended is of shard 1h-0'],
  ])('finds nothing of shard %s', async (shard, message) => {
    remembering(['orders'], ['5m-0', '1h-0']);
    states.on(ListExecutionsCommand).resolves(byShard);
    states.on(DescribeExecutionCommand).resolves(ended([ok]));
    expect(await rollcall(['last', '--shard', shard])).toMatchObject({ code: 2, stderr: `error: ${message}\n` });
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

  it('puts the name below the rest where there is no room for a line', async () => {
    const { stdout } = await rollcallHere(['history', '--max', '3'], {
      cwd: '.',
      columns: 60,
      env: { NO_COLOR: '1', LANG: 'C.UTF-8' },
    });
    expect(stdout.split('\n')).toEqual([
      '· 2026-11-23 09:00:00Z  RUNNING  manual',
      '  new',
      '✗ 2026-11-23 09:00:00Z  3.2 s  SUCCEEDED  1 OK, 1 NG',
      '  schedule 5m-0',
      '  monday',
      '✗ 2026-11-23 09:00:00Z  1.0 s  FAILED (redriven)  schedule',
      '  5m-0',
      '  sunday',
      '',
    ]);
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
    const { code, stderr, stdout } = await rollcall(['rerun', EXECUTION]);

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
    const { code, stdout } = await rollcall(['rerun', 'monday', '--no-follow']);

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
    await rollcall(['rerun', EXECUTION, '--no-follow'], { ROLLCALL_STATE_MACHINE: 'rubbish' });
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

  const HOME = 'https://us-west-2.console.aws.amazon.com/cloudwatch/home?region=us-west-2#';
  const DASHBOARD = { ResourceType: 'AWS::CloudWatch::Dashboard', PhysicalResourceId: 'Rollcall-us-west-2' };
  const inStack = (...found: readonly object[]) =>
    stacks.on(ListStackResourcesCommand, { StackName: 'Rollcall' }).resolves({
      StackResourceSummaries: found.map((one) => ({
        LogicalResourceId: 'D',
        ResourceStatus: 'CREATE_COMPLETE',
        LastUpdatedTimestamp: new Date(0),
        ResourceType: '',
        ...one,
      })),
    });

  it.each([
    ['dashboard', `${HOME}dashboards/dashboard/Rollcall-us-west-2`],
    ['alarms', `${HOME}alarmsV2:?~(search~'Rollcall)`],
  ])('prints where the %s is, and shows it to whoever sits at a terminal', async (what, url) => {
    inStack(DASHBOARD);
    const shown: string[] = [];
    const browse = (page: string) => void shown.push(page);
    expect(await rollcallHere(['open', what], { cwd: '.', browse })).toMatchObject({
      code: 0,
      stdout: `${what.padEnd(9)}  ${url}\n`,
    });
    await rollcallHere(['open', what, '--print'], { cwd: '.', columns: 80, browse });
    const { stdout } = await rollcallHere(['open', what, '--json'], { cwd: '.', columns: 80, browse });
    expect([JSON.parse(stdout), shown]).toEqual([{ [what]: url }, []]);
    await rollcallHere(['open', what], { cwd: '.', columns: 80, browse });
    expect(shown).toEqual([url]);
  });

  it('prints where the status page is, and says so where there is none', async () => {
    inStack();
    const { code, stderr } = await rollcall(['open', 'page']);
    expect([code, stderr]).toEqual([2, expect.stringContaining('the stack Rollcall has no status page')]);
    const url = 'https://status.example.com/';
    const outputs = { StateMachineArn: MACHINE, PageUrl: url };
    const Outputs = Object.entries(outputs).map(([OutputKey, OutputValue]) => ({ OutputKey, OutputValue }));
    const stack = { StackName: 'Rollcall', CreationTime: new Date(0), StackStatus: 'CREATE_COMPLETE' } as const;
    stacks.on(DescribeStacksCommand).resolves({ Stacks: [{ ...stack, Outputs }] });
    expect(JSON.parse((await rollcall(['open', 'page', '--json'])).stdout)).toEqual({ page: url });
  });

  it('says so where there is no dashboard', async () => {
    inStack();
    const { code, stderr } = await rollcall(['open', 'dashboard']);
    expect([code, stderr]).toEqual([2, expect.stringContaining('the stack Rollcall has no dashboard')]);
  });

  it('prints the latest execution that had a check', async () => {
    remembering(['orders', 'pay']);
    states.on(ListExecutionsCommand).resolves({ executions: listed(['new', 'SUCCEEDED'], ['monday', 'SUCCEEDED']) });
    states.on(DescribeExecutionCommand, { executionArn: NEW }).resolves(ended([ok], { executionArn: NEW }));
    states.on(DescribeExecutionCommand, { executionArn: EXECUTION }).resolves(ended([ok, down]));
    const { stdout } = await rollcall(['open', 'pay']);
    expect(stdout).toMatch(new RegExp(`^execution  .*#/v2/executions/details/${EXECUTION}\n`));
    states.on(DescribeExecutionCommand).resolves(ended([ok]));
    expect(await rollcall(['open', 'pay'])).toMatchObject({ code: 2, stderr: expect.stringContaining('had pay') });
  });

  it('says what was meant where neither a check nor an execution has the name', async () => {
    remembering(['orders']);
    const gone = Object.assign(new Error('Execution Does Not Exist'), { name: 'ExecutionDoesNotExist' });
    states.on(DescribeExecutionCommand).rejects(gone);
    const none = 'error: there is no check and no execution';
    expect(await rollcall(['open', 'order'])).toMatchObject({
      code: 2,
      stderr: `${none} "order"; did you mean "orders"?\n`,
    });
    expect((await rollcall(['open', 'dashbord'])).stderr).toBe(`${none} "dashbord"; did you mean "dashboard"?\n`);
    expect((await rollcall(['open', 'x'])).stderr).toBe(`${none} "x"; rollcall history lists executions\n`);
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

  it.each([['last'], ['history'], ['rerun', 'monday']])('refuses %s', async (...args) => {
    const { code, stderr } = await rollcall(args);

    expect(code).toBe(2);
    expect(stderr).toMatch(/wants a standard workflow.*look in the log group \/rollcall\/express\n/);
    expect(started()).toEqual([]);
  });

  it('can be started, and is not followed', async () => {
    states.on(StartExecutionCommand).resolves({ executionArn: NEW.replace(':execution:', ':express:') });
    const { code, stderr } = await rollcall(['start']);
    expect([code, stderr]).toEqual([0, expect.stringMatching(/^not followed: .*express workflow\n$/)]);
  });
});

describe('rollcall test-alert --publish', () => {
  const topics = mockClient(SNSClient);
  const published = () => topics.commandCalls(PublishCommand).map(({ args }) => args[0].input.TopicArn);
  beforeEach(() => {
    topics.reset();
    topics.on(PublishCommand).resolves({ MessageId: 'm' });
  });
  const testAlert = async (deploy: string, ...args: string[]) => {
    const cwd = await folderWith({ 'checks.yaml': `${deploy}\nchecks: [{ name: a, tcp: { host: h, port: 1 } }]\n` });
    return rollcallHere(['test-alert', '--publish', ...args], { cwd, env: {} });
  };

  it('finds the topic of the stack that the file deploys', async () => {
    expect(await testAlert('')).toMatchObject({ code: 0, stdout: `sent to ${TOPIC}\n`, stderr: '' });
    expect(published()).toEqual([TOPIC]);
  });

  it('asks for the stack by the name of the list, or as it is said', async () => {
    stacks.on(DescribeStacksCommand).resolves({ Stacks: [] });
    const asked = () => stacks.commandCalls(DescribeStacksCommand).map(({ args }) => args[0].input.StackName);
    const { code, stderr } = await testAlert('deploy: { name: shop }');
    await testAlert('', '--stack', 'Mine');
    expect(asked()).toEqual(['Rollcall-shop', 'Mine']);
    expect([code, stderr]).toEqual([
      2,
      'error: the stack Rollcall-shop has no output TopicArn; name the topic with --topic ARN\n',
    ]);
    expect(published()).toEqual([]);
  });

  it('asks for no stack where the topic is said', async () => {
    const other = TOPIC.replace('Alerts', 'Other');
    expect((await testAlert('', '--topic', other)).code).toBe(0);
    expect(published()).toEqual([other]);
    expect(stacks.commandCalls(DescribeStacksCommand)).toEqual([]);
  });

  it('says in plain words that there are no credentials', async () => {
    const cause = Object.assign(new Error('Could not load credentials from any providers'), {
      name: 'CredentialsProviderError',
    });
    topics.on(PublishCommand).rejects(cause);
    expect(await testAlert('', '--topic', TOPIC)).toMatchObject({
      code: 2,
      stderr:
        'error: no AWS credentials (Could not load credentials from any providers); set AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY\n',
    });
  });

  it.each([
    [
      ['--publish', '--topic', TOPIC, '--stack', 'Mine'],
      '--topic says where to, so --stack means nothing; take one of them out',
    ],
    [
      ['--publish', '--topic', TOPIC, '--region', 'x'],
      '--topic says where to, so --region means nothing; take one of them out',
    ],
    [['--stack', 'Mine'], '--stack means nothing without --publish; add --publish to send for real'],
    [['--region', 'x'], '--region means nothing without --publish; add --publish to send for real'],
  ])('refuses %j', async (args, said) => {
    const { code, stderr } = await rollcallHere(['test-alert', ...args], { cwd: '.', env: {} });
    expect([code, stderr, published()]).toEqual([2, `error: ${said}\n`, []]);
  });
});
