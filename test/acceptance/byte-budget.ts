import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { DescribeExecutionOutput } from '@aws-sdk/client-sfn';
import { BUDGETS, METRIC_NAMESPACE, METRICS } from '#core/contract.ts';
import type { Verdict } from '#core/verdict/verdict.ts';
import { deleteTable, deleteTopic, setVariables } from './damage.ts';
import type { Deployment } from './deployment.ts';
import type { Alert } from './inbox.ts';
import { type Lane, listOf } from './lane.ts';
import { expectThat, expectTrue, tell } from './report.ts';

/** As many topics as a list may have; two of them are chat channels. */
const TOPICS = ['default', 'chat-a', 'chat-b', ...Array.from({ length: 7 }, (_, at) => `team-${at}`)];

/**
 * A shard as full as a list can make it, every check NG with all there is to say of one, and every topic told of it: no
 * state's input or output comes near the end of what AWS carries, and nothing is lost; not even when everything that a
 * run has to do is left undone.
 */
export async function fullShard({ deploy }: Lane): Promise<void> {
  const target = await startTarget();
  try {
    const checksYaml = await fullList(target.url);
    const { checks } = await listOf(checksYaml);
    const deployment = await deploy(checksYaml);
    const execution = await deployment.execute({});
    expectThat('a full shard of NGs succeeds', execution.status, 'SUCCEEDED');
    const verdicts: Verdict[] = JSON.parse(execution.output ?? '{}').results ?? [];
    expectFull(checks, verdicts);
    await expectFits('a full shard', deployment, execution);
    await nothingLost(
      deployment,
      checks.map(({ name }) => name),
    );
    await allUndone(deployment);
  } finally {
    target.stop();
  }
}

function expectFull(checks: readonly object[], verdicts: readonly Verdict[]): void {
  const bytes = bytesOf(checks);
  tell(`the shard: ${checks.length} checks, ${bytes} bytes; its verdicts: ${bytesOf(verdicts)} bytes`);
  const isFull =
    checks.length === BUDGETS.shardChecks && bytes <= BUDGETS.shardBytes && bytes > 0.98 * BUDGETS.shardBytes;
  expectTrue('the list is at its budget of checks and bytes', isFull, bytes);
  const whole = verdicts.filter(({ outcome, excerpt, curl }) => outcome === 'NG' && excerpt && curl);
  expectThat('every verdict is NG, with an excerpt and a curl command', whole.length, checks.length);
  expectThat(
    'no command has the key in it',
    verdicts.filter(({ curl }) => curl?.includes(KEY)),
    [],
  );
  const largest = Math.max(...verdicts.map(bytesOf));
  expectTrue(
    'the verdicts are at their budget',
    largest <= BUDGETS.verdictBytes && largest > 0.98 * BUDGETS.verdictBytes,
    largest,
  );
}

/** Every input and output in the history, in bytes, against the 256 KiB that AWS ends an execution at. */
async function expectFits(what: string, deployment: Deployment, execution: DescribeExecutionOutput): Promise<void> {
  const largest = new Map<string, number>();
  for (const { stateEnteredEventDetails: entered, stateExitedEventDetails: exited } of await deployment.history(
    execution,
  )) {
    const [name, text] = entered === undefined ? [exited?.name, exited?.output] : [entered.name, entered.input];
    if (name !== undefined) largest.set(name, Math.max(largest.get(name) ?? 0, Buffer.byteLength(text ?? '')));
  }
  const top = [...largest].toSorted(([, a], [, b]) => b - a);
  tell(
    `${what}, largest input or output: ${top
      .slice(0, 6)
      .map(([state, bytes]) => `${state} ${bytes}`)
      .join(', ')}`,
  );
  expectThat(
    `${what}: no state is over ${BUDGETS.payloadBytes} bytes`,
    top.filter(([, bytes]) => bytes > BUDGETS.payloadBytes),
    [],
  );
}

/** Every check is in each topic's message, in the metrics and in the memory. */
async function nothingLost(deployment: Deployment, names: readonly string[]): Promise<void> {
  let bytes = 0;
  const topics = [...deployment.inboxes].filter(([topic]) => !topic.includes('Pages'));
  for (const [topic, inbox] of topics) {
    const alerts = await inbox.read();
    bytes += alerts.reduce((sum, { Message }) => sum + Buffer.byteLength(Message), 0);
    const isChat = topic.includes('chat');
    expectThat(`${shortName(topic)} gets one message, of every check`, alerts.map(isChat ? chatTold : told), [
      names.length,
    ]);
  }
  tell(`${topics.length} topics: ${bytes} bytes of messages to queues`);
  const metrics = await deployment.metrics(METRIC_NAMESPACE);
  const healthy = Object.entries(metrics).filter(
    ([metric, { sum, count }]) => metric.startsWith(METRICS.healthy) && sum === 0 && count === 1,
  );
  expectThat('every check has its metric', healthy.length, names.length);
  expectThat('every check is remembered', [...(await deployment.memory()).keys()].toSorted(), names.toSorted());
}

