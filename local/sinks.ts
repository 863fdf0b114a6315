import type { Notification } from '#core/report/notification.ts';
import type { PutMetricDataRequest } from '#functions/publish-metrics/publish-metrics.ts';

/** Where alerts and metrics go: what SNS and CloudWatch are to the workflow on AWS. */
export type Sinks = {
  publish(notification: Notification): Promise<void>;
  putMetricData(request: PutMetricDataRequest): Promise<void>;
};
