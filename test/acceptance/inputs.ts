import { execFile } from 'node:child_process';
import { dirname, resolve as resolvePath } from 'node:path';
import type { CheckList } from '#core/check/check-list.ts';
import { METRIC_NAMESPACE } from '#core/contract.ts';
import { bodiesOf } from '#core/report/bodies.ts';
import type { MetricDatum } from '#core/report/metric-data.ts';
import type { Memory } from '#functions/track-incidents/track-incidents.ts';
import type { RollCallOptions } from '#local/call.ts';
import type { Deployment } from './deployment.ts';
import { type Embedded, runEmbedded, timeless, timelessDocument } from './embedded.ts';
import { expectThat, expectTrue } from './report.ts';

/** Every form of input gives the same verdicts, alert and metrics as the embedded run of the same list. */
export async function sameAsEmbedded(
  deployment: Deployment,
  list: CheckList,
  input: object,
  memory: Memory,
  store: Pick<RollCallOptions, 'readHeartbeat'> = {},
): Promise<void> {
  const name = JSON.stringify(input).slice(0, 60);
  const before = await deployment.metrics(METRIC_NAMESPACE);
  const execution = await deployment.execute(input);
  expectThat(`${name} succeeds`, execution.status, 'SUCCEEDED');
  const output = JSON.parse(execution.output ?? '{}');
  const embedded = await runEmbedded(list, input, deployment.topicArn, memory, store);
  expectTrue(`${name} checks something`, embedded.results.length > 0, embedded.results);
  expectThat(
    `${name}: the verdicts are the embedded run's`,
    output.results?.map(timeless),
    embedded.results.map(timeless),
  );
  await sameAlerts(name, deployment, embedded);
  const after = await deployment.metrics(METRIC_NAMESPACE);
  expectThat(`${name}: the metrics are the embedded run's`, added(before, after), totals(embedded.metrics));
}

async function sameAlerts(name: string, deployment: Deployment, embedded: Embedded): Promise<void> {
  expectThat(
    `${name}: the alert on the subscribed queue is the embedded run's`,
    (await deployment.alerts()).map((alert) => ({
      subject: alert.Subject,
      document: timelessDocument(alert.Message),
      filters: Object.keys(alert.MessageAttributes ?? {}).sort(),
    })),
    embedded.published.map((alert) => ({
      subject: alert.subject,
      document: timelessDocument(bodiesOf(alert).default),
      filters: Object.keys(alert.attributes).sort(),
    })),
  );
}

type Totals = Record<string, { sum: number; count: number }>;

/** What a run added to the metrics, without those that it did not touch. */
function added(before: Totals, after: Totals): Totals {
  const differences = Object.entries(after).map(([metric, { sum, count }]) => {
    const old = before[metric] ?? { sum: 0, count: 0 };
    return [metric, { sum: sum - old.sum, count: count - old.count }] as const;
  });
  return sorted(differences.filter(([, { count }]) => count > 0));
}

function totals(data: readonly MetricDatum[]): Totals {
  return sorted(
    data.map(({ MetricName, Dimensions, Value }) => {
      const dimensions = Dimensions.map((dimension) => `${dimension.Name}=${dimension.Value}`).join(',');
      return [`${MetricName} ${dimensions}`, { sum: Value, count: 1 }] as const;
    }),
  );
}

function sorted(entries: readonly (readonly [string, Totals[string]])[]): Totals {
  return Object.fromEntries(entries.toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

/** What `rollcall run` prints of a list is what an execution of it answers. */
export async function sameAsCli(deployment: Deployment, checksFile: string): Promise<void> {
  const { output } = await deployment.execute({});
  await deployment.alerts();
  const { code, stdout } = await rollcall(['run', '--json', '--checks', checksFile], dirname(checksFile));
  expectThat('rollcall run ends with 1, because the sample has NGs', code, 1);
  expectThat(
    'rollcall run --json has the verdicts of the execution',
    JSON.parse(stdout).results.map(timeless),
    JSON.parse(output ?? '{}').results?.map(timeless),
  );
}

/** The command as a user runs it; what it leaves behind is left in `cwd`. */
function rollcall(args: readonly string[], cwd: string): Promise<{ code: number | null; stdout: string }> {
  return new Promise((resolve) => {
    const child = execFile(process.execPath, [resolvePath('cli/main.ts'), ...args], { cwd }, (_fault, stdout) =>
      resolve({ code: child.exitCode, stdout }),
    );
  });
}

/** Input that is not understood ends the execution well, with the same words on both sides and every fault among them. */
export async function refused(deployment: Deployment, list: CheckList): Promise<void> {
  const input = { only: ['no-such-check'], tags: ['no-such-tag'], surprise: 1 };
  const { status, output } = await deployment.execute(input);
  const { error, faults = [] } = JSON.parse(output ?? '{}');
  expectThat(
    'input that is not understood is no failure of Rollcall, and says so',
    { status, error },
    { status: 'SUCCEEDED', error: 'InvalidInput' },
  );
  const message: string = faults.join('\n');
  for (const word of ['no-such-check', 'no-such-tag', 'surprise']) {
    expectTrue(`its output names the fault in ${word}`, message.includes(word), message);
  }
  const embedded = await runEmbedded(list, input, deployment.topicArn).then(
    () => 'no fault',
    (fault: Error) => `${fault.name}: ${fault.message}`,
  );
  expectThat('the embedded run refuses it with the same words', embedded, `InvalidInput: ${message}`);
  expectThat('and nobody is alerted', await deployment.alerts(), []);
}

/** A schedule that fires once more after an update took its shard away does nothing, quietly. */
export async function ofNoShard(deployment: Deployment): Promise<void> {
  const { status, output } = await deployment.execute({ shard: '9m-0', scheduledTime: new Date().toISOString() });
  const { error, faults } = JSON.parse(output ?? '{}');
  expectThat(
    'a shard that is gone is no failure',
    { status, error, faults: faults?.length },
    {
      status: 'SUCCEEDED',
      error: 'InvalidInput',
      faults: 1,
    },
  );
  expectThat('and nobody is alerted of it', await deployment.alerts(), []);
}

/** Somebody starts a schedule's input again, long after: its shard runs now, and not in the schedule's name. */
export async function tooOld(deployment: Deployment): Promise<void> {
  const { output } = await deployment.execute({ shard: '5m-0', scheduledTime: '2026-01-31T09:05:00Z' });
  const { run } = JSON.parse(output ?? '{}');
  const age = Date.now() - Date.parse(run?.startedAt);
  expectThat(
    'an old scheduledTime is recognised: a manual run, of this moment',
    { trigger: run?.trigger, shard: run?.shard, isOfThisMoment: age < 300_000 },
    { trigger: 'manual', shard: '5m-0', isOfThisMoment: true },
  );
  await deployment.alerts();
}
