import type { Schedule } from '../check/check.ts';
import type { CheckList } from '../check/check-list.ts';
import { runSeconds, type Shard } from '../run/shards.ts';
import { MONITOR } from './monitor.ts';
import type { Listed } from './state.ts';

/** A shard by the names of its checks. `longestRunSeconds`: what its run takes at most, with all rechecks. */
export type NamedShard = {
  readonly id: string;
  readonly schedule: Schedule;
  readonly longestRunSeconds: number;
  readonly checks: readonly string[];
};

/** What each shard has, and the names of the guards; bundled with the function that remembers. */
export type ShardNames = { readonly shards: readonly NamedShard[]; readonly guards: readonly string[] };

/** The shards of a list, as they are bundled with TrackIncidents. `concurrency`: how many checks a run calls at once. */
export function shardNames(
  shards: readonly Shard[],
  { guard = [] }: Pick<CheckList, 'guard'>,
  concurrency: number,
): ShardNames {
  const named = shards.map(({ id, schedule, checks }) => ({
    id,
    schedule,
    longestRunSeconds: runSeconds([...checks, ...guard], concurrency),
    checks: checks.map(({ name }) => name),
  }));
  return { shards: named, guards: guard.map(({ name }) => name) };
}

/**
 * Where each state is at home in a store that is parted by shard, so that a run reads what its own shard remembers and no
 * other's. What belongs to all shards is in one part: certificates, the monitor, and checks that are on the list no more.
 */
export type Homes = { readonly listed: Listed; readonly of: (name: string) => string };

/** Every run reads this one too. */
export const SHARED_HOME = 'shared';

type Placed = Pick<ShardNames, 'guards'> & { readonly shards: readonly Pick<NamedShard, 'id' | 'checks'>[] };

/** Where what is remembered of each name belongs. */
export function homesOf({ shards, guards }: Placed): Homes {
  const homes = new Map(shards.flatMap(({ id, checks }) => checks.map((name) => [name, `shard ${id}`] as const)));
  const names = new Set([...homes.keys(), ...(guards.length > 0 ? [MONITOR] : [])]);
  return { listed: { names }, of: (name) => homes.get(name) ?? SHARED_HOME };
}
