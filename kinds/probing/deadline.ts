/** A moment at which something is given up. Milliseconds of the monotonic clock. */
export type Deadline = { timer: NodeJS.Timeout; due: number };

/** A timer is never exact; what is later than this was kept by something else in this process. */
const LATE_MS = 20;

/**
 * Calls `over` once `ms` have passed in which this process could listen. When something kept the process, timers are due
 * before anything is read that came meanwhile: so what was kept is given back, and an answer that is there is seen.
 */
export function startDeadline(ms: number, now: () => number, over: () => void): Deadline {
  const due = now() + ms;
  const deadline: Deadline = { due, timer: setTimeout(ring, ms) };
  function ring(): void {
    const late = now() - deadline.due;
    if (late <= LATE_MS) {
      over();
      return;
    }
    deadline.due = now() + late;
    deadline.timer = setTimeout(ring, late);
  }
  return deadline;
}

/** Nothing is given up any more. */
export function endDeadline(deadline: Deadline | null): void {
  if (deadline !== null) clearTimeout(deadline.timer);
}
