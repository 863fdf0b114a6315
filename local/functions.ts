import { planOf } from '#core/check/alerting.ts';
import type { Check } from '#core/check/check.ts';
import type { CheckList } from '#core/check/check-list.ts';
import { stateOf } from '#core/check/kind-names.ts';
import { CHECKER_LAMBDA_TIMEOUT_S } from '#core/contract.ts';
import { once } from '#core/once.ts';
import type { PrepareEvent } from '#core/run/prepare.ts';
import type { ReportInput } from '#core/run/run.ts';
import type { CheckerEvent } from '#core/verdict/verdict.ts';
import { prepareChecks } from '#functions/prepare-checks/prepare-checks.ts';
import { publishMetrics } from '#functions/publish-metrics/publish-metrics.ts';
import {
  type Memory,
  type TrackIncidentsEvent,
  type TrackingSettings,
  trackIncidents,
} from '#functions/track-incidents/track-incidents.ts';
import type { ReadHeartbeat } from '#kinds/heartbeat/beats.ts';
import { PROBES, probeOf } from '#kinds/probes.ts';
import { checker } from '#kinds/probing/checker.ts';
import { type CheckerEffects, SYSTEM_EFFECTS } from '#kinds/probing/effects.ts';
import type { TraceListener } from '#kinds/probing/trace/trace.ts';
import type { LocalFunction } from './engine/services.ts';
import type { Sinks } from './sinks.ts';

export type Functions = Readonly<Record<string, LocalFunction>>;

/** What the stack gives the functions on AWS through bundle and environment. */
export type Deployment = {
  readonly list: CheckList;
  readonly concurrency: number;
  readonly namespace: string;
  readonly topicArn: string;
  /** The topics that routes name; one that is not here is `topicArn`. */
  readonly topicArns?: ReadonlyMap<string, string>;
  readonly memory?: Memory;
  /** Where reports of jobs are read. Without it nobody takes any. */
  readonly readHeartbeat?: ReadHeartbeat;
  readonly sinks: Sinks;
  /** Measures all that can be measured, for metrics. */
  readonly measuresAll?: boolean;
  /** Told what each attempt at a check did; without it nothing of that is taken down. */
  readonly traceListener?: TraceListener;
};

/** This machine has no region; it stands where a run on AWS says where it ran. */
export const LOCAL_REGION = 'local';

/** A checker for each kind, by its state. */
function plainCheckers(effects: CheckerEffects): Functions {
  const checkers = Object.keys(PROBES).map((kind) => {
    const loaded = once(async () => checker(await probeOf(kind)));
    const invoke = async (event: CheckerEvent<Check>) => (await loaded())(event, effects);
    return [stateOf(kind), { invoke, timeoutSeconds: CHECKER_LAMBDA_TIMEOUT_S }];
  });
  return Object.fromEntries(checkers);
}

/** The same checkers, which tell of each attempt; what that needs is loaded then. */
function tracedCheckers(effects: CheckerEffects, listener: TraceListener): Functions {
  const checkers = Object.keys(PROBES).map((kind) => {
    const invoke = async (event: CheckerEvent<Check>) => {
      const [probe, { tracedCheck }, { explanationOf }] = await Promise.all([
        probeOf(kind),
        import('#kinds/probing/trace/traced-check.ts'),
        import('#kinds/explanations.ts'),
      ]);
      return tracedCheck({ probe, explanation: explanationOf(kind) }, event, effects, listener);
    };
    return [stateOf(kind), { invoke, timeoutSeconds: CHECKER_LAMBDA_TIMEOUT_S }];
  });
  return Object.fromEntries(checkers);
}

/** Every function that the workflow calls, by the state that names it: the code that Lambda runs. */
export function functionsOf(deployment: Deployment): Functions {
  const { list, concurrency, namespace, topicArn, sinks, traceListener, readHeartbeat, measuresAll } = deployment;
  const effects: CheckerEffects = {
    ...SYSTEM_EFFECTS,
    ...(readHeartbeat && { readHeartbeat }),
    ...(measuresAll && { measuresAll }),
  };
  return {
    PrepareChecks: {
      invoke: (event: PrepareEvent) =>
        prepareChecks(event, { list, now: new Date(), concurrency, region: LOCAL_REGION, topicArn }),
    },
    ...(traceListener === undefined ? plainCheckers(effects) : tracedCheckers(effects, traceListener)),
    TrackIncidents: { invoke: (event: TrackIncidentsEvent) => trackIncidents(event, trackingSettings(deployment)) },
    PublishMetrics: {
      invoke: (event: ReportInput) =>
        publishMetrics(event, { namespace, putMetricData: (request) => sinks.putMetricData(request) }),
    },
  };
}

export function trackingSettings({ list, topicArn, topicArns, memory }: Deployment): TrackingSettings {
  return {
    plan: planOf(list),
    topics: { defaultArn: topicArn, arns: topicArns ?? new Map() },
    ...(memory === undefined ? {} : { memory }),
  };
}
