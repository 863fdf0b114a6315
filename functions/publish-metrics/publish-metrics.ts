import { type MetricDatum, metricDataFor } from '#core/report/metric-data.ts';
import type { ReportInput } from '#core/run/run.ts';
import { requestsOf } from './requests.ts';

export type PutMetricDataRequest = { readonly Namespace: string; readonly MetricData: MetricDatum[] };

export type MetricsService = {
  readonly namespace: string;
  readonly putMetricData: (request: PutMetricDataRequest) => Promise<unknown>;
};

/**
 * Writes all metrics of one run; resolves to how many there were. Every request is tried, whatever becomes of the
 * others. When any fails, it throws the first failure's name with a message that says how many did and what was written.
 */
export async function publishMetrics(
  { run, verdicts }: ReportInput,
  { namespace, putMetricData }: MetricsService,
): Promise<{ readonly metrics: number }> {
  const data = metricDataFor(run, verdicts);
  const requests = requestsOf(data);
  const outcomes = await Promise.allSettled(
    requests.map(async (MetricData) => putMetricData({ Namespace: namespace, MetricData })),
  );
  const reasons = outcomes.filter((outcome) => outcome.status === 'rejected').map(({ reason }) => reason as unknown);
  if (reasons.length > 0) {
    const sent = requests.reduce(
      (sum, request, i) => sum + (outcomes[i]?.status === 'fulfilled' ? request.length : 0),
      0,
    );
    throw partialFailure(reasons, `${sent} of ${data.length} metrics were written`, requests.length);
  }
  return { metrics: data.length };
}

function partialFailure(reasons: readonly unknown[], sent: string, requests: number): Error {
  const [first] = reasons;
  const { name, message } = first instanceof Error ? first : new Error(String(first));
  const error = new Error(`${reasons.length} of ${requests} requests failed: ${message}; ${sent}`, { cause: first });
  error.name = name;
  return error;
}
