import type { Check } from '#core/check/check.ts';
import { stateOf } from '#core/check/kind-names.ts';
import type { Notification } from '#core/report/notification.ts';
import type { PutMetricDataRequest } from '#functions/publish-metrics/publish-metrics.ts';
import { KIND_NAMES } from '#kinds/settings.ts';
import type { Edge, RollCall, RollCallOptions } from '#local/call.ts';
import { callTheRoll } from '#local/roll-call.ts';
import type { Sinks } from '#local/sinks.ts';

/** Sinks that remember, and fail as often as they are told to, with an error of the service. */
export function memorySinks(fail: { publish?: number; putMetricData?: number } = {}) {
  const alerts: Notification[] = [];
  const metrics: PutMetricDataRequest[] = [];
  const tries = { publish: 0, putMetricData: 0 };
  const sinks: Sinks = {
    async publish(notification) {
      tries.publish += 1;
      if (tries.publish <= (fail.publish ?? 0)) throw serviceError('NotFoundException', 'Topic does not exist');
      alerts.push(notification);
    },
    async putMetricData(request) {
      tries.putMetricData += 1;
      if (tries.putMetricData <= (fail.putMetricData ?? 0)) throw serviceError('InternalServiceFault', 'try later');
      metrics.push(request);
    },
  };
  return { sinks, alerts, metrics, tries };
}

function serviceError(name: string, message: string): Error {
  return Object.assign(new Error(message), { name, $metadata: { httpStatusCode: 500 } });
}

/** A roll call with waits and pauses that take no time. */
export function call(
  checks: readonly Check[],
  options: Partial<RollCallOptions> = {},
  { functions = {}, pace = {} }: Edge = {},
): Promise<RollCall> {
  return callTheRoll(
    {
      list: { checks },
      input: {},
      concurrency: 40,
      namespace: 'Rollcall',
      topicArn: 'arn:aws:sns:us-east-1:000000000000:alerts',
      sinks: memorySinks().sinks,
      ...options,
    },
    { functions, pace: { waits: { WaitBeforeRecheck: 0 }, retries: NO_PAUSE, ...pace } },
  );
}

const NO_PAUSE = Object.fromEntries(
  ['PrepareChecks', ...KIND_NAMES.map(stateOf), 'TrackIncidents', 'PublishMetrics', 'PublishAlert'].map((s) => [s, 0]),
);
