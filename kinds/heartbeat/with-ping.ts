import { type Beats, type JobRun, MOST_RUNS, type Ping } from './beats.ts';

/**
 * What is known of a job after a report at a time, milliseconds. A report that comes again (the same run, the same sort) is
 * one: its answer was lost, and the client tried once more.
 */
export function withPing(beats: Beats, ping: Ping, at: number): Beats {
  if (isRepeated(beats, ping)) return beats;
  const { rid, exit, text } = ping;
  if (ping.sort === 'start') return { ...beats, runs: started(beats.runs, rid, at) };
  if (ping.sort === 'log') return { ...beats, runs: alive(beats.runs, rid, at), log: { at, text } };
  const run = beats.runs.find((one) => one.rid === rid);
  if (ping.sort === 'fail') return { ...beats, runs: without(beats.runs, run, rid), fail: { at, rid, exit, text } };
  const ok = { at, rid, startedAt: run?.at ?? null };
  return { ...beats, runs: without(beats.runs, run, rid), previous: beats.ok, ok };
}

function isRepeated({ ok, previous, fail, runs }: Beats, { sort, rid }: Ping): boolean {
  if (rid === null) return false;
  if (sort === 'start') return [...runs, ok, previous, fail].some((one) => one?.rid === rid);
  if (sort === 'success') return ok?.rid === rid || previous?.rid === rid;
  return sort === 'fail' && fail?.rid === rid;
}

/** A run without a name takes the place of the one before it, and knows if that had not ended. */
function started(runs: readonly JobRun[], rid: string | null, at: number): readonly JobRun[] {
  const open = rid === null ? runs.find((one) => one.rid === null) : undefined;
  const run = { rid, at, sign: at, ...(open && { before: open.at }) };
  return [...runs.filter((one) => one !== open), run].slice(-MOST_RUNS);
}

function alive(runs: readonly JobRun[], rid: string | null, at: number): readonly JobRun[] {
  return runs.map((one) => (one.rid === rid ? { ...one, sign: at } : one));
}

/**
 * A run that ends takes those with it that began before: what they were for is done, and a run that died would be waited for
 * for ever. An end without a run's name ends all.
 */
function without(runs: readonly JobRun[], ended: JobRun | undefined, rid: string | null): readonly JobRun[] {
  if (ended === undefined) return rid === null ? [] : runs;
  return runs.filter((one) => one !== ended && one.at > ended.at);
}
