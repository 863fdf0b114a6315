import { CloudWatchClient, PutMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import { ENV } from '#core/contract.ts';
import type { ReportInput } from '#core/run/run.ts';
import { requireEnv } from '../runtime/env.ts';
import { type MetricsService, publishMetrics } from './publish-metrics.ts';

// Three tries of (2 + 8) s and the pauses between them end well before the function's own time does, so that the
// execution shows CloudWatch's error and not a time-out of ours.
const EFFORT = { maxAttempts: 3, requestHandler: { connectionTimeout: 2_000, requestTimeout: 8_000 } };

const namespace = requireEnv(ENV.namespace);
const home = process.env[ENV.homeRegion];
const keepsHistory = process.env[ENV.workflow] === 'standard';

const service: MetricsService = {
  namespace,
  putMetricData: putWith(new CloudWatchClient(EFFORT)),
  ...(!keepsHistory && { log: (line) => void process.stdout.write(`${line}\n`) }),
  ...(home !== undefined && { putHomeMetricData: putWith(new CloudWatchClient({ ...EFFORT, region: home })) }),
};

export const handler = async (event: ReportInput): Promise<{ readonly metrics: number }> =>
  publishMetrics(event, service);

function putWith(client: CloudWatchClient): MetricsService['putMetricData'] {
  return (request) => client.send(new PutMetricDataCommand(request));
}
