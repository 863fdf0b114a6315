import { policyFrom } from '#core/check/alert-settings.ts';
import { planOf } from '#core/check/alerting.ts';
import type { CheckList } from '#core/check/check-list.ts';
import { DEFAULT_CONCURRENCY, METRIC_NAMESPACE } from '#core/contract.ts';
import { settleTime } from '#core/incident/settle-time.ts';
import type { MetricDatum } from '#core/report/metric-data.ts';
import type { Notification } from '#core/report/notification.ts';
import type { Verdict } from '#core/verdict/verdict.ts';
import type { Memory } from '#functions/track-incidents/track-incidents.ts';
import type { RollCall } from '#local/call.ts';
import { callTheRoll } from '#local/roll-call.ts';
import { memoryStore } from '../core/incident/memory-store.ts';

export type Embedded = RollCall & {
  /** What went to the sinks in place of SNS and CloudWatch. */
  readonly published: readonly Notification[];
  readonly metrics: readonly MetricDatum[];
};

const CHAT_TOPIC = 'arn:aws:sns:us-east-1:123456789012:team-chat';

/** A memory of its own for the embedded runs that are held against one deployment. */
export function memoryOf(list: CheckList): Memory {
  const settings = new Map(planOf(list).checks);
  const policyOf = (name: string) => policyFrom(settings.get(name));
  return { store: memoryStore(), policyOf, settleMs: settleTime(3_600), now: Date.now, onTrouble: () => {} };
}

/** The same run on the embedded engine. */
export async function runEmbedded(
  list: CheckList,
  input: object,
  topicArn: string,
  memory?: Memory,
): Promise<Embedded> {
  const published: Notification[] = [];
  const metrics: MetricDatum[] = [];
  const rollCall = await callTheRoll({
    list,
    input,
    concurrency: DEFAULT_CONCURRENCY,
    namespace: METRIC_NAMESPACE,
    topicArn,
    topicArns: new Map([['team-chat', CHAT_TOPIC]]),
    ...(memory && { memory }),
    sinks: {
      publish: async (notification) => {
        if (notification.topicArn === topicArn) published.push(notification);
      },
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
  const steps = verdict.seen?.['steps'];
  const seen = Array.isArray(steps) ? { seen: { steps: steps.length } } : {};
  return { ...verdict, at: 'some', latencyMs: there(verdict.latencyMs), phases, reason, ...seen };
}

const DIFFERENT = new Set(['id', 'startedAt', 'console', 'region', 'at', 'since', 'lastedMs', 'latencyMs']);

/** An alert's document without what differs between any two runs and between two places. */
export function timelessDocument(text: string): unknown {
  return JSON.parse(text, (key, value: unknown) => {
    if (DIFFERENT.has(key)) return value === null && key !== 'console' ? null : 'some';
    if (key === 'phases') return Object.keys(value as object);
    if (key === 'steps' && Array.isArray(value)) return value.length;
    return typeof value === 'string' ? value.replaceAll(TIMES, '<duration>') : value;
  });
}
