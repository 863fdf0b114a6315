import type { IncidentPolicy } from '../check/incident-policy.ts';
import type { Answer } from './certificates.ts';
import { type CheckState, isWell, type RunStamp, type Told, type Transition, timeOf } from './state.ts';
import { stepTrack } from './track.ts';

/** The state after a verdict (the very same object when nothing changes) and what the run has to tell. */
export type Advance = { readonly state: CheckState | null; readonly transitions: readonly Transition[] };

// A run asks again within seconds; in that time two or three others may have come past it, hardly more.
const KEPT_ANSWERS = 3;

/**
 * What one run's verdict does to what is remembered of its check.
 *
 * Runs are delivered at least once and in any order, so:
 * - A run that asks again (its first answer was lost) gets the answer that it was given, from `told`, and changes nothing.
 * - Any other run that did not start later than the last one written changes nothing and tells nothing: it was overtaken,
 *   or it is a second delivery of one schedule, which has the same start and another id.
 * - A check that is well again is remembered for a while without any track. Were it forgotten at once, a recovery
 *   whose answer was lost could not be reported again, and an older NG that comes late would open the incident once more.
 *   decide.ts forgets it when no such run can come any more.
 *
 * A check that was well all along has no state, so an NG that comes after a later OK counts: to refuse it would take a
 * write for every OK, and the next OK takes it back.
 */
export function advance(state: CheckState | null, verdict: Answer, run: RunStamp, policy: IncidentPolicy): Advance {
  if (state !== null) {
    const again = state.told.find(({ runId }) => runId === run.id);
    if (again !== undefined) return { state, transitions: again.transitions };
    if (timeOf(run) <= timeOf(state.lastRun)) return { state, transitions: [] };
  }
  const target = stepTrack('target', state?.target ?? null, verdict, run, policy);
  const fault = stepTrack('fault', state?.fault ?? null, verdict, run, policy);
  const degraded = stepTrack('degraded', state?.degraded ?? null, verdict, run, policy);
  const steps = [target, fault, degraded];
  // What ended before what began.
  const transitions = steps.flatMap(({ transition }) => transition ?? []).toSorted(endsFirst);
  if (steps.every(({ track }) => track === null) && isWell(state)) return { state, transitions };
  const told = remember(state?.told ?? [], run, transitions);
  const { startedAt, id } = run;
  const { name, shownBy } = verdict;
  const slow = degraded.track === null ? {} : { degraded: degraded.track };
  const tracks = { target: target.track, fault: fault.track, ...slow };
  return {
    state: { name, ...tracks, ...(shownBy && { shownBy }), lastRun: { startedAt, id }, told },
    transitions,
  };
}

function endsFirst(one: Transition, other: Transition): number {
  return Number(other.type === 'recovered') - Number(one.type === 'recovered');
}

/** What was reported, with this run's news. */
export function remember(told: readonly Told[], run: RunStamp, transitions: readonly Transition[]): readonly Told[] {
  return transitions.length === 0 ? told : [...told, { runId: run.id, transitions }].slice(-KEPT_ANSWERS);
}
