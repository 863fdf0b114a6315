import type { Clock } from '#local/watch/clock.ts';

/** A clock that goes on when it is told to. */
export type FakeClock = Clock & {
  /** Lets so many milliseconds pass, doing what is due in its order. */
  advance(ms: number): void;
  /** Sets the wall clock, forward or back; to a machine that slept it is the same. */
  step(ms: number): void;
};

type Timer = { readonly at: number; readonly work: () => void };

export function fakeClock(start = '2026-01-31T00:00:00Z'): FakeClock {
  let wall = Date.parse(start);
  let steady = 0;
  let timers: readonly Timer[] = [];
  const pass = (ms: number) => {
    steady += ms;
    wall += ms;
  };
  return {
    now: () => ({ wall, steady }),
    after(ms, work) {
      const timer = { at: steady + ms, work };
      timers = [...timers, timer];
      return () => {
        timers = timers.filter((one) => one !== timer);
      };
    },
    advance(ms) {
      const until = steady + ms;
      for (;;) {
        const next = timers.reduce<Timer | null>(
          (first, one) => (first === null || one.at < first.at ? one : first),
          null,
        );
        if (next === null || next.at > until) break;
        timers = timers.filter((one) => one !== next);
        pass(Math.max(0, next.at - steady));
        next.work();
      }
      pass(until - steady);
    },
    step(ms) {
      wall += ms;
    },
  };
}