const told = ({ Message }: Alert): number => {
  const { news, more } = JSON.parse(Message);
  return news.length + more.count;
};

/** Its sum line says of how many. */
const chatTold = ({ Message }: Alert): number =>
  Number(/(\d+) NG and/.exec(JSON.parse(Message).content.description)?.[1]);

const shortName = (topicArn: string): string => /(chat|team)[a-z\d]+|Alerts/.exec(topicArn)?.[0] ?? topicArn;

/** No topic, no CloudWatch and no memory: Finish has all of it to carry, and fails with the error of a service. */
async function allUndone(deployment: Deployment): Promise<void> {
  for (const topic of deployment.inboxes.keys()) await deleteTopic(deployment, topic);
  await setVariables(deployment, 'PublishMetrics', { AWS_ENDPOINT_URL_CLOUDWATCH: 'http://127.0.0.1:1' });
  await deleteTable(deployment);
  const execution = await deployment.execute({});
  const isOfService = ['SNS.NotFoundException', 'Error', 'ResourceNotFoundException'].includes(execution.error ?? '');
  expectTrue(
    'all undone: it fails with the error of a service',
    execution.status === 'FAILED' && isOfService,
    execution.error,
  );
  await expectFits('all undone', deployment, execution);
  const history = await deployment.history(execution);
  const { roll, tracked } = JSON.parse(
    history.find(({ stateEnteredEventDetails: event }) => event?.name === 'Finish')?.stateEnteredEventDetails?.input ??
      '{}',
  );
  expectThat(
    'all undone: a redrive has every verdict and every message',
    [roll?.length, tracked?.notifications?.length],
    [BUDGETS.shardChecks, TOPICS.length],
  );
  const bytes = bytesOf(tracked?.notifications ?? []);
  tell(`the notifications in the state: ${bytes} bytes`);
  expectTrue(
    'the notifications are at their budget',
    bytes <= BUDGETS.notificationsBytes && bytes > 0.9 * BUDGETS.notificationsBytes,
    bytes,
  );
}

const bytesOf = (value: unknown): number => Buffer.byteLength(JSON.stringify(value));

const KEY = 'a-key-that-nobody-may-read';

/** As many checks as a shard takes, each as long as that leaves room for. */
async function fullList(url: string): Promise<string> {
  const room = Math.floor((BUDGETS.shardBytes - '[]'.length) / BUDGETS.shardChecks) - ','.length;
  const sizes = (await listOf(listWith(url, () => ''))).checks.map(bytesOf);
  return listWith(url, (at) => 'x'.repeat(Math.max(0, room - (sizes[at] ?? room))));
}

function listWith(url: string, filler: (at: number) => string): string {
  const topics = TOPICS.map((topic) => `    - { topic: ${topic} }`).join('\n');
  const formats = TOPICS.slice(1)
    .map((topic) => `${topic}: { ${topic.startsWith('chat') ? 'format: chat' : ''} }`)
    .join(', ');
  const checks = Array.from(
    { length: BUDGETS.shardChecks },
    (_, at) => `
  - name: a-check-with-a-rather-long-name-${at}
    tags: [payments-of-region-${at % 5}, team-of-the-night-shift]
    runbook: https://wiki.example.com/what-to-do-about/${at}
    http:
      url: ${url}/some/long/path/of/an/api/${'that-somebody-named-with-care/'.repeat(5)}${at}
      headers: { x-api-key: ${KEY} }
      body: "${filler(at)}"`,
  );
  return `deploy: { alarms: { per: group } } # a hundred alarms less to make
alerts:
  topics: { ${formats} }
  routes:
${topics}
defaults: { rechecks: 0, notify: every, timeout: 20s }
checks:${checks.join('')}
`;
}

/** Down, and wordy about it. */
async function startTarget(): Promise<{ url: string; stop: () => void }> {
  const server = createServer((request, response) => {
    request.resume();
    response
      .writeHead(503, { 'content-type': 'text/plain; charset=utf-8' })
      .end('決済ネットワークが応答しません "503" \\ '.repeat(40));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, stop: () => void server.close() };
}
