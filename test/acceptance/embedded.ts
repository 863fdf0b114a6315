import type { CheckList } from '#core/checks/parse.ts';
import { DEFAULT_CONCURRENCY, METRIC_NAMESPACE } from '#core/contract.ts';
import type { MetricDatum } from '#core/report/metric-data.ts';
import type { Notification } from '#core/report/notification.ts';
import type { Verdict } from '#core/verdict/verdict.ts';
import { callTheRoll, type RollCall } from '#local/roll-call.ts';

export type Embedded = RollCall & {
  /** What went to the sinks in place of SNS and CloudWatch. */
  readonly published: readonly Notification[];
  readonly metrics: readonly MetricDatum[];
};

/** The same run on the embedded engine. */
export async function runEmbedded(list: CheckList, input: object, topicArn: string): Promise<Embedded> {
  const published: Notification[] = [];
  const metrics: MetricDatum[] = [];
  const rollCall = await callTheRoll({
    list,
    input,
    concurrency: DEFAULT_CONCURRENCY,
    namespace: METRIC_NAMESPACE,
    topicArn,
    sinks: {
      publish: async (notification) => void published.push(notification),
      putMetricData: async ({ MetricData }) => void metrics.push(...MetricData),
    },
  });
  return { ...rollCall, published, metrics };
}

const TIMES = /\b\d+(\.\d+)? ?(ms|s)\b/g;

/** A verdict without what differs between any two runs: times, of which only whether there is one must agree. */
export function timeless(verdict: Verdict): object {
  const there = (ms: number | null) => (ms === null ? null : 'some');
  const phases = Object.fromEntries(Object.entries(verdict.phases).map(([phase, ms]) => [phase, there(ms)]));
  const reason = verdict.reason && {
    ...verdict.reason,
    message: verdict.reason.message.replaceAll(TIMES, '<duration>'),
  };
  return { ...verdict, at: 'some', latencyMs: there(verdict.latencyMs), phases, reason };
}

/** A message without times of day, durations and the execution's id. */
export function timelessText(text: string): string {
  return text
    .replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, '<time>')
    .replaceAll(/^execution \S+$/gm, 'execution <id>')
    .replaceAll(TIMES, '<duration>')
    .replaceAll(/\b(dns|connect|tls|firstByte|download) \d+(\.\d+)?/g, '$1 <duration>');
}
