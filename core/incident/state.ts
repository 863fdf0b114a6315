import type { Severity } from '../check/alert-settings.ts';
import type { Run } from '../run/run.ts';
import type { Reason } from '../verdict/reason.ts';

/**
 * The target is in trouble, Rollcall could not check, or answers are OK and degraded: kinds of incident, of which a check
 * can have several at once.
 */
export type IncidentKind = 'target' | 'fault' | 'degraded';

/** Which run wrote: by its start, and by its id where two deliveries of one schedule have the same start. */
export type RunStamp = Pick<Run, 'startedAt' | 'id'>;

/**
 * One kind of trouble, from its first NG on. Instants are the `startedAt` of runs.
 *
 * `streak`: NG runs so far; an OK too few to end an open incident takes none away. `calm`: runs in a row without this
 * trouble, always below the policy's successThreshold. `openedAt` is null while the streak is below its threshold.
 * `toldAt`: when it was last told of. `reason`: the latest one, cut to be kept.
 */
export type Track = {
  readonly since: string;
  readonly streak: number;
  readonly calm: number;
  readonly openedAt: string | null;
  readonly toldAt: string | null;
  readonly reason: Reason;
};

/**
 * Something worth telling about one check.
 *
 * `opened`, `reminder`, `recovered` are the life of an incident; `ng` is one more NG run, reported only where the policy says
 * `every`; `removed` ends the incident of a check that is on the list no more; `once` is an NG of a run that keeps no
 * memory; `undeduplicated` one whose memory is out of reach, so that it was perhaps reported before. An incident is `check`,
 * `kind` and `since` together. `at` is the start of the run that says so, so that at - since is how long it has lasted. `reason` is
 * the latest NG's, also in `recovered`. `flaky`: recovered by an answer that needed a recheck.
 */
export type Transition = {
  readonly type: 'opened' | 'reminder' | 'ng' | 'recovered' | 'removed' | 'once' | 'undeduplicated';
  readonly check: string;
  readonly kind: IncidentKind;
  readonly since: string;
  readonly at: string;
  readonly streak: number;
  readonly reason: Reason;
  readonly flaky: boolean;
  /** Of a certificate: the checks that show it, or showed it last. */
  readonly checks?: readonly string[];
  /** Of a check that is on the list no more: its tags and its severity, by which it was routed. */
  readonly tags?: readonly string[];
  readonly severity?: Severity;
};

/** What one run told, kept for the case that its answer was lost and it asks again. */
export type Told = { readonly runId: string; readonly transitions: readonly Transition[] };

/**
 * What is remembered of one check: nothing at all while it is well. Without any track the check is well again, and
 * only what a late or repeated run could ask for is still there (see advance.ts).
 */
export type CheckState = {
  readonly name: string;
  readonly target: Track | null;
  readonly fault: Track | null;
  /** Not there for most checks, whose settings do not ask for it. */
  readonly degraded?: Track;
  readonly lastRun: RunStamp;
  /** Of a certificate: the checks that showed it last. */
  readonly shownBy?: readonly string[];
  /** Those of the check, for the day on which the list has it no more. Not there where it has none of its own. */
  readonly tags?: readonly string[];
  readonly severity?: Severity;
  /** Which list's check it is, where several lists share a store. */
  readonly list?: string;
  /** The latest ones, oldest first. */
  readonly told: readonly Told[];
};

/**
 * What a run may close. `names`: all checks of the list, whichever of them run, and the monitor where it has guards. `id`
 * tells lists apart that share a store.
 */
export type Listed = { readonly names: ReadonlySet<string>; readonly id?: string };

/** What is wrong with a check, as far as it is remembered, by kind. */
export function tracksOf(state: CheckState): readonly (readonly [kind: IncidentKind, track: Track])[] {
  return KINDS.flatMap((kind) => {
    const track = state[kind] ?? null;
    return track === null ? [] : [[kind, track] as const];
  });
}

const KINDS = ['target', 'fault', 'degraded'] as const satisfies readonly IncidentKind[];

/** Nothing is wrong with the check, as far as anything is remembered of it. */
export function isWell(state: CheckState | null): boolean {
  return state === null || tracksOf(state).length === 0;
}

/** The instant a run stands for, milliseconds. Instants are compared as numbers: `…:00Z` and `…:00.000Z` are one. */
export function timeOf(run: RunStamp): number {
  const time = Date.parse(run.startedAt);
  if (Number.isNaN(time)) throw new TypeError(`run ${run.id} started at ${JSON.stringify(run.startedAt)}, no ISO time`);
  return time;
}
