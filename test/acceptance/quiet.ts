import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import { METRIC_NAMESPACE } from '#core/contract.ts';
import type { Verdict } from '#core/verdict/verdict.ts';
import type { Deployment } from './deployment.ts';
import type { Lane } from './lane.ts';
import { expectThat } from './report.ts';

const SHARD = '5m-0';
const DAY_MS = 24 * 3_600_000;
const pem = (name: string) => readFileSync(new URL(`../fixtures/tls/${name}.pem`, import.meta.url), 'utf8');

/** What is quiet on purpose is checked and marked, and what is told of is told once, however often a run is delivered. */
export async function onPurpose({ deploy }: Lane): Promise<void> {
  const targets = await startTargets();
  try {
    const deployment = await deploy(targets.checksYaml);
    const start = Date.now() - 4 * 60_000;
    const minute = (at: number, down: readonly string[]) => {
      targets.takeDown(down);
      return delivered(deployment, new Date(start + at * 60_000).toISOString());
    };
    await minute(0, ['db', 'api', 'hushed']);
    const down = await minute(1, ['db', 'api', 'hushed']);
    expectThat('an outage is told under its root, a certificate once for both checks', down.subjects, [
      'NG 5 of 5: db; certificate: tls-a, tls-b',
    ]);
    expectThat('the verdicts say who is not told of, and why', down.quiet, {
      api: { because: 'parent', by: 'db' },
      hushed: { because: 'maintenance', by: 'deploy' },
      up: { because: 'guard', by: null },
    });
    expectThat('the document names who depends on it', down.suppressed, [{ count: 1, checks: ['api'] }]);
    const offline = await minute(2, ['db', 'api', 'hushed', 'up']);
    expectThat('a monitor that is offline is one message', offline.subjects, [
      'monitor offline: 5 of 5 NG, and none counts',
    ]);
    expectThat('and its verdicts say so', offline.quiet['db'], { because: 'offline', by: null });
    const well = await minute(3, []);
    expectThat('what is over is told once', well.subjects, ['recovered: db; monitor online again']);
    const metrics = await deployment.metrics(METRIC_NAMESPACE);
    // Each minute is delivered twice.
    expectThat('Online is 0 while it was offline', metrics[`Online Shard=${SHARD}`], { sum: 6, count: 8 });
    expectThat('and a guard has no metric of its own', metrics['Healthy Check=up'], undefined);
  } finally {
    targets.stop();
  }
}

type Minute = {
  readonly subjects: readonly string[];
  readonly quiet: Readonly<Record<string, unknown>>;
  readonly suppressed: readonly unknown[];
};

/** A run of the schedule, delivered twice: what was sent in all, and the marks of its verdicts. */
async function delivered(deployment: Deployment, scheduledTime: string): Promise<Minute> {
  const input = { shard: SHARD, scheduledTime };
  const { output } = await deployment.execute(input);
  await deployment.execute(input);
  const alerts = await deployment.alerts();
  const { results } = JSON.parse(output ?? '{}') as { results: readonly Verdict[] };
  return {
    subjects: alerts.map(({ Subject }) => Subject),
    quiet: Object.fromEntries(results.flatMap(({ name, quiet }) => (quiet === undefined ? [] : [[name, quiet]]))),
    suppressed: alerts.flatMap(({ Message }) => {
      const { news } = JSON.parse(Message) as { news: readonly { suppressed?: unknown }[] };
      return news.flatMap(({ suppressed }) => suppressed ?? []);
    }),
  };
}

async function startTargets() {
  let down: readonly string[] = [];
  const plain = createServer(({ url = '' }, response) => {
    response.statusCode = down.includes(url.slice(1)) ? 503 : 200;
    response.end();
  }).listen(0, '127.0.0.1');
  const secure = createSecureServer({ cert: pem('good'), key: pem('server-key') }, (_, response) => {
    response.end();
  }).listen(0, '127.0.0.1');
  await Promise.all([once(plain, 'listening'), once(secure, 'listening')]);
  const portOf = (server: typeof plain) => (server.address() as { port: number }).port;
  const http = (name: string) => ({ name, http: { url: `http://127.0.0.1:${portOf(plain)}/${name}` } });
  const https = (name: string) => ({
    name,
    http: { url: `https://127.0.0.1:${portOf(secure)}/`, tls: { ca: pem('root') } },
    expect: { certificate: { issuer: 'nobody' } },
  });
  const day = (from: number) => new Date(Date.now() + from * DAY_MS).toISOString().replace(/\.\d+Z$/, 'Z');
  const list = {
    maintenance: [{ name: 'deploy', from: day(-1), to: day(1), names: ['hushed'] }],
    guard: [{ ...http('up'), rechecks: 0 }],
    defaults: { rechecks: 0 },
    checks: [http('db'), { ...http('api'), dependsOn: 'db' }, http('hushed'), https('tls-a'), https('tls-b')],
  };
  return {
    checksYaml: JSON.stringify(list),
    takeDown(names: readonly string[]) {
      down = names;
    },
    stop() {
      plain.close();
      secure.close();
    },
  };
}
