import type { CheckList } from '../check/check-list.ts';
import type { Shard } from '../run/shards.ts';
import { MONITOR } from './monitor.ts';
import type { Listed } from './state.ts';

/** Which checks each shard has, by its id, and whether runs call guards; bundled with the function that remembers. */
export type ShardNames = {
  readonly shards: readonly (readonly [id: string, names: readonly string[]])[];
  readonly guarded: boolean;
};

/** The names of each shard's checks, as they are bundled with TrackIncidents. */
export function shardNames(shards: readonly Shard[], { guard = [] }: Pick<CheckList, 'guard'>): ShardNames {
  const named = shards.map(({ id, checks }) => [id, checks.map(({ name }) => name)] as const);
  return { shards: named, guarded: guard.length > 0 };
}

/**
 * Where each state is at home in a store that is parted by shard, so that a run reads what its own shard remembers and no
 * other's. What belongs to all shards is in one part: certificates, the monitor, and checks that are on the list no more.
 */
export type Homes = { readonly listed: Listed; readonly of: (name: string) => string };

/** Every run reads this one too. */
export const SHARED_HOME = 'shared';

/** Where what is remembered of each name belongs. */
export function homesOf({ shards, guarded }: ShardNames): Homes {
  const homes = new Map(shards.flatMap(([id, names]) => names.map((name) => [name, `shard ${id}`] as const)));
  const names = new Set([...homes.keys(), ...(guarded ? [MONITOR] : [])]);
  return { listed: { names }, of: (name) => homes.get(name) ?? SHARED_HOME };
}
