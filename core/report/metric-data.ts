import { DEFAULT_SEVERITY, SEVERITIES, type Severity } from '../check/alert-settings.ts';
import {
  DIMENSIONS,
  HOME_SHARD_METRICS,
  MANUAL_SHARD,
  METRICS,
  OPTIONAL_METRICS,
  type OptionalMetric,
} from '../contract.ts';
import { isOffline } from '../incident/monitor.ts';
import { guardsOf, withoutGuards } from '../run/guards.ts';
import type { Run } from '../run/run.ts';
import { asciiName } from '../text/ascii-name.ts';
import type { Quiet, Verdict } from '../verdict/verdict.ts';
import { countsOf } from './counts.ts';

/** One datum in PutMetricData's shape. */
export type MetricDatum = {
  readonly MetricName: string;
  readonly Dimensions: { readonly Name: string; readonly Value: string }[];
  readonly Timestamp: Date;
  readonly Value: number;
  readonly Unit: 'Count' | 'Milliseconds' | 'None';
};

/**
 * All the metrics of one run: Healthy for each check but guards and what it asks for besides, then the run's own. Their
 * time is the run's start, so that a retry or a redrive writes the same points again. What is NG in a maintenance window,
 * or under a check that is in one, or in a run that is offline, counts as healthy and not as NG, so that alarms are as
 * quiet as alerts. A checker fault and an NG under another check are neither: they say nothing of the target.
 */
export function metricDataFor(run: Run, answered: readonly Verdict[]): MetricDatum[] {
  const verdicts = withoutGuards(run, answered);
  const guards = guardsOf(run, answered);
  const offline = isOffline(guards);
  const isIn = plannedIn(verdicts);
  const isQuiet = (verdict: Verdict) => verdict.outcome === 'NG' && (offline || isIn(verdict));
  const isWell = (verdict: Verdict) => verdict.outcome === 'OK' || isQuiet(verdict);
  const says = (verdict: Verdict) => isWell(verdict) || !saysNothing(verdict);
  const Timestamp = new Date(run.startedAt);
  const ofChecks = verdicts.flatMap((verdict): MetricDatum[] => {
    const Dimensions = [{ Name: DIMENSIONS.check, Value: dimensionValue(verdict.name) }];
    const healthy = { MetricName: METRICS.healthy, Value: isWell(verdict) ? 1 : 0, Unit: 'None' } as const;
    return [...(says(verdict) ? [healthy] : []), ...measuredOf(verdict)].map((one) => ({
      ...one,
      Dimensions,
      Timestamp,
    }));
  });
  const counted = verdicts.filter((verdict) => !isQuiet(verdict));
  const ofRun = [...countsOfRun(counted), ...(guards.length === 0 ? [] : [[METRICS.online, offline ? 0 : 1] as const])];
  const Dimensions = [{ Name: DIMENSIONS.shard, Value: dimensionValue(run.shard ?? MANUAL_SHARD) }];
  return [
    ...ofChecks,
    ...ofRun.map(([MetricName, Value]) => ({ MetricName, Dimensions, Timestamp, Value, Unit: 'Count' as const })),
    ...ngBySeverity(verdicts, counted).map(([severity, Value]) => ({
      MetricName: METRICS.checksNg,
      Dimensions: [...Dimensions, { Name: DIMENSIONS.severity, Value: severity }],
      Timestamp,
      Value,
      Unit: 'Count' as const,
    })),
  ];
}

const isPlanned = (quiet: Quiet | undefined) => quiet?.because === 'maintenance' || quiet?.because === 'muted';

function countsOfRun(verdicts: readonly Verdict[]): (readonly [name: string, value: number])[] {
  const { ok, checkerFaults, flaky } = countsOf(verdicts);
  return [
    [METRICS.checksOk, ok],
    [METRICS.checksNg, verdicts.filter(isDown).length],
    [METRICS.checkerFaults, checkerFaults],
    [METRICS.flaky, flaky],
    [METRICS.runCompleted, 1],
  ];
}

