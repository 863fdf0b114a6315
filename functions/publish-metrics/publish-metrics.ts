import { homeMetricDataFor, type MetricDatum, metricDataFor } from '#core/report/metric-data.ts';
import { ngLines } from '#core/report/ng-lines.ts';
import type { ReportInput } from '#core/run/run.ts';
import { requestsOf } from './requests.ts';

export type PutMetricDataRequest = { readonly Namespace: string; readonly MetricData: MetricDatum[] };

type PutMetricData = (request: PutMetricDataRequest) => Promise<unknown>;

export type MetricsService = {
  readonly namespace: string;
  readonly putMetricData: PutMetricData;
  /** To the home Region, where there is one. */
  readonly putHomeMetricData?: PutMetricData;
  /** Takes a line for the log, where the workflow keeps no history of its own. */
  readonly log?: (line: string) => void;
};

/**
 * Writes all metrics of one run, and logs its NGs before; resolves to how many metrics there were. Every request is tried, to either Region, whatever becomes of the
 * others. When any fails, it throws the first failure's name with a message that says how many did and what was written.
 */
export async function publishMetrics(
  { run, verdicts }: ReportInput,
  { namespace, putMetricData, putHomeMetricData, log }: MetricsService,
): Promise<{ readonly metrics: number }> {
  if (log !== undefined) for (const line of ngLines(run, verdicts)) log(line);
  const requests = [
    ...requestsOf(metricDataFor(run, verdicts)).map((MetricData) => ({ MetricData, put: putMetricData })),
  ];
  if (putHomeMetricData !== undefined) {
    const home = requestsOf(homeMetricDataFor(run, verdicts));
    requests.push(...home.map((MetricData) => ({ MetricData, put: putHomeMetricData })));
  }
  const metrics = requests.reduce((sum, { MetricData }) => sum + MetricData.length, 0);
  const outcomes = await Promise.allSettled(
    requests.map(async ({ MetricData, put }) => put({ Namespace: namespace, MetricData })),
  );
  const reasons = outcomes.filter((outcome) => outcome.status === 'rejected').map(({ reason }) => reason as unknown);
  if (reasons.length > 0) {
    const sent = requests.reduce(
      (sum, { MetricData }, i) => sum + (outcomes[i]?.status === 'fulfilled' ? MetricData.length : 0),
      0,
    );
    throw partialFailure(reasons, `${sent} of ${metrics} metrics were written`, requests.length);
  }
  return { metrics };
}

function partialFailure(reasons: readonly unknown[], sent: string, requests: number): Error {
  const [first] = reasons;
  const { name, message } = first instanceof Error ? first : new Error(String(first));
  const error = new Error(`${reasons.length} of ${requests} requests failed: ${message}; ${sent}`, { cause: first });
  error.name = name;
  return error;
}
