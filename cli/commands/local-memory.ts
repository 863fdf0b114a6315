import { join } from 'node:path';
import type { CheckList } from '#core/check/check-list.ts';
import { HEARTBEATS } from '#core/contract.ts';
import type { LocalHeartbeats } from '#local/local-heartbeats.ts';
import type { SqliteStore } from '#local/store/sqlite-store.ts';
import type { Io } from '../io.ts';
import { OUTPUT_FOLDER } from './destination.ts';
import { readList } from './read-list.ts';

/** What the jobs of a list have reported on this machine; null where the list has none that do. */
export async function heartbeatsOf({ checks, guard = [] }: CheckList, io: Io): Promise<LocalHeartbeats | null> {
  if (![...checks, ...guard].some(({ kind }) => kind === HEARTBEATS.kind)) return null;
  const { localHeartbeats } = await import('#local/local-heartbeats.ts');
  return localHeartbeats(join(io.cwd, OUTPUT_FOLDER, 'rollcall.db'));
}

/**
 * What a person asks of the memory of `run --remember` on this machine, with the names of the checks that are listed. Null
 * when the checks file has faults, which were reported.
 */
export async function askMemoryHere<T>(
  checks: string,
  io: Io,
  ask: (store: SqliteStore, names: readonly string[]) => Promise<T>,
): Promise<T | null> {
  const list = await readList(checks, io);
  if (list === null) return null;
  const { openSqliteStore } = await import('#local/store/sqlite-store.ts');
  const file = join(io.cwd, OUTPUT_FOLDER, 'rollcall.db');
  const store = await openSqliteStore(file, { now: Date.now, retentionMs: 0, settleMs: 0 });
  try {
    return await ask(
      store,
      list.checks.map(({ name }) => name),
    );
  } finally {
    store.close();
  }
}
