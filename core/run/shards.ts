import type { Check, Schedule } from '../check/check.ts';
import { BUDGETS, DEFAULT_CONCURRENCY, EXPRESS_LIMIT_S, LONGEST_THROTTLE_S, type WorkflowType } from '../contract.ts';
import { familiesOf } from './families.ts';
import { intervalsOf, scheduleName } from './interval.ts';

/** The checks of one schedule that one run takes. `id` is the schedule's name and a count from 0: `5m-0`. */
export type Shard = { readonly id: string; readonly schedule: Schedule; readonly checks: readonly Check[] };

/** What a run may take, and how it goes about it. `guard`: checks that each run calls beside its own. */
export type RunLimits = {
  readonly concurrency: number;
  readonly workflow: WorkflowType;
  readonly guard?: readonly Check[] | undefined;
};

const USUAL: RunLimits = { concurrency: DEFAULT_CONCURRENCY, workflow: 'standard' };
/** Start and answer of a checker function, over its check's own deadline. */
const CALL_S = 5;

/**
 * Splits a list into what each schedule starts. A shard takes the checks of one schedule in the list's order until its
 * count, its bytes or its time is full, so that a check more changes no shard but the last. Checks that depend on each
 * other are in one, at the place of the first of them. What cannot be done in time even alone is apart (`1m-slow-0`),
 * where it delays nobody else. The same list gives the same shards, on whichever machine.
 */
export function shardsOf(checks: readonly Check[], limits: RunLimits = USUAL): readonly Shard[] {
  const { concurrency, workflow, guard = [] } = limits;
  const groups = Map.groupBy(checks, ({ schedule }) => scheduleName(schedule));
  return [...groups].flatMap(([name, group]) => {
    const schedule = group[0]?.schedule ?? { every: 0 };
    const limit = longestRun(schedule, workflow);
    const inTime = (some: readonly Check[]) => runSeconds([...some, ...guard], concurrency) < limit;
    const [slow, quick] = parted(group, inTime);
    const shards = (prefix: string, batches: readonly (readonly Check[])[]): Shard[] =>
      batches.map((batch, index) => ({ id: `${prefix}-${index}`, schedule, checks: batch }));
    return [
      ...shards(name, batchesOf(quick, guard, waveLimit(concurrency, limit))),
      // As many as are called at once: fewer would take as long.
      ...shards(
        `${name}-slow`,
        batchesOf(slow, guard, () => concurrency),
      ),
    ];
  });
}

function parted(group: readonly Check[], inTime: (family: readonly Check[]) => boolean) {
  const { slow = [], quick = [] } = Object.groupBy(familiesOf(group), (family) => (inTime(family) ? 'quick' : 'slow'));
  return [slow.flat(), quick.flat()] as const;
}

/** How many checks a batch takes in which the slowest takes so many seconds. */
type Room = (slowest: number) => number;

/**
 * Splits checks, whatever their schedules, into as few runs as their count, their bytes and their families allow. Each run
 * has room for the guard too, which is not in it.
 */
export function batchesOf(
  checks: readonly Check[],
  guard: readonly Check[] = [],
  room: Room = () => BUDGETS.shardChecks,
): readonly (readonly Check[])[] {
  const [bytesOfGuard, slowestOfGuard] = [bytesOf(guard), slowestOf(guard)];
  const batches: Check[][] = [];
  let bytes = 0;
  let slowest = 0;
  for (const family of familiesOf(checks)) {
    const size = bytesOf(family);
    const last = batches.at(-1) ?? [];
    slowest = Math.max(slowest, slowestOf(family));
    const most = Math.min(BUDGETS.shardChecks, room(slowest)) - guard.length;
    if (last.length > 0 && last.length + family.length <= most && bytes + size <= BUDGETS.shardBytes) {
      last.push(...family);
      bytes += size;
    } else {
      batches.push([...family]);
      bytes = '[]'.length + bytesOfGuard + size;
      slowest = Math.max(slowestOfGuard, slowestOf(family));
    }
  }
  return batches;
}

function bytesOf(checks: readonly Check[]): number {
  return checks.reduce((sum, check) => sum + Buffer.byteLength(JSON.stringify(check)) + 1, 0);
}

/** So many whole waves of calls as end before the limit. */
function waveLimit(concurrency: number, limit: number): Room {
  return (slowest) => concurrency * (Math.ceil(limit / slowest) - 1);
}

/** The most seconds that a run of these checks takes: ceil(n / concurrency) waves, each as long as its slowest check. */
export function runSeconds(checks: readonly Check[], concurrency: number): number {
  return Math.ceil(checks.length / concurrency) * slowestOf(checks);
}

function slowestOf(checks: readonly Check[]): number {
  return checks.reduce((most, check) => Math.max(most, checkSeconds(check)), 0);
}

/** The most seconds that a check takes with all its rechecks and the pauses before them. */
export function checkSeconds({ timeoutMs, rechecks, recheckAfterSeconds }: Check): number {
  return (1 + rechecks) * (timeoutMs / 1000 + CALL_S) + rechecks * recheckAfterSeconds;
}

/** A run must take fewer seconds than this: its successor is due, or AWS ends an Express workflow. */
export function longestRun(schedule: Schedule, workflow: WorkflowType): number {
  const { shortest } = intervalsOf(schedule);
  return workflow === 'express' ? Math.min(shortest, EXPRESS_LIMIT_S) : shortest;
}

/** PrepareChecks, TrackIncidents, Report and Finish with all their retries, throttled or not, and time to spare. */
const AROUND_THE_CHECKS_S = 1_200;
const SHORTEST_TIMEOUT_S = 3_600;

/**
 * Seconds after which an execution hangs: more than the longest that any selection of `most` of these checks takes. An
 * hour at least, for what people type in; what AWS gives an Express workflow at most.
 */
export function longestExecution(
  checks: readonly Check[],
  { concurrency, workflow }: RunLimits,
  most: number = BUDGETS.shardChecks,
): number {
  if (workflow === 'express') return EXPRESS_LIMIT_S;
  const waves = Math.ceil(Math.min(checks.length, most) / concurrency);
  // Each call of a checker may be throttled before it begins.
  const calls = checks.reduce((least, { rechecks }) => Math.max(least, 1 + rechecks), 1);
  const wave = slowestOf(checks) + calls * LONGEST_THROTTLE_S;
  return Math.max(SHORTEST_TIMEOUT_S, Math.ceil(waves * wave) + AROUND_THE_CHECKS_S);
}
