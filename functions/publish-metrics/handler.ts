import { CloudWatchClient, PutMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import { ENV } from '#core/contract.ts';
import type { ReportInput } from '#core/run/run.ts';
import { requireEnv } from '../runtime/env.ts';
import { publishMetrics } from './publish-metrics.ts';

// Three tries of (2 + 8) s and the pauses between them end well before the function's own time does, so that the
// execution shows CloudWatch's error and not a time-out of ours.
const client = new CloudWatchClient({
  maxAttempts: 3,
  requestHandler: { connectionTimeout: 2_000, requestTimeout: 8_000 },
});
const namespace = requireEnv(ENV.namespace);

export const handler = async (event: ReportInput): Promise<{ readonly metrics: number }> =>
  publishMetrics(event, { namespace, putMetricData: (request) => client.send(new PutMetricDataCommand(request)) });
