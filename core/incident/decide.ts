import { SEVERITIES } from '../check/alert-settings.ts';
import type { IncidentPolicy } from '../check/incident-policy.ts';
import { advance } from './advance.ts';
import { backFromAhead } from './ahead.ts';
import type { Answer } from './certificates.ts';
import { expiryOf } from './expiry.ts';
import { type CheckState, isWell, type Listed, type RunStamp, type Transition, timeOf } from './state.ts';
import type { Change } from './store.ts';
import { reasonOf, transitionOf, troubleOf } from './track.ts';

/** `verdicts`: those that count. Leave out what is quiet on purpose, and its checks stay as they are. */
export type Roll = {
  readonly run: RunStamp;
  readonly verdicts: readonly Answer[];
  readonly states: ReadonlyMap<string, CheckState>;
  readonly policyOf: (name: string) => IncidentPolicy;
  /** The moment of the decision, milliseconds. */
  readonly now: number;
  /** See settle-time.ts. */
  readonly settleMs: number;
  /** What the list has. @default - nothing is closed for being on it no more */
  readonly listed?: Listed;
};

/**
 * What one verdict leads to: `change` is null where what is remembered stays as it is. Of a check that is on the list no
 * more there is no verdict.
 */
export type Decision = {
  readonly name: string;
  readonly verdict: Answer | null;
  readonly change: Change | null;
  readonly transitions: readonly Transition[];
};

/** What each verdict of a run leads to, in their order. */
export function decide({ run, verdicts, states, policyOf, now, settleMs, listed }: Roll): readonly Decision[] {
  // What could tell whether such a run was told before is forgotten, so it begins nothing; but it is not silent either.
  const isTooLate = now - timeOf(run) > settleMs;
  return verdicts.map((verdict) => {
    const { name } = verdict;
    const stored = states.get(name) ?? null;
    const state = stored === null ? null : backFromAhead(stored, run, now);
    if (state === null && isTooLate) return { name, verdict, change: null, transitions: memoryless(run, [verdict]) };
    const next = advance(state, verdict, run, policyFor(verdict, policyOf));
    const after = next.state === state && hasSettled(state, run, now, settleMs) ? null : next.state;
    const change =
      after === state ? null : { name, before: stored?.lastRun ?? null, after: owned(after, verdict, listed) };
    return { name, verdict, change, transitions: next.transitions };
  });
}

/**
 * With what its end will take should the list lose the check. A verdict may be rubbish: only its name and its outcome were
 * looked at.
 */
function owned(state: CheckState | null, { tags, severity }: Answer, listed: Listed | undefined): CheckState | null {
  if (state === null) return null;
  const known = Array.isArray(tags) && tags.length > 0 ? { tags } : {};
  const own = severity !== undefined && SEVERITIES.includes(severity) ? { severity } : {};
  return { ...state, ...known, ...own, ...(listed?.id !== undefined && { list: listed.id }) };
}

/**
 * A later run finds the check well still, and whatever answers from now on and started before the last one written is too
 * late to begin anything. By the clock, not by the run's own start, which may lie ahead.
 */
function hasSettled(state: CheckState | null, run: RunStamp, now: number, settleMs: number): boolean {
  if (state === null || !isWell(state)) return false;
  return timeOf(run) > timeOf(state.lastRun) && now > expiryOf(state, settleMs);
}

/** Of a certificate, that of the first check that shows it; but it is no news again each time that it is seen. */
function policyFor({ name, shownBy }: Answer, policyOf: Roll['policyOf']): IncidentPolicy {
  const [first] = shownBy ?? [];
  return first === undefined ? policyOf(name) : { ...policyOf(first), notify: 'transitions' };
}

/**
 * What is reported when nothing is remembered: every NG, marked as perhaps reported before or, where no memory was wanted, as
 * told `once`. Nothing can recover then.
 */
export function memoryless(
  run: RunStamp,
  verdicts: readonly Answer[],
  type: 'undeduplicated' | 'once' = 'undeduplicated',
): readonly Transition[] {
  return verdicts.flatMap((verdict) => {
    const kind = troubleOf(verdict);
    if (kind === null) return [];
    const track = { since: run.startedAt, streak: 1, reason: reasonOf(verdict) };
    return [transitionOf(type, kind, track, verdict, run)];
  });
}
