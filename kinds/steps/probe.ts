import { slownessOf } from '#core/verdict/latency.ts';
import type { Seen } from '#core/verdict/verdict.ts';
import type { KindProbe } from '../kind.ts';
import type { StepsCheck } from './check.ts';
import { judgeFlow } from './judge/judge-flow.ts';
import type { StepsObservation } from './observation.ts';
import { observeFlow } from './probe/flow.ts';

/** A check of kind steps: requests in a row, each with what it takes from the answers before it. */
export const stepsProbe: KindProbe<StepsCheck, StepsObservation> = {
  resolvesItself: true,
  observe: observeFlow,
  judge: (observed, check, effects) =>
    observed.outcome === 'failure' ? observed.reason : judgeFlow(observed, check, effects),
  warn: slowSteps,
  seen: timesOf,
  evidence: async () => (await import('./evidence.ts')).stepsEvidence,
};

/** The steps that took longer than their own `degraded` says. */
function slowSteps(observed: StepsObservation): string | null {
  if (observed.outcome === 'failure') return null;
  const slow = observed.runs.flatMap(({ step, observed: answer }) => {
    const words = step.degraded === undefined ? null : slownessOf(answer, step.degraded);
    return words === null ? [] : [`step "${step.name}": ${words}`];
  });
  return slow.join(', ') || null;
}

/** How long each step took with all its tries, whole milliseconds in the order of the flow; -1 for one that was not sent. */
function timesOf(observed: StepsObservation, { target }: StepsCheck): Seen | null {
  if (observed.outcome === 'failure') return null;
  const ms = new Map(observed.runs.filter(({ tries }) => tries > 0).map((run) => [run.index, Math.round(run.ms)]));
  return { steps: target.flow.map((_, index) => ms.get(index) ?? -1) };
}
