import type { Check } from '../check/check.ts';
import type { Failure, Observation } from '../verdict/observation.ts';
import { NO_PHASES, type Phases } from '../verdict/phases.ts';
import type { ReasonCode } from '../verdict/reason.ts';
import type { Trial } from './trial.ts';

type Timed = Check<string, unknown, { readonly latencyMs: number | null }>;

/**
 * What may happen to a target of any kind that expects a latency at most: no answer, a slow one, one beyond `latency`. `what`
 * is the answer in words, as `a connection`. `phase`: the one that a slow answer spends its time in.
 */
export function sharedTrials<C extends Timed, O extends Observation>(
  check: C,
  healthy: O,
  what: string,
  phase: keyof Phases,
): Trial<C, O | Failure>[] {
  const { timeoutMs, expect } = check;
  const { latencyMs } = expect;
  const checks = [check];
  const after = (ms: number): O => ({ ...healthy, latencyMs: ms, phases: { ...healthy.phases, [phase]: ms } });
  const beyond: Trial<C, O>[] =
    latencyMs === null
      ? []
      : [
          {
            name: 'latency',
            what: `${what} after ${latencyMs + 1} ms`,
            answers: [after(latencyMs + 1)],
            checks,
            advice: 'expect.latency is not evaluated: this is a fault of Rollcall',
          },
        ];
  return [
    {
      name: 'no-answer',
      what: 'no answer at all',
      answers: [failed('refused', 1), failed('timeout', timeoutMs)],
      checks,
      advice: 'this is a fault of Rollcall: no setting can mend it',
    },
    {
      name: 'slow',
      what: `${what} just within the timeout`,
      answers: [after(timeoutMs)],
      checks,
      advice: 'add latency for the longest it may take, or degraded to have it marked',
    },
    ...beyond,
  ];
}

function failed(code: ReasonCode, latencyMs: number): Failure {
  return { outcome: 'failure', reason: { code, message: code }, status: null, phases: NO_PHASES, latencyMs };
}
