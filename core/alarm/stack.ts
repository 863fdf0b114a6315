import type { Check } from '../check/check.ts';
import type { DeploySettings } from '../check/deploy-settings.ts';
import type { WorkflowType } from '../contract.ts';
import type { Shard } from '../run/shards.ts';
import type { AlarmMetric, Deployed } from './alarm.ts';
import type { Naming } from './describe.ts';
import type { Alarming, Hearing } from './settings.ts';

/** What alarms are planned for: one stack, in one Region. */
export type Watched = {
  readonly checks: readonly Check[];
  readonly shards: readonly Shard[];
  readonly workflow: WorkflowType;
  /** CloudWatch namespace of Rollcall's own metrics. */
  readonly metricNamespace: string;
  readonly deploy: DeploySettings;
  /** The stack's own; null where only a deployment knows it. */
  readonly region: string | null;
  /** In front of every alarm's name. */
  readonly prefix: string;
  /** Whether runs call guards too. */
  readonly guarded?: boolean;
  /** States that functions answer. */
  readonly functions: readonly string[];
};

/** The same with every setting filled. `hearing` is there in the home Region of several. */
export type Ground = Watched & {
  readonly naming: Naming;
  readonly alarming: Alarming;
  readonly hearing: Hearing | null;
};

/** A metric that Rollcall itself writes. */
export function ownMetric(
  { metricNamespace: namespace }: Watched,
  name: string,
  dimensions: Readonly<Record<string, string>>,
  statistic: AlarmMetric['statistic'],
): AlarmMetric {
  return { namespace, name, dimensions: Object.entries(dimensions), statistic };
}

/** A metric that an AWS service writes about a resource of the stack. */
export function awsMetric(
  namespace: string,
  name: string,
  dimension: string,
  deployed: Deployed,
  statistic: AlarmMetric['statistic'] = 'Sum',
): AlarmMetric {
  return { namespace: `AWS/${namespace}`, name, dimensions: [[dimension, deployed]], statistic };
}

/** Metrics that an alarm's expression takes. */
export const MOST_METRICS = 10;

/** m1, m2, … with something between: where one of them has no value, CloudWatch takes 0 for it. */
export function sumOf(metrics: readonly AlarmMetric[], each: (id: string) => string = (id) => id): string | null {
  return metrics.length === 1 ? null : metrics.map((_, index) => each(`m${index + 1}`)).join(' + ');
}
