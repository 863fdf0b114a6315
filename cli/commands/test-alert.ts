import { DEFAULT_TOPIC } from '#core/check/alerting.ts';
import type { DeploySettings } from '#core/check/deploy-settings.ts';
import { stackNameOf } from '#core/check/stack-name.ts';
import { sampleNotice } from '#core/report/sample.ts';
import { errandsOf, localTopicArn, topicsOf } from '#local/receivers/errands.ts';
import type { Asked } from '../checks-files.ts';
import { EXIT, interruptedCode } from '../exit-codes.ts';
import type { Io } from '../io.ts';
import { printJson } from '../output/json.ts';
import { say } from '../output/say.ts';
import { UsageError } from '../usage-error.ts';
import { destinationOf } from './destination.ts';
import { readList } from './read-list.ts';
import { requireReceivers } from './receivers.ts';

export type TestAlertOptions = Asked & {
  readonly route?: string;
  readonly publish?: boolean;
  readonly topic?: string;
  readonly stack?: string;
  readonly region?: string;
  readonly json?: boolean;
};

/** Sends a marked sample to every receiver of a checks file, or of one route, or to a topic on AWS. */
export async function testAlert(options: TestAlertOptions, io: Io): Promise<number> {
  refuseIdle(options);
  const list = await readList(options, io);
  if (list === null) return EXIT.usage;
  const topics = topicsOf(list);
  const { route } = options;
  if (route !== undefined && !topics.includes(route)) {
    throw new UsageError(`--route ${route} is no topic that a route leads to; write one of ${topics.join(', ')}`);
  }
  const formats = new Map(list.alerts?.formats);
  const sample = (topic: string, arn: string) => sampleNotice(arn, formats.get(topic) ?? 'full', new Date());
  if (options.publish || options.topic !== undefined) {
    const topic = options.publish ? await topicOf(options, list.deploy) : options.topic;
    const { sinks, topicArn } = await destinationOf({ ...options, topic }, io, () => {});
    const asked = { action: 'sns:Publish', of: `topic ${topicArn}`, region: topicArn.split(':')[3] ?? null };
    const { ask } = await import('../aws/refusal.ts');
    await ask(asked, sinks.publish(sample(route ?? DEFAULT_TOPIC, topicArn)));
    await tell({ sent: [topicArn], unsent: [] }, options, io);
    return EXIT.ok;
  }
  requireReceivers(list, 'test-alert');
  const errands = errandsOf(
    list,
    topics
      .filter((topic) => route === undefined || topic === route)
      .map((topic) => sample(topic, localTopicArn(topic))),
  );
  if (errands.length === 0) throw new UsageError(`--route ${route} has no receivers; write some at its topic`);
  const { deliver } = await import('#local/receivers/deliver.ts');
  const left = await deliver(errands, { env: io.env, signal: io.signal });
  const unsent = new Set(left.map(({ errand }) => errand));
  const sent = errands.filter((errand) => !unsent.has(errand)).map(({ name }) => name);
  await tell({ sent, unsent: left.map(({ errand, why }) => ({ receiver: errand.name, why })) }, options, io);
  if (io.signal.aborted) return interruptedCode(io.signal);
  return left.length === 0 ? EXIT.ok : EXIT.failed;
}

/** The stack is where the topic of --publish is looked for, unless the topic itself is named. */
function refuseIdle({ publish, topic, stack, region }: TestAlertOptions): void {
  const idle = stack !== undefined ? '--stack' : region !== undefined ? '--region' : null;
  if (idle === null) return;
  if (!publish) throw new UsageError(`${idle} means nothing without --publish; add --publish to send for real`);
  if (topic !== undefined)
    throw new UsageError(`--topic says where to, so ${idle} means nothing; take one of them out`);
}

/** The topic that was said, or else the one that the stack of the list alerts to. */
async function topicOf({ topic, stack, region }: TestAlertOptions, deploy: DeploySettings = {}): Promise<string> {
  if (topic !== undefined) return topic;
  const { topicArn } = await import('../aws/place.ts');
  return topicArn({ stack: stack ?? stackNameOf(deploy), region: region ?? deploy.home ?? deploy.regions?.[0] });
}

/** Where the sample went, and where it did not. */
type Sent = { readonly sent: readonly string[]; readonly unsent: readonly { receiver: string; why: string }[] };

async function tell({ sent, unsent }: Sent, { json }: TestAlertOptions, io: Io): Promise<void> {
  if (json) printJson({ sent, unsent }, io.stdout);
  else for (const name of sent) await say(`sent to ${name}`, io.stdout);
  for (const { receiver, why } of unsent) await say(`not sent to ${receiver}: ${why}`, io.stderr);
}
