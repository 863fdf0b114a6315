import { Cron } from 'croner';
import { offsetOf } from './spread.ts';

/** What two clocks show at once, milliseconds: `wall` since 1970, which may be set, and `steady`, which only goes on. */
export type Moment = { readonly wall: number; readonly steady: number };

/** An interval in milliseconds, or the times of a cron expression in an IANA time zone. */
export type Timing = { readonly everyMs: number } | { readonly cron: string; readonly timezone: string };

/**
 * When something is due: an interval by the steady clock, a cron by the wall's. `anchor`: a moment from which whole
 * intervals are counted, so that a late run makes none of the later ones late.
 */
export type Due = { readonly steady: number; readonly anchor: number } | { readonly wall: number };

/** What has not run for an interval runs within so many milliseconds, not at its next moment. */
const CATCH_UP_MS = 10_000;

/** As cron(8) does: what ran before the clock was set back is not run again, unless that was a correction of hours. */
const CORRECTION_MS = 3 * 3_600_000;

/** How many milliseconds there are until then; zero or less when it is due. */
export function waitOf(due: Due, now: Moment): number {
  return 'wall' in due ? due.wall - now.wall : due.steady - now.steady;
}

/**
 * When something begins. An interval's runs are at the same moments of the wall clock whenever it begins. `last`: when it ran
 * last, wall milliseconds; null for never.
 */
export function firstDue(name: string, timing: Timing, last: number | null, now: Moment): Due {
  if (!('everyMs' in timing)) return { wall: nextTime(timing, now.wall) };
  const { everyMs } = timing;
  const anchor = now.steady + untilOffset(name, everyMs, everyMs, now.wall);
  const isRecent = last !== null && last <= now.wall && now.wall - last < everyMs;
  return { steady: isRecent ? anchor : caughtUp(name, everyMs, now), anchor };
}

/** When it is due after a run that was due and began `now`. However late that is, one run stands for all that were missed. */
export function nextDue(timing: Timing, due: Due, now: Moment): Due {
  if (!('everyMs' in timing) || 'wall' in due) {
    const after = Math.max(now.wall, 'wall' in due ? due.wall : 0);
    return 'everyMs' in timing ? due : { wall: nextTime(timing, after) };
  }
  const { everyMs } = timing;
  const { anchor } = due;
  const left = anchor - now.steady;
  // Just caught up, so that the first of the regular moments is left out where it is near.
  if (left > 0) return { steady: left < everyMs / 2 ? anchor + everyMs : anchor, anchor };
  return { steady: anchor + (Math.floor(-left / everyMs) + 1) * everyMs, anchor };
}

/**
 * When it is due after the wall clock has moved by `stepMs` against the steady one: it was set, or the machine slept. What was
 * missed runs once. `last` as in firstDue, by the clock as it was.
 */
export function steppedDue(
  name: string,
  timing: Timing,
  due: Due,
  { stepMs, last }: { readonly stepMs: number; readonly last: number | null },
  now: Moment,
): Due {
  if (!('everyMs' in timing) || 'wall' in due) {
    return stepMs <= -CORRECTION_MS && !('everyMs' in timing) ? { wall: nextTime(timing, now.wall) } : due;
  }
  const isMissed = stepMs > 0 && last !== null && now.wall - last >= timing.everyMs;
  if (!isMissed) return due;
  return { ...due, steady: Math.min(due.steady, caughtUp(name, timing.everyMs, now)) };
}

function caughtUp(name: string, everyMs: number, now: Moment): number {
  return now.steady + untilOffset(name, everyMs, Math.min(everyMs, CATCH_UP_MS), now.wall);
}

/** Milliseconds until the wall clock shows the name's offset within a whole multiple of the span. */
function untilOffset(name: string, everyMs: number, spanMs: number, wall: number): number {
  return (((offsetOf(name, everyMs) - wall) % spanMs) + spanMs) % spanMs;
}

/** Where clocks change, a time of day that comes twice is one run, and one that is left out is when it would have been over. */
function nextTime({ cron, timezone }: { readonly cron: string; readonly timezone: string }, after: number): number {
  return new Cron(cron, { timezone, paused: true }).nextRun(new Date(after))?.getTime() ?? Number.POSITIVE_INFINITY;
}
