import { METRIC_NAMESPACE, METRICS } from '#core/contract.ts';
import type { Verdict } from '#core/verdict/verdict.ts';
import type { Deployment } from './deployment.ts';
import { expectThat, expectTrue } from './report.ts';

const NOBODY_LISTENS = 'http://127.0.0.1:1';

/** What can break in a checker, and how: each must cost its own checks their answer and no other check anything. */
export const BROKEN_CHECKERS: Record<string, (deployment: Deployment) => Promise<void>> = {
  'a checker that throws': (deployment) =>
    deployment.replaceCode('CheckTcp', 'export const handler = async () => { throw new TypeError("broken"); };'),
  'a checker that answers rubbish': (deployment) =>
    deployment.replaceCode('CheckTcp', 'export const handler = async () => ({ outcome: "OK", healthy: true });'),
  'a checker that answers nothing': (deployment) =>
    deployment.replaceCode('CheckTcp', 'export const handler = async () => undefined;'),
  'a checker that cannot be loaded': (deployment) => deployment.replaceCode('CheckTcp', 'import "./not-there.mjs";'),
  'a checker out of time': async (deployment) => {
    await deployment.replaceCode('CheckTcp', 'export const handler = () => new Promise(() => {});');
    await deployment.configure('CheckTcp', { Timeout: 1 });
  },
  'a checker that is gone': (deployment) => deployment.deleteFunction('CheckTcp'),
};

export async function checkerFault(deployment: Deployment, what: string): Promise<void> {
  await BROKEN_CHECKERS[what]?.(deployment);
  const execution = await deployment.execute({ only: ['health', 'port', 'payments-api', 'port-closed'] });
  expectThat(`${what}: the execution succeeds`, execution.status, 'SUCCEEDED');
  const results: Verdict[] = JSON.parse(execution.output ?? '{}').results ?? [];
  expectThat(
    `${what} is a checker-fault of its checks alone`,
    Object.fromEntries(results.map(({ name, outcome, reason }) => [name, `${outcome} ${reason?.code ?? '-'}`])),
    { health: 'OK -', port: 'NG checker-fault', 'payments-api': 'NG status', 'port-closed': 'NG checker-fault' },
  );
  const [alert, ...others] = await deployment.alerts();
  expectTrue(
    `${what} is told in the one alert`,
    others.length === 0 &&
      /^NG 1 of 4: payments-api; could not check 2 of 4: port, port-closed$/.test(alert?.Subject ?? ''),
    [alert, ...others],
  );
}

/** Nobody to alert: the metrics are written, and the execution tells with the service's own error. */
export async function topicGone(deployment: Deployment): Promise<void> {
  await deployment.deleteTopic();
  const { status, error } = await deployment.execute({ only: ['health', 'payments-api'] });
  expectThat(
    'no topic: the execution fails with the error of SNS',
    { status, error },
    { status: 'FAILED', error: 'SNS.NotFoundException' },
  );
  const metrics = await deployment.metrics(METRIC_NAMESPACE);
  expectThat('no topic: the metrics are written all the same', healthy(metrics), { health: 1, 'payments-api': 0 });
}

/** No metrics: the alert is sent once, and the execution tells. */
export async function metricsUnreachable(deployment: Deployment): Promise<void> {
  await deployment.configure('PublishMetrics', {
    environment: { ROLLCALL_NAMESPACE: METRIC_NAMESPACE, AWS_ENDPOINT_URL_CLOUDWATCH: NOBODY_LISTENS },
  });
  const { status, error, cause } = await deployment.execute({ only: ['health', 'payments-api'] });
  expectThat('no CloudWatch: the execution fails', status, 'FAILED');
  expectTrue('no CloudWatch: with the fault of the call', /ECONNREFUSED/.test(`${error} ${cause}`), { error, cause });
  const alerts = await deployment.alerts();
  expectThat(
    'no CloudWatch: the alert is sent, once',
    alerts.map((alert) => /payments-api/.test(alert.Message)),
    [true],
  );
}

/** No tracker: an alert says so, the metrics are written, and the execution tells. */
export async function trackerDead(deployment: Deployment): Promise<void> {
  await deployment.replaceCode(
    'TrackIncidents',
    'export const handler = async () => { throw new RangeError("dead"); };',
  );
  const { status, error } = await deployment.execute({ only: ['health', 'payments-api'] });
  expectThat(
    'no tracker: the execution fails with its error',
    { status, error },
    { status: 'FAILED', error: 'RangeError' },
  );
  const alerts = await deployment.alerts();
  expectThat(
    'no tracker: one alert says so',
    alerts.map((alert) => /track/.test(alert.Message)),
    [true],
  );
  expectThat('no tracker: the metrics are written', healthy(await deployment.metrics(METRIC_NAMESPACE)), {
    health: 1,
    'payments-api': 0,
  });
}

/** Without its first function a run cannot begin; nothing is half done. */
export async function prepareDead(deployment: Deployment): Promise<void> {
  await deployment.deleteFunction('PrepareChecks');
  const { status, error } = await deployment.execute({});
  expectThat(
    'no PrepareChecks: the execution fails with the error of Lambda',
    { status, error },
    { status: 'FAILED', error: 'Lambda.ResourceNotFoundException' },
  );
  expectThat('no PrepareChecks: no metric', await deployment.metrics(METRIC_NAMESPACE), {});
}

/** The sums of Healthy, by check. */
function healthy(metrics: Awaited<ReturnType<Deployment['metrics']>>): Record<string, number> {
  const prefix = `${METRICS.healthy} Check=`;
  const own = Object.entries(metrics).filter(([metric]) => metric.startsWith(prefix));
  return Object.fromEntries(own.map(([metric, { sum }]) => [metric.slice(prefix.length), sum]));
}
