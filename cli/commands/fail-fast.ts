import type { Check } from '#core/check/check.ts';
import type { Verdict } from '#core/verdict/verdict.ts';
import type { RollCall } from '#local/call.ts';
import type { Unrun } from '../output/called.ts';

/** Stops a run at its first NG, where that was asked for. */
export type FailFast = {
  readonly signal: AbortSignal;
  started(total: number): void;
  answered(verdict: Verdict): void;
  /** What was not called of the checks because of an NG; null where the run was not stopped for that. */
  unrun(checks: readonly Check[], rollCall: RollCall): Unrun | null;
};

/** `stop` ends a run in any case. `guards`: names of checks that are about the monitor, and stop nothing. */
export function failFastOf(isOn: boolean, stop: AbortSignal, guards: readonly string[]): FailFast {
  const atNg = new AbortController();
  let left = 0;
  let stoppedBy: string | null = null;
  return {
    signal: isOn ? AbortSignal.any([stop, atNg.signal]) : stop,
    started(total) {
      left = total;
    },
    answered({ name, outcome }) {
      left -= 1;
      // With nothing left to call, the run goes on to its alerts.
      if (!isOn || outcome === 'OK' || left === 0 || stoppedBy !== null || guards.includes(name)) return;
      stoppedBy = name;
      atNg.abort();
    },
    unrun(checks, { results }) {
      if (stoppedBy === null || stop.aborted) return null;
      const answered = new Set(results.map(({ name }) => name));
      return { by: stoppedBy, names: checks.flatMap(({ name }) => (answered.has(name) ? [] : [name])) };
    },
  };
}
