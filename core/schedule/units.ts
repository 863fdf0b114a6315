import type { Check, Schedule } from '../check/check.ts';
import { familiesOf } from '../run/families.ts';
import { batchesOf } from '../run/shards.ts';
import type { Timing } from './due.ts';

/** Checks that are scheduled as one, because they depend on each other; most are alone. `name`: that of the first. */
export type Unit = { readonly name: string; readonly checks: readonly Check[]; readonly timing: Timing };

/** The units of a list, in its order. `everyMs`: an interval for all, in place of their own schedules. */
export function unitsOf(checks: readonly Check[], everyMs: number | null): readonly Unit[] {
  return familiesOf(checks).flatMap((family) => {
    const [first] = family;
    if (first === undefined) return [];
    return [{ name: first.name, checks: family, timing: everyMs === null ? timingOf(first.schedule) : { everyMs } }];
  });
}

/** Whether two units run at the same moments. */
export function isTimedAlike(one: Unit, other: Unit): boolean {
  return one.name === other.name && JSON.stringify(one.timing) === JSON.stringify(other.timing);
}

const timingOf = (schedule: Schedule): Timing => ('every' in schedule ? { everyMs: schedule.every * 1_000 } : schedule);

/**
 * An execution reports when its slowest check has answered, and one of 25 costs a quarter, a check, of what one of a single
 * check does: more would save little and wait longer.
 */
const MOST_TOGETHER = 25;
/** Answers within this time are all the same. */
const QUICK_MS = 1_000;

/**
 * Puts what is due together into executions: checks that took alike long last time, so that a slow one keeps back slow ones
 * at most. `tookMs`: how long a check took, rechecks included; 0 where that is not known.
 */
export function executionsOf(
  due: readonly Unit[],
  guard: readonly Check[],
  tookMs: (name: string) => number,
): readonly (readonly Check[])[] {
  const byPace = Map.groupBy(due, ({ checks }) => paceOf(Math.max(...checks.map(({ name }) => tookMs(name)))));
  return [...byPace.values()].flatMap((units) =>
    batchesOf(
      units.flatMap(({ checks }) => checks),
      guard,
      () => MOST_TOGETHER + guard.length,
    ),
  );
}

/** Each takes up to four times as long as the one before. */
function paceOf(ms: number): number {
  return ms <= QUICK_MS ? 0 : Math.ceil(Math.log(ms / QUICK_MS) / Math.log(4));
}
