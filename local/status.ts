import { planOf } from '#core/check/alerting.ts';
import type { CheckList } from '#core/check/check-list.ts';
import { DEFAULT_CONCURRENCY } from '#core/contract.ts';
import { shardNames } from '#core/incident/homes.ts';
import { timeOf } from '#core/incident/state.ts';
import { shardsOf } from '#core/run/shards.ts';
import { endingSoon } from '#core/status/certificates.ts';
import type { PastVerdict } from '#core/status/past-verdict.ts';
import { type LastRun, lastRunOf, type Status, statusOf, type Trouble } from '#core/status/status.ts';
import { statusNow } from '#functions/track-incidents/status.ts';
import type { SqliteStore } from './store/sqlite-store.ts';

/** What the memory of this machine says of a list. `now`: milliseconds. Throws StoreFault. */
export async function statusHere(store: SqliteStore, list: CheckList, now: number): Promise<Status> {
  // As the schedules would have it on AWS: here something else starts the runs.
  const limits = { concurrency: DEFAULT_CONCURRENCY, workflow: 'standard' } as const;
  const shards = shardNames(shardsOf(list.checks, { ...limits, guard: list.guard }), list, limits.concurrency);
  const remembered = await statusNow({ store, mutes: store, plan: planOf(list), shards, now: () => now });
  const known = await store.latest(list.checks.map(({ name }) => name));
  const latest = shards.shards.map(({ checks }) => checks.flatMap((name) => known.get(name) ?? []));
  const lastRuns = new Map(
    shards.shards.flatMap(({ id }, index) => {
      const run = lastCalled(latest[index] ?? []);
      return run === null ? [] : [[id, run] as const];
    }),
  );
  return statusOf(
    remembered,
    {
      lastRuns,
      noneSince: new Map(),
      certificates: endingSoon(latest.flat(), now),
      troubles: [...(lastRuns.size === 0 ? [NEVER_RAN] : []), ...(await stuckIn(store))],
      unknown: [],
    },
    now,
  );
}

const NEVER_RAN: Trouble = {
  kind: 'never-ran',
  message: 'no run of this list is remembered; call it with rollcall run --remember, or name another with --checks',
  since: null,
};

/**
 * Since when all checks of a shard have been called, with the latest verdict of each: a person who calls one of them to try it
 * does not call the shard, and watch calls each by itself. What is new on the list has no say.
 */
function lastCalled(latest: readonly PastVerdict[]): LastRun | null {
  const [oldest] = latest.map(({ run }) => run).toSorted((a, b) => timeOf(a) - timeOf(b));
  if (oldest === undefined) return null;
  return lastRunOf(
    oldest,
    latest.map(({ verdict }) => verdict),
  );
}

async function stuckIn({ outbox }: SqliteStore): Promise<readonly Trouble[]> {
  const stuck = await outbox.stuck();
  if (stuck === null) return [];
  const { count, since } = stuck;
  const what = count === 1 ? 'an alert is' : `${count} alerts are`;
  const message = `${what} not sent yet; rollcall run --remember --send tries again`;
  return [{ kind: 'unsent', message, since: new Date(since).toISOString() }];
}
