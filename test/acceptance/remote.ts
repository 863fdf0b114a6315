import { execFile } from 'node:child_process';
import { resolve as resolvePath } from 'node:path';
import type { DescribeExecutionOutput } from '@aws-sdk/client-sfn';
import type { Status } from '#core/status/status.ts';
import type { Verdict } from '#core/verdict/verdict.ts';
import { deleteTopic } from './damage.ts';
import type { Deployment } from './deployment.ts';
import { timeless } from './embedded.ts';
import { expectThat, expectTrue } from './report.ts';

/** The commands that speak with AWS, as a user's terminal runs them, against the deployed stack. */
export async function commands(deployment: Deployment, endpoint: string): Promise<void> {
  const rollcall = (...args: readonly string[]) => run(endpoint, args);
  const execution = await deployment.execute({});
  const results = JSON.parse(execution.output ?? '{}').results?.map(timeless);

  const last = await rollcall('last', '--json');
  expectThat('last has the verdicts of the newest execution', JSON.parse(last.stdout).results.map(timeless), results);
  expectThat('last ends with 1, because the sample has NGs', last.code, 1);

  const again = await rollcall('rerun', execution.executionArn ?? '', '--json');
  expectThat('rerun has the same verdicts', JSON.parse(again.stdout).results.map(timeless), results);
  expectTrue('rerun says that it is a new execution, and why', /new execution .*succeeded/.test(again.stderr), again);

  const one = await rollcall('start', '--only', 'health');
  expectThat('start of a check that is OK ends with 0', one.code, 0);
  expectTrue('and prints the table of run', /health.*\n1 OK, 0 NG in /.test(one.stdout), one);

  const refused = await rollcall('start', '--only', 'no-such-check');
  expectThat('start of input that is not understood ends with 2', refused.code, 2);
  expectTrue('and says what is wrong', /error: InvalidInput: .*no-such-check/.test(refused.stderr), refused);
  expectTrue('before it has started anything', !refused.stderr.includes('started'), refused);
  const typed = await deployment.execute({ only: ['no-such-check'] });
  expectThat('a typing error in the console ends well', typed.status, 'SUCCEEDED');
  const ended = await rollcall('last');
  expectThat('last takes it for wrong usage', ended.code, 2);
  expectTrue(
    'and names what nobody has',
    ended.stderr.includes('is "no-such-check", which no enabled check has'),
    ended,
  );

  const history = await rollcall('history', '--json');
  const past: { status: string; trigger: string; counts: { total: number } | null }[] = JSON.parse(history.stdout);
  expectThat(
    'history lists them all, the newest first, with their counts',
    past.map(({ status, trigger, counts }) => [status, trigger, counts?.total ?? null]),
    [
      ['InvalidInput', 'manual', null],
      ['SUCCEEDED', 'manual', 1],
      ['SUCCEEDED', 'manual', results.length],
      ['SUCCEEDED', 'manual', results.length],
    ],
  );

  const [first] = results as readonly { readonly name: string }[];
  const ofCheck = await rollcall('history', first?.name ?? '', '--json');
  const verdicts: { verdict: unknown }[] = JSON.parse(ofCheck.stdout);
  expectThat(
    'history of a check has its verdicts of all executions that called it',
    verdicts.map(({ verdict }) => timeless(verdict as Verdict)),
    [first, first, first],
  );
  const unknown = await rollcall('history', `${first?.name}x`);
  expectTrue('and names the one that was meant', unknown.stderr.includes(`did you mean "${first?.name}"?`), unknown);

  const links = await rollcall('open', execution.executionArn ?? '');
  expectTrue('open has the links to the execution and to the workflow', areLinks(links.stdout, execution), links);
  await refusals(endpoint);

  const dashboard = await rollcall('open', 'dashboard');
  expectTrue(
    'open dashboard has its link',
    /#dashboards\/dashboard\/Rollcall-us-east-1\n$/.test(dashboard.stdout),
    dashboard,
  );

  const scheduledTime = new Date().toISOString();
  const ran = await deployment.execute({ shard: '5m-0', scheduledTime });
  expectThat('a shard runs', ran.status, 'SUCCEEDED');
  const status = await rollcall('status', '--json');
  const { shards, unknown: unasked, monitor } = JSON.parse(status.stdout) as Status;
  const minute = `${scheduledTime.slice(0, 16)}:00.000Z`;
  expectThat(
    'status has the last run of the shard, from the metrics',
    shards.map(({ shard, lastRun }) => [shard, lastRun?.startedAt, (lastRun?.ok ?? 0) + (lastRun?.ng ?? 0) > 0]),
    [['5m-0', minute, true]],
  );
  expectThat('nothing is wrong with the monitor, and all could be asked', [monitor, unasked], [[], []]);

  const shard = JSON.stringify({ shard: '5m-0' });
  const nested = await rollcall('start', '--input', shard, '--json');
  expectThat('start of a shard has the same verdicts', JSON.parse(nested.stdout).results.map(timeless), results);
  const called = await rollcall('last', '--json');
  expectThat('and so has last', JSON.parse(called.stdout).results.map(timeless), results);

  await deleteTopic(deployment, deployment.topicArn);
  const broken = await rollcall('start', '--json');
  expectThat('start of an execution that failed ends with 3', broken.code, 3);
  expectThat('and has its verdicts from its history', JSON.parse(broken.stdout).results.map(timeless), results);
  const brokenShard = await rollcall('start', '--input', shard, '--json');
  expectThat('so does that of a shard', brokenShard.code, 3);
  expectThat('and has its verdicts too', JSON.parse(brokenShard.stdout).results.map(timeless), results);
}

