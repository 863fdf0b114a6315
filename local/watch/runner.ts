import type { Check } from '#core/check/check.ts';
import type { RunHistory } from '#core/history/run-history.ts';
import type { Run } from '#core/run/run.ts';
import type { CheckerEvent, Verdict } from '#core/verdict/verdict.ts';
import { type KeptRun, type TrackIncidentsEvent, trackIncidents } from '#functions/track-incidents/track-incidents.ts';
import type { Edge, RollCall } from '../call.ts';
import type { LocalFunction } from '../engine/services.ts';
import { type Functions, functionsOf } from '../functions.ts';
import { countingGate } from '../gate.ts';
import { LOCAL_TOPIC_ARN, localTopicArns } from '../receivers/errands.ts';
import { callTheRoll } from '../roll-call.ts';
import type { Sinks } from '../sinks.ts';
import type { InUse } from './in-use.ts';

export type RunnerEffects = {
  readonly concurrency: number;
  /** Ends what is under way. */
  readonly signal: AbortSignal;
  /** By the steady clock. */
  readonly steady: () => number;
  /** A check is asked, for the first time in its run. */
  readonly onAsked: (name: string) => void;
  /** What an execution came to, without its guards: verdicts are marked where nothing is reported of them. */
  readonly onTracked: (tracked: RunHistory) => void;
  /** What tests put in place of functions and waits. */
  readonly edge?: Edge;
};

/**
 * Runs executions of the workflow over parts of a list, side by side. `onVerdict`: a check has its verdict; why it may be
 * quiet is known when the run is tracked.
 */
export type Runner = (
  inUse: InUse,
  checks: readonly Check[],
  onVerdict: (run: Run, verdict: Verdict) => void,
) => Promise<RollCall>;

/** An answer of a guard is as good for the executions that begin within this time. */
const GUARD_SHARED_MS = 1_000;

/** Alerts go by the outbox, and there is nobody whom metrics are for. */
const NO_SINKS: Sinks = { publish: async () => {}, putMetricData: async () => {} };

export function newRunner(effects: RunnerEffects): Runner {
  const { concurrency, signal, onTracked, edge = {} } = effects;
  const gate = countingGate(concurrency);
  const one = oneAtATime();
  const asking = askOnce(effects);
  const functionsFor = new WeakMap<InUse, Functions>();
  return async (inUse, checks, onVerdict) => {
    const { list, plan, memory, heartbeats, guards } = inUse;
    const deployment = {
      list: { ...list, checks },
      concurrency,
      namespace: '',
      topicArn: LOCAL_TOPIC_ARN,
      topicArns: localTopicArns(list),
      memory: memory.memory,
      measuresAll: true,
      ...(heartbeats !== null && { readHeartbeat: heartbeats.read }),
      sinks: NO_SINKS,
    };
    const checkers = functionsFor.get(inUse) ?? asking({ ...functionsOf(deployment), ...edge.functions }, guards);
    functionsFor.set(inUse, checkers);
    const tracking = {
      plan,
      topics: { defaultArn: LOCAL_TOPIC_ARN, arns: deployment.topicArns },
      memory: memory.memory,
      keepHistory: async (kept: KeptRun) => {
        if (kept.isFirst) onTracked(kept);
      },
    };
    const TrackIncidents: LocalFunction = {
      invoke: (event: TrackIncidentsEvent) => one(() => trackIncidents(event, tracking)),
    };
    let run: Run | null = null;
    return callTheRoll(
      {
        ...deployment,
        input: {},
        gate,
        signal,
        onStart(_, started) {
          run = started;
        },
        onVerdict(verdict) {
          if (run !== null && !guards.has(verdict.name)) onVerdict(run, verdict);
        },
      },
      { ...edge, functions: { ...checkers, TrackIncidents } },
    );
  };
}

/** Executions that end together would else find each other's states of the monitor and of certificates, and begin again. */
function oneAtATime(): <T>(work: () => Promise<T>) => Promise<T> {
  let before: Promise<unknown> = Promise.resolve();
  return (work) => {
    const mine = before.then(work);
    before = mine.catch(() => {});
    return mine;
  };
}

/** Checkers that say when they are asked, and that ask a guard once for all executions that begin together. */
function askOnce({ steady, onAsked }: RunnerEffects) {
  const answers = new Map<string, { readonly at: number; readonly answer: Promise<unknown> }>();
  return (functions: Functions, guards: ReadonlySet<string>): Functions => {
    const checkers = Object.entries(functions).filter(([state]) => state.startsWith('Check'));
    const wrapped = checkers.map(([state, inner]) => {
      const invoke = async (event: CheckerEvent<Check>) => {
        const { check, previous } = event;
        if (!guards.has(check.name)) {
          if (previous.attempts === 0) onAsked(check.name);
          return inner.invoke(event as never);
        }
        const key = `${previous.attempts} ${check.name}`;
        const before = answers.get(key);
        if (before !== undefined && steady() - before.at < GUARD_SHARED_MS) return before.answer;
        const answer = Promise.resolve(inner.invoke(event as never));
        answers.set(key, { at: steady(), answer });
        return answer;
      };
      return [state, { ...inner, invoke }] as const;
    });
    return Object.fromEntries(wrapped);
  };
}
