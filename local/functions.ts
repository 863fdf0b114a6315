import type { Check, HttpCheck, TcpCheck } from '#core/checks/check.ts';
import { CHECKER_LAMBDA_TIMEOUT_S } from '#core/contract.ts';
import type { PrepareEvent } from '#core/run/prepare.ts';
import type { ReportInput } from '#core/run/run.ts';
import type { CheckerEvent } from '#core/verdict/verdict.ts';
import { checkHttp } from '#functions/check-http/check-http.ts';
import { checkTcp } from '#functions/check-tcp/check-tcp.ts';
import { prepareChecks } from '#functions/prepare-checks/prepare-checks.ts';
import { publishMetrics } from '#functions/publish-metrics/publish-metrics.ts';
import { SYSTEM_EFFECTS } from '#functions/runtime/effects.ts';
import { type TrackIncidentsEvent, trackIncidents } from '#functions/track-incidents/track-incidents.ts';
import type { LocalFunction } from './engine/tasks.ts';
import type { Sinks } from './sinks.ts';

export type Functions = Readonly<Record<string, LocalFunction>>;

/** What the stack gives the functions on AWS through bundle and environment. */
export type Deployment = {
  readonly checks: readonly Check[];
  readonly concurrency: number;
  readonly namespace: string;
  readonly topicArn: string;
  readonly sinks: Sinks;
};

/** This machine has no region; it stands where a run on AWS says where it ran. */
export const LOCAL_REGION = 'local';

/** Every function that the workflow calls, by the state that names it: the code that Lambda runs. */
export function functionsOf(deployment: Deployment): Functions {
  const { checks, concurrency, namespace, topicArn, sinks } = deployment;
  return {
    PrepareChecks: {
      invoke: (event: PrepareEvent) =>
        prepareChecks(event, { list: { checks }, now: new Date(), concurrency, region: LOCAL_REGION, topicArn }),
    },
    CheckHttp: checker((event: CheckerEvent<HttpCheck>) => checkHttp(event, SYSTEM_EFFECTS)),
    CheckTcp: checker((event: CheckerEvent<TcpCheck>) => checkTcp(event, SYSTEM_EFFECTS)),
    TrackIncidents: { invoke: (event: TrackIncidentsEvent) => trackIncidents(event, { topicArn }) },
    PublishMetrics: {
      invoke: (event: ReportInput) =>
        publishMetrics(event, { namespace, putMetricData: (request) => sinks.putMetricData(request) }),
    },
  };
}

const checker = (invoke: LocalFunction['invoke']): LocalFunction => ({
  invoke,
  timeoutSeconds: CHECKER_LAMBDA_TIMEOUT_S,
});
