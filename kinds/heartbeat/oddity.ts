import { formatDuration, spokenDuration } from '#core/text/duration.ts';
import type { Beats, JobRun } from './beats.ts';
import type { HeartbeatTarget } from './check.ts';
import { slotOf } from './due.ts';
import { timeIn } from './time-in.ts';

/** What is not as it should be with a job that is not NG. */
export type Oddity = { readonly word: 'overlapping' | 'late' | 'early' | 'duplicate'; readonly warning: string };

type Asked = {
  readonly beats: Beats;
  readonly target: HeartbeatTarget;
  readonly now: number;
  readonly due: number;
  readonly isStarted: boolean;
};

/** The first of what is odd: runs at the same time, a report that is late, one that came early, one that came twice. */
export function oddityOf({ beats, target, now, due, isStarted }: Asked): Oddity | null {
  const overlap = overlapOf(beats.runs, target);
  if (overlap !== null) return { word: 'overlapping', warning: overlap };
  if (now > due && !isStarted) {
    const until = timeIn(due + target.graceMs, target);
    return { word: 'late', warning: `late: due at ${timeIn(due, target)}, no report yet, NG after ${until}` };
  }
  return twiceInOneSlot(beats, target, due);
}

function overlapOf(runs: readonly JobRun[], target: HeartbeatTarget): string | null {
  const [newest, older] = runs.toReversed();
  const before = older?.at ?? newest?.before;
  if (newest === undefined || before === undefined) return null;
  return `overlapping: the run of ${timeIn(before, target)} had not ended when another started at ${timeIn(newest.at, target)}`;
}

/** Of a cron only: an interval may be reported in as often as one likes. */
function twiceInOneSlot({ ok, previous }: Beats, target: HeartbeatTarget, due: number): Oddity | null {
  if (ok === null || previous === null) return null;
  const slot = slotOf(ok.at, target);
  if (slot === null || slotOf(previous.at, target) !== slot) return null;
  const [at, counted] = [timeIn(ok.at, target), timeIn(slot, target)];
  const early = earliness(ok.at, target, due);
  if (early === null)
    return {
      word: 'duplicate',
      warning: `reported twice for ${counted}: at ${timeIn(previous.at, target)} and at ${at}`,
    };
  const warning = `early: reported at ${at}, ${early} before it was due, and early is ${formatDuration(target.earlyMs)}: it counts for ${counted}`;
  return { word: 'early', warning };
}

/** How long before the next due time a report came, where that is nearer than the one that it counts for; null otherwise. */
export function earliness(at: number, target: HeartbeatTarget, due: number): string | null {
  const slot = slotOf(at, target);
  return slot === null || due - at >= at - slot ? null : spokenDuration(due - at);
}
