import type { Check } from '#core/check/check.ts';
import { type Due, firstDue, type Moment, nextDue, steppedDue, waitOf } from '#core/schedule/due.ts';
import { executionsOf, isTimedAlike, type Unit, unitsOf } from '#core/schedule/units.ts';
import type { Clock } from './clock.ts';

/** What is scheduled: a list's checks and guards. `everyMs`: an interval for all in place of their own schedules. */
type Scheduled = {
  readonly checks: readonly Check[];
  readonly guard: readonly Check[];
  readonly everyMs: number | null;
};

export type SchedulerEffects = {
  readonly clock: Clock;
  /** Begins an execution of these checks. `dueAt`: by name, when each was due by the steady clock. */
  readonly begin: (checks: readonly Check[], dueAt: ReadonlyMap<string, number>) => void;
  /** When a check ran last, wall milliseconds; null for never. */
  readonly last: (name: string) => number | null;
  /** How long a check took last, milliseconds; 0 where that is not known. */
  readonly tookMs: (name: string) => number;
  /** A unit was due while it still ran, and is left out this time. */
  readonly onSkipped: (unit: Unit) => void;
  /** The wall clock was set, or the machine slept: it moved by so many milliseconds against the steady one. */
  readonly onStep: (stepMs: number) => void;
};

export type Scheduler = {
  /** Takes a list in place of the one before; what stays keeps its moments. */
  use(scheduled: Scheduled): void;
  /** A check has answered: it may run again. */
  answered(name: string): void;
  isRunning(name: string): boolean;
  /** Begins the unit of a check now, beside its schedule; false when one of it is running or there is none. */
  beginNow(name: string): boolean;
  readonly running: number;
  /** Begins nothing more. */
  stop(): void;
};

type Entry = { readonly unit: Unit; readonly due: Due };

/** A timer is set for no longer, so that a step of the wall clock is seen that soon. */
const LONGEST_WAIT_MS = 1_000;
/** What the wall clock may go wrong within that time without having been set. */
const STEP_MS = 2_000;

export function newScheduler({ clock, begin, last, tookMs, onSkipped, onStep }: SchedulerEffects): Scheduler {
  const running = new Set<string>();
  let entries: readonly Entry[] = [];
  let guard: readonly Check[] = [];
  let cancel = () => {};
  let ahead = aheadOf(clock.now());
  let isStopped = false;

  const isBusy = ({ checks }: Unit) => checks.some(({ name }) => running.has(name));
  const lastOf = ({ checks }: Unit) => {
    const known = checks.map(({ name }) => last(name));
    return known.includes(null) ? null : Math.min(...known.map((at) => at ?? 0));
  };
  const beginAll = (due: readonly Entry[], now: Moment) => {
    const dueAt = new Map(
      due.flatMap((entry) => entry.unit.checks.map(({ name }) => [name, now.steady + waitOf(entry.due, now)] as const)),
    );
    const units = due.map(({ unit }) => unit);
    for (const checks of executionsOf(units, guard, tookMs)) {
      for (const { name } of checks) running.add(name);
      begin(checks, dueAt);
    }
  };
  const look = () => {
    if (isStopped) return;
    const now = clock.now();
    const stepMs = aheadOf(now) - ahead;
    ahead = aheadOf(now);
    if (Math.abs(stepMs) > STEP_MS) {
      onStep(stepMs);
      entries = entries.map(({ unit, due }) => {
        return { unit, due: steppedDue(unit.name, unit.timing, due, { stepMs, last: lastOf(unit) }, now) };
      });
    }
    const due = entries.filter((entry) => waitOf(entry.due, now) <= 0);
    if (due.length > 0) {
      const late = new Set(due);
      entries = entries.map((entry) =>
        late.has(entry) ? { ...entry, due: nextDue(entry.unit.timing, entry.due, now) } : entry,
      );
      for (const { unit } of due.filter((entry) => isBusy(entry.unit))) onSkipped(unit);
      beginAll(
        due.filter(({ unit }) => !isBusy(unit)),
        now,
      );
    }
    wait();
  };
  const wait = () => {
    cancel();
    const now = clock.now();
    const soonest = entries.reduce((least, { due }) => Math.min(least, waitOf(due, now)), LONGEST_WAIT_MS);
    cancel = clock.after(Math.max(0, soonest), look);
  };
  return {
    use(scheduled) {
      const now = clock.now();
      const before = new Map(entries.map((entry) => [entry.unit.name, entry]));
      guard = scheduled.guard;
      entries = unitsOf(scheduled.checks, scheduled.everyMs).map((unit) => {
        const known = before.get(unit.name);
        const stays = known !== undefined && isTimedAlike(known.unit, unit);
        return { unit, due: stays ? known.due : firstDue(unit.name, unit.timing, lastOf(unit), now) };
      });
      if (!isStopped) wait();
    },
    answered(name) {
      running.delete(name);
    },
    isRunning: (name) => running.has(name),
    beginNow(name) {
      const entry = entries.find(({ unit }) => unit.checks.some((check) => check.name === name));
      if (isStopped || entry === undefined || isBusy(entry.unit)) return false;
      const now = clock.now();
      beginAll([{ unit: entry.unit, due: { steady: now.steady, anchor: now.steady } }], now);
      return true;
    },
    get running() {
      return running.size;
    },
    stop() {
      isStopped = true;
      cancel();
    },
  };
}

/** How far the wall clock is ahead of the steady one. */
const aheadOf = ({ wall, steady }: Moment): number => wall - steady;
