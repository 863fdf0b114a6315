import { joined, type Reason } from '#core/verdict/reason.ts';
import type { CheckerEffects } from '../../probing/effects.ts';
import type { Step, StepsCheck } from '../check.ts';
import type { Flow, Judged, Names, StepRun } from '../observation.ts';
import { stepPlace } from '../step-place.ts';
import { judgeStep } from './judge-step.ts';

/** Why a run of a step is not what it should be, with the step's name before it; null when it is. */
type RunReason = { readonly run: StepRun; readonly reason: Reason };

/**
 * Why a flow is not what its check wants: the first step that is not what it should be; then what became of clean-up.
 * Captures are made anew from the answers, so that a flow with another answer in it is judged as it would have gone on.
 */
export async function judgeFlow(
  flow: Flow,
  { target, expect }: StepsCheck,
  effects: Pick<CheckerEffects, 'date' | 'isAlone'>,
): Promise<Reason | null> {
  const faults: RunReason[] = [];
  const names = new Map(flow.vars);
  for (const run of flow.runs) {
    const step = target.flow[run.index] ?? run.step;
    if (faults.length > 0 && step.always !== true) continue;
    const { reason, isWaiting, captured } = await judgedRun(run, step, names, effects);
    for (const [name, value] of captured) names.set(name, value);
    if (reason !== null) faults.push({ run, reason: isWaiting ? stillWaiting(reason, run) : reason });
  }
  const [first, ...others] = faults;
  if (first !== undefined) return reasonOf(first, others, target.flow);
  const most = expect.latencyMs;
  if (most === null || flow.latencyMs <= most) return null;
  return { code: 'latency', message: `latency ${flow.latencyMs} ms of all steps, wanted ${most} ms or less` };
}

async function judgedRun(
  run: StepRun,
  step: Step,
  names: Names,
  effects: Pick<CheckerEffects, 'date' | 'isAlone'>,
): Promise<Judged> {
  if (run.judged !== undefined && run.step === step) return run.judged;
  return judgeStep(step, run.observed, names, effects);
}

function stillWaiting({ code, message }: Reason, { tries, ms }: StepRun): Reason {
  const times = tries === 1 ? '1 try' : `${tries} tries`;
  return { code, message: `still ${message} after ${times} in ${Math.round(ms / 100) / 10}s` };
}

/** `step "create" (2 of 5): status 500, wanted 201; also clean-up "logout": status 401, wanted 2xx`. */
function reasonOf(first: RunReason, others: readonly RunReason[], steps: readonly Step[]): Reason {
  const { index, step } = first.run;
  const what = step.always === true ? 'clean-up step' : 'step';
  const { code, message } = first.reason;
  const named = { code, message: `${stepPlace(step, index, steps, what)}: ${message}` };
  return others.reduce<Reason>((all, { run, reason }) => {
    const message = `clean-up "${run.step.name}" ${run.lacks.length > 0 ? 'was not sent' : 'failed'}: ${reason.message}`;
    return joined(all, { code: reason.code, message }) ?? all;
  }, named);
}
