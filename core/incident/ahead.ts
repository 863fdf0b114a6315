import { type CheckState, type RunStamp, type Track, timeOf } from './state.ts';

/** Clocks of machines that share a store differ by seconds; a run may stand for a moment that is minutes ahead. */
const TOLERATED_MS = 10 * 60_000;

/**
 * What is remembered, as of now, where a clock that was ahead has written it: until that day no run would come after the
 * last one, and the check would be silent. Everything that lies ahead is put just before this run. The very same state
 * where nothing lies ahead, or it is this run's own.
 */
export function backFromAhead(state: CheckState, run: RunStamp, now: number): CheckState {
  const isAhead = timeOf(state.lastRun) > Math.max(now, timeOf(run)) + TOLERATED_MS;
  if (!isAhead || state.told.some(({ runId }) => runId === run.id)) return state;
  const before = new Date(timeOf(run) - 1).toISOString();
  const earlier = (instant: string) => (Date.parse(instant) > timeOf(run) ? before : instant);
  const back = (track: Track): Track => ({
    ...track,
    since: earlier(track.since),
    openedAt: track.openedAt && earlier(track.openedAt),
    toldAt: track.toldAt && earlier(track.toldAt),
  });
  return {
    ...state,
    target: state.target && back(state.target),
    fault: state.fault && back(state.fault),
    ...(state.degraded && { degraded: back(state.degraded) }),
    lastRun: { ...state.lastRun, startedAt: before },
  };
}
