import type { Check, Schedule } from '../check/check.ts';
import {
  BUDGETS,
  DEFAULT_CONCURRENCY,
  DEFAULT_WORKFLOW,
  EXPRESS_LIMIT_S,
  LONGEST_THROTTLE_S,
  NESTED_LIMIT_S,
  type WorkflowType,
} from '../contract.ts';
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

const USUAL: RunLimits = { concurrency: DEFAULT_CONCURRENCY, workflow: DEFAULT_WORKFLOW };
/** Start and answer of a function, over what it does: a check's own deadline, and next to nothing in PrepareChecks. */
const CALL_S = 5;

/**
 * Splits a list into what each schedule starts. A shard takes the checks of one schedule in the list's order until its
 * count, its bytes or its time is full, so that a check more changes no shard but the last. Checks that depend on each
 * other are in one, at the place of the first of them. What takes longer than a nested workflow is waited for, even
 * alone, is apart (`5m-inline-0`), and what cannot be done in time at all too (`1m-slow-0`), where it delays nobody
 * else. The same list gives the same shards, on whichever machine.
 */
export function shardsOf(checks: readonly Check[], limits: RunLimits = USUAL): readonly Shard[] {
  const { concurrency, workflow, guard = [] } = limits;
  const groups = Map.groupBy(checks, ({ schedule }) => scheduleName(schedule));
  return [...groups].flatMap(([name, group]) => {
    const schedule = group[0]?.schedule ?? { every: 0 };
    const inTime = (some: readonly Check[], limit: number) => runSeconds([...some, ...guard], concurrency) < limit;
    const ways = waysOf(schedule, workflow);
    const families = Map.groupBy(familiesOf(group), (family) => ways.find(({ limit }) => inTime(family, limit)));
    return [...ways, undefined].flatMap((way) => {
      // Of those that are late anyway, as many as are called at once: fewer would take as long.
      const room = way === undefined ? () => concurrency : waveLimit(concurrency, way.limit);
      return batchesOf((families.get(way) ?? []).flat(), guard, room).map((batch, index) => ({
        id: `${name}${way?.suffix ?? SLOW}-${index}`,
        schedule,
        checks: batch,
      }));
    });
  });
}

/** In the ids of shards that a nested workflow runs itself; IsScheduled looks for them. */
const INLINE = '-inline';
const SLOW = '-slow';

/** How runs of a schedule can end in time: in fewer seconds than `limit`. The one that costs less comes first. */
function waysOf(schedule: Schedule, workflow: WorkflowType): readonly { suffix: string; limit: number }[] {
  const limit = longestRun(schedule, workflow);
  if (workflow !== 'nested') return [{ suffix: '', limit }];
  return [
    { suffix: '', limit: Math.min(limit, NESTED_RUN_S) },
    { suffix: INLINE, limit },
  ];
}

/** What PrepareChecks leaves of the time that a nested workflow is waited for. */
const NESTED_RUN_S = NESTED_LIMIT_S - CALL_S;

/** Whether a nested workflow calls its Express machine for this shard, or runs it inline. */
export function isCalled({ id }: Pick<Shard, 'id'>): boolean {
  return !id.includes(`${INLINE}-`) && !id.includes(`${SLOW}-`);
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

/** RunNested, PrepareChecks, TrackIncidents, Report and Finish with all their retries, throttled or not, and time to spare. */
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
