import { DIMENSIONS, MANUAL_SHARD, METRICS } from '../contract.ts';
import type { Run } from '../run/run.ts';
import type { Verdict } from '../verdict/verdict.ts';
import { countsOf } from './counts.ts';

/** One datum in PutMetricData's shape. */
export type MetricDatum = {
  readonly MetricName: string;
  readonly Dimensions: { readonly Name: string; readonly Value: string }[];
  readonly Timestamp: Date;
  readonly Value: number;
  readonly Unit: 'Count' | 'None';
};

/**
 * All the metrics of one run: Healthy for each check, then the run's own. Their time is the run's start, so that a
 * retry or a redrive writes the same points again.
 */
export function metricDataFor(run: Run, verdicts: readonly Verdict[]): MetricDatum[] {
  const Timestamp = new Date(run.startedAt);
  const shard = [{ Name: DIMENSIONS.shard, Value: dimensionValue(run.shard ?? MANUAL_SHARD) }];
  const counts = countsOf(verdicts);
  const ofRun = (MetricName: string, Value: number): MetricDatum => ({
    MetricName,
    Dimensions: shard,
    Timestamp,
    Value,
    Unit: 'Count',
  });
  return [
    ...verdicts.map(
      (verdict): MetricDatum => ({
        MetricName: METRICS.healthy,
        Dimensions: [{ Name: DIMENSIONS.check, Value: dimensionValue(verdict.name) }],
        Timestamp,
        Value: verdict.outcome === 'OK' ? 1 : 0,
        Unit: 'None',
      }),
    ),
    ofRun(METRICS.checksOk, counts.ok),
    ofRun(METRICS.checksNg, counts.ng),
    ofRun(METRICS.checkerFaults, counts.checkerFaults),
    ofRun(METRICS.flaky, counts.flaky),
    ofRun(METRICS.runCompleted, 1),
  ];
}

/** What a run tells the home Region of several: Healthy and RunCompleted, with the Region that they are seen from. */
export function homeMetricDataFor(run: Run, verdicts: readonly Verdict[]): MetricDatum[] {
  const region = { Name: DIMENSIONS.region, Value: dimensionValue(run.region) };
  const told: readonly string[] = [METRICS.healthy, METRICS.runCompleted];
  return metricDataFor(run, verdicts)
    .filter(({ MetricName }) => told.includes(MetricName))
    .map((datum) => ({ ...datum, Dimensions: [...datum.Dimensions, region] }));
}

/**
 * CloudWatch takes 1 to 1,024 ASCII characters with something else than blanks among them, no control characters, and
 * no colon in front. One bad value would refuse the whole request, so whatever does not fit is replaced by `?`.
 */
function dimensionValue(value: unknown): string {
  const ascii = String(value)
    .replaceAll(/[^\x20-\x7e]/gu, '?')
    .replace(/^:/, '?')
    .trim()
    .slice(0, 1024);
  return ascii === '' ? '?' : ascii;
}
