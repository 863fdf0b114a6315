import { planOf } from '#core/check/alerting.ts';
import type { Check } from '#core/check/check.ts';
import type { CheckList } from '#core/check/check-list.ts';
import { silenceAt } from '#core/incident/quiet.ts';
import { suppression } from '#core/incident/suppression.ts';
import type { Verdict } from '#core/verdict/verdict.ts';
import { type Memory, mutesIn } from '#functions/track-incidents/track-incidents.ts';
import type { RollCall } from '#local/call.ts';
import type { Unrun } from '../output/called.ts';

/** Stops a run at its first NG that is to be reported. */
export type FailFast = {
  readonly signal: AbortSignal;
  /** The names of all checks of the run, guards too. */
  started(names: readonly string[]): void;
  answered(verdict: Verdict): void;
  /** What was not called of the checks because of an NG; null where the run was not stopped for that. */
  unrun(checks: readonly Check[], rollCall: RollCall): Unrun | null;
};

/**
 * `stop` ends a run in any case. Guards, which are about the monitor, stop nothing, nor does what is quiet on purpose: for
 * that an NG waits for the checks that it depends on.
 */
export async function failFastOf(list: CheckList, memory: Memory | undefined, stop: AbortSignal): Promise<FailFast> {
  const { checks: settings, ...plan } = planOf(list);
  const silence = await silenceAt(Date.now(), { ...plan, checks: settings }, await mutesIn(memory));
  const guards = new Set((list.guard ?? []).map(({ name }) => name));
  const settingsOf = new Map(settings);
  const atNg = new AbortController();
  const waiting = new Set<string>();
  const answers = new Map<string, Verdict>();
  /** NGs by the check whose answer each waits for. */
  const undecided = new Map<string, Verdict[]>();
  let stoppedBy: string | null = null;

  /** A check and all that it depends on. */
  const lineOf = (name: string): readonly string[] => {
    const line = new Set([name]);
    for (const one of line) for (const parent of settingsOf.get(one)?.dependsOn ?? []) line.add(parent);
    return [...line];
  };
  const isReported = (ng: Verdict, line: readonly string[]): boolean =>
    suppression(
      line.flatMap((name) => answers.get(name) ?? []),
      line.map((name) => [name, settingsOf.get(name) ?? {}]),
    )(ng) === null;
  /** The first of these NGs that all is known of, and that is to be reported. */
  const stopping = (ngs: readonly Verdict[]): string | null => {
    for (const ng of ngs) {
      const line = lineOf(ng.name);
      const parent = line.find((name) => waiting.has(name));
      if (parent === undefined && isReported(ng, line)) return ng.name;
      if (parent === undefined) continue;
      const others = undecided.get(parent);
      if (others === undefined) undecided.set(parent, [ng]);
      else others.push(ng);
    }
    return null;
  };
  return {
    signal: AbortSignal.any([stop, atNg.signal]),
    started(names) {
      for (const name of names) if (!guards.has(name)) waiting.add(name);
    },
    answered(verdict) {
      waiting.delete(verdict.name);
      answers.set(verdict.name, verdict);
      // With nothing but guards left to call, the run goes on to its alerts.
      if (waiting.size === 0 || stoppedBy !== null) return;
      const isNg = verdict.outcome !== 'OK' && !guards.has(verdict.name) && silence(verdict) === null;
      stoppedBy = stopping([...(undecided.get(verdict.name) ?? []), ...(isNg ? [verdict] : [])]);
      if (stoppedBy !== null) atNg.abort();
    },
    unrun(checks, { results }) {
      if (stoppedBy === null || stop.aborted) return null;
      const answered = new Set(results.map(({ name }) => name));
      return { by: stoppedBy, names: checks.flatMap(({ name }) => (answered.has(name) ? [] : [name])) };
    },
  };
}
