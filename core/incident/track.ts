import type { IncidentPolicy } from '../check/incident-policy.ts';
import type { Reason } from '../verdict/reason.ts';
import type { Verdict } from '../verdict/verdict.ts';
import type { Answer } from './certificates.ts';
import type { IncidentKind, RunStamp, Track, Transition } from './state.ts';
import { timeOf } from './state.ts';

/** One track after one verdict, and what is worth telling of it. */
export type Step = { readonly track: Track | null; readonly transition: Transition | null };

const NOT_ASKED: readonly string[] = ['checker-fault', 'config'];

/** Which trouble an NG is. Where the target was never asked, nothing is known of it, and nothing is said of it. */
export function troubleOf(verdict: Verdict): IncidentKind | null {
  if (verdict.outcome === 'OK') return null;
  return NOT_ASKED.includes(reasonOf(verdict).code) ? 'fault' : 'target';
}

/** What this verdict does to the check's track of this kind. */
export function stepTrack(
  kind: IncidentKind,
  track: Track | null,
  verdict: Answer,
  run: RunStamp,
  policy: IncidentPolicy,
): Step {
  const trouble = troubleOf(verdict);
  if (kind === 'degraded' ? isReported(verdict, policy) : trouble === kind)
    return worsen(kind, track, verdict, run, policy);
  // A run that could not check has learned nothing of the target: it neither breaks a streak nor ends an incident. Of how
  // fast a target is that is down, nothing is known either.
  if (track === null || trouble === 'fault' || (kind === 'degraded' && trouble !== null))
    return { track, transition: null };
  return soothe(kind, track, verdict, run, policy);
}

function isReported({ outcome, degraded }: Verdict, { degradedThreshold }: IncidentPolicy): boolean {
  return outcome === 'OK' && degraded === true && degradedThreshold !== null;
}

// Longer ones would make a store's item cost two write units; 200 characters hold every reason of ours in full.
const KEPT_REASON_CHARACTERS = 200;

function worsen(
  kind: IncidentKind,
  before: Track | null,
  verdict: Answer,
  run: RunStamp,
  policy: IncidentPolicy,
): Step {
  const track: Track = {
    since: before?.since ?? run.startedAt,
    streak: (before?.streak ?? 0) + 1,
    calm: 0,
    openedAt: before?.openedAt ?? null,
    toldAt: before?.toldAt ?? null,
    reason: kind === 'degraded' ? warningOf(verdict) : reasonOf(verdict),
  };
  const type = newsOf(kind, track, run, policy);
  if (type === null) return { track, transition: null };
  const openedAt = type === 'opened' ? run.startedAt : track.openedAt;
  return {
    track: { ...track, openedAt, toldAt: run.startedAt },
    transition: transitionOf(type, kind, track, verdict, run),
  };
}

function newsOf(kind: IncidentKind, track: Track, run: RunStamp, policy: IncidentPolicy): Transition['type'] | null {
  if (track.openedAt === null && track.streak >= thresholdOf(kind, policy)) return 'opened';
  if (policy.notify === 'every' && kind !== 'degraded') return 'ng';
  return isReminderDue(track, run, policy) ? 'reminder' : null;
}

function thresholdOf(kind: IncidentKind, policy: IncidentPolicy): number {
  if (kind === 'degraded') return policy.degradedThreshold ?? Number.POSITIVE_INFINITY;
  return kind === 'fault' ? policy.faultThreshold : policy.failureThreshold;
}

function isReminderDue({ openedAt, toldAt }: Track, run: RunStamp, { remindEveryMs }: IncidentPolicy): boolean {
  if (openedAt === null || remindEveryMs === null) return false;
  return timeOf(run) - Date.parse(toldAt ?? openedAt) >= remindEveryMs;
}

function soothe(kind: IncidentKind, track: Track, verdict: Answer, run: RunStamp, policy: IncidentPolicy): Step {
  if (track.openedAt === null) return { track: null, transition: null };
  const calm = track.calm + 1;
  if (calm < policy.successThreshold) return { track: { ...track, calm }, transition: null };
  return { track: null, transition: transitionOf('recovered', kind, track, verdict, run) };
}

/** Why a verdict is NG, cut to be kept. The workflow has looked at its name and outcome only, so it may be rubbish. */
export function reasonOf({ reason }: Verdict): Reason {
  const { code, message } = reason ?? {};
  return { code: code ?? 'checker-fault', message: kept(message ?? 'no reason was given') };
}

/** Of a degraded answer: what is beyond which limit. */
function warningOf({ warning }: Verdict): Reason {
  return { code: 'degraded', message: kept(warning ?? 'no reason was given') };
}

function kept(message: unknown): string {
  return String(message).slice(0, KEPT_REASON_CHARACTERS).toWellFormed();
}

/** What is reported, from the track that it is about. */
export function transitionOf(
  type: Transition['type'],
  kind: IncidentKind,
  { since, streak, reason }: Pick<Track, 'since' | 'streak' | 'reason'>,
  { name, flaky, shownBy }: Answer,
  run: RunStamp,
): Transition {
  const told = { type, check: name, kind, since, at: run.startedAt, streak, reason, flaky };
  return shownBy === undefined ? told : { ...told, checks: shownBy };
}