function areLinks(text: string, { executionArn, stateMachineArn }: DescribeExecutionOutput): boolean {
  const home = 'https://us-east-1.console.aws.amazon.com/states/home?region=us-east-1';
  return (
    text.includes(`${home}#/v2/executions/details/${executionArn}\n`) &&
    text.includes(`${home}#/statemachines/view/${stateMachineArn}\n`)
  );
}

/** What a user can set right is wrong usage, and told in a line that says how. */
async function refusals(endpoint: string): Promise<void> {
  const nobody = { AWS_ACCESS_KEY_ID: undefined, AWS_SECRET_ACCESS_KEY: undefined, HOME: '/nonexistent' };
  const cases = [
    ['no such stack', ['last', '--stack', 'Roll'], {}, 'there is no stack Roll in us-east-1'],
    ['the wrong Region', ['last', '--region', 'eu-west-1'], {}, 'there is no stack Rollcall in eu-west-1'],
    ['no Region', ['last'], { AWS_REGION: undefined, HOME: '/nonexistent' }, 'no AWS Region; set AWS_REGION'],
    ['no credentials', ['last'], nobody, 'no AWS credentials'],
    ['no such execution', ['rerun', 'monday'], {}, 'there is no execution'],
  ] as const;
  for (const [what, args, env, message] of cases) {
    const { code, stderr } = await run(endpoint, args, env);
    expectThat(`${what} is wrong usage`, code, 2);
    expectTrue(`${what} is told in plain words`, stderr.includes(message) && stderr.split('\n').length === 2, stderr);
  }
}

type Ended = { readonly code: number | null; readonly stdout: string; readonly stderr: string };

/** A command as a user's terminal runs it. */
export function run(
  endpoint: string,
  args: readonly string[],
  changes: Readonly<Record<string, string | undefined>> = {},
): Promise<Ended> {
  const env = {
    ...process.env,
    AWS_ENDPOINT_URL: endpoint,
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    AWS_REGION: 'us-east-1',
    AWS_EC2_METADATA_DISABLED: 'true',
    ...changes,
  };
  return new Promise((resolve) => {
    const child = execFile(process.execPath, [resolvePath('cli/main.ts'), ...args], { env }, (_fault, stdout, stderr) =>
      resolve({ code: child.exitCode, stdout, stderr }),
    );
  });
}
