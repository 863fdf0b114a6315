import { join, resolve } from 'node:path';
import { METRIC_NAMESPACE } from '#core/contract.ts';
import { textOf, titleOf } from '#core/report/bodies.ts';
import { LOCAL_TOPIC_ARN } from '#local/receivers/errands.ts';
import type { Sinks } from '#local/sinks.ts';
import type { Io } from '../io.ts';
import { refuseInput, reserveFile } from '../report-file.ts';
import { UsageError } from '../usage-error.ts';

export type DestinationOptions = {
  readonly publish?: boolean;
  readonly topic?: string | undefined;
  readonly namespace?: string;
  /** The folder in which alerts and metrics are kept as files. */
  readonly keep?: string;
  /** Whether alerts go to the receivers of the checks file as well. */
  readonly send?: boolean;
};

/** Where a run's alerts and metrics go; `note` tells the user, '' when they go nowhere. */
export type Destination = {
  readonly sinks: Sinks;
  readonly topicArn: string;
  readonly namespace: string;
  readonly note: string;
};

const TOPIC_ARN = /^arn:aws[a-z-]*:sns:(?<region>[a-z0-9-]+):\d{12}:[\w-]{1,256}$/;
// As PutMetricData wants it; AWS/ is Amazon's own.
const NAMESPACE = /^(?!AWS\/|:)[\w.\-/#:]{1,255}$/;

/**
 * Nowhere, the folder of `--keep`, or with `--publish` the real topic and namespace. `print` is given each local alert.
 * Throws UsageError for what does not go together, and for a folder that cannot be written to.
 */
export async function destinationOf(
  options: DestinationOptions,
  io: Io,
  print: (text: string) => void,
): Promise<Destination> {
  const { publish, topic, namespace = METRIC_NAMESPACE, keep, send = false } = options;
  if (!publish) {
    refuseAlone('--topic', topic);
    refuseAlone('--namespace', options.namespace);
    if (keep === undefined) return { sinks: printingSinks(print), topicArn: LOCAL_TOPIC_ARN, namespace, note: '' };
    await refuseInput('--keep', join(keep, 'alerts.jsonl'), io);
    await reserveFile('--keep', keep, io, { flags: 'a', file: join(keep, 'metrics.jsonl') });
    const { fileSinks } = await import('#local/file-sinks.ts');
    return {
      sinks: fileSinks(resolve(io.cwd, keep), print),
      topicArn: LOCAL_TOPIC_ARN,
      namespace,
      note: `alerts are kept in ${join(keep, 'alerts.jsonl')}, metrics in ${join(keep, 'metrics.jsonl')}`,
    };
  }
  if (keep !== undefined) throw new UsageError('--keep keeps what --publish sends to AWS; take one of them out');
  if (send) throw new UsageError('--send goes to receivers of this machine, --publish to AWS; take one of them out');
  if (topic === undefined) throw new UsageError('--publish wants to know where to: add --topic ARN');
  const region = TOPIC_ARN.exec(topic)?.groups?.['region'];
  if (region === undefined) {
    throw new UsageError(`--topic ${topic} is not the ARN of a standard topic; write arn:aws:sns:REGION:ACCOUNT:NAME`);
  }
  if (!NAMESPACE.test(namespace)) {
    throw new UsageError(
      `--namespace ${namespace} is not a name that CloudWatch takes; use up to 255 of A-Z a-z 0-9 . - _ / #, not AWS/…`,
    );
  }
  const { awsSinks } = await import('#local/aws-sinks.ts');
  return {
    sinks: awsSinks({ region }),
    topicArn: topic,
    namespace,
    note: `alerts went to ${topic}, metrics to the namespace ${namespace}`,
  };
}

function printingSinks(print: (text: string) => void): Sinks {
  return {
    publish: async (notification) => print(`${titleOf(notification)}\n\n${textOf(notification)}`),
    putMetricData: async () => {},
  };
}

function refuseAlone(option: string, value: string | undefined): void {
  if (value !== undefined)
    throw new UsageError(`${option} means nothing without --publish; add --publish to send for real`);
}