/** Each severity that a check of the run has, with its NG; nothing where all have the default, whose NG are the run's. */
function ngBySeverity(verdicts: readonly Verdict[], counted: readonly Verdict[]): (readonly [Severity, number])[] {
  if (verdicts.every(({ severity }) => severity === undefined)) return [];
  const severityOf = ({ severity }: Verdict) => severity ?? DEFAULT_SEVERITY;
  return SEVERITIES.filter((one) => verdicts.some((verdict) => severityOf(verdict) === one)).map((one) => {
    return [one, counted.filter((verdict) => isDown(verdict) && severityOf(verdict) === one).length];
  });
}

/** NG of the target itself. */
function isDown(verdict: Verdict): boolean {
  return verdict.outcome !== 'OK' && !saysNothing(verdict);
}

/** The checker broke, or the check that this one depends on is NG as well. */
function saysNothing({ outcome, reason, quiet }: Verdict): boolean {
  return outcome !== 'OK' && (reason?.code === 'checker-fault' || quiet?.because === 'parent');
}

/** Which verdicts a maintenance window or a mute keeps quiet: its own, and those reported under one of these. */
function plannedIn(verdicts: readonly Verdict[]): (verdict: Verdict) => boolean {
  const names = new Set(verdicts.flatMap(({ name, quiet }) => (isPlanned(quiet) ? [name] : [])));
  return ({ quiet }) => isPlanned(quiet) || (quiet?.because === 'parent' && names.has(quiet.by));
}

/** What the check asks for, as far as it was measured. One verdict that is rubbish must not cost the run its metrics. */
function measuredOf(verdict: Verdict): Pick<MetricDatum, 'MetricName' | 'Value' | 'Unit'>[] {
  const degraded = verdict.outcome === 'OK' ? Number(verdict.degraded === true) : undefined;
  const values = {
    degraded,
    latency: verdict.latencyMs,
    certificateDays: verdict.certificate?.daysLeft,
    ...verdict.phases,
  };
  const asked = Array.isArray(verdict.metrics) ? verdict.metrics : [];
  return asked.filter(isOptional).flatMap((name) =>
    OPTIONAL_METRICS[name].flatMap((one) => {
      const Value = values[one];
      const Unit = one === 'certificateDays' || one === 'degraded' ? 'None' : 'Milliseconds';
      return typeof Value === 'number' ? [{ MetricName: METRICS[one], Value, Unit }] : [];
    }),
  );
}

function isOptional(name: string): name is OptionalMetric {
  return Object.hasOwn(OPTIONAL_METRICS, name);
}

/**
 * What a run tells the home Region of several, with the Region that it is seen from: Ng for each check, ChecksNg and
 * RunCompleted. Ng and not Healthy, because sums take 0 for a Region that says nothing.
 */
export function homeMetricDataFor(run: Run, verdicts: readonly Verdict[]): MetricDatum[] {
  const region = { Name: DIMENSIONS.region, Value: dimensionValue(run.region) };
  const told: readonly string[] = [METRICS.healthy, ...HOME_SHARD_METRICS.map((name) => METRICS[name])];
  return metricDataFor(run, verdicts)
    .filter(({ MetricName }) => told.includes(MetricName))
    .map((datum) => (datum.MetricName === METRICS.healthy ? ngOf(datum) : datum))
    .map((datum) => ({ ...datum, Dimensions: [...datum.Dimensions, region] }));
}

function ngOf(healthy: MetricDatum): MetricDatum {
  return { ...healthy, MetricName: METRICS.ng, Value: 1 - healthy.Value };
}

/**
 * CloudWatch takes 1 to 1,024 ASCII characters with something else than blanks among them, no control characters, and
 * no colon in front. One bad value would refuse the whole request, so what does not fit is encoded, cut or replaced by `?`.
 */
function dimensionValue(value: unknown): string {
  const ascii = asciiName(String(value)).replace(/^:/, '?').trim().slice(0, 1024);
  return ascii === '' ? '?' : ascii;
}
