import { existsSync } from 'node:fs';
import type { CheckList } from '#core/check/check-list.ts';
import { heartbeatChecks } from '#core/check/heartbeat-checks.ts';
import type { LocalHeartbeats } from '#local/local-heartbeats.ts';
import type { SqliteStore } from '#local/store/sqlite-store.ts';
import type { Asked } from '../checks-files.ts';
import type { Io } from '../io.ts';
import { requireStore, storeFile } from '../store-file.ts';
import { readList } from './read-list.ts';

/**
 * What the jobs of a list have reported on this machine; null where the list has none that do. `makes`: whether the file is
 * made when it is not there.
 */
export async function heartbeatsOf(list: CheckList, io: Io, makes: boolean): Promise<LocalHeartbeats | null> {
  if (heartbeatChecks(list).length === 0) return null;
  const { localHeartbeats } = await import('#local/local-heartbeats.ts');
  return localHeartbeats(storeFile(io), makes);
}

/** `writes`: whether the file is made when it is not there; who only looks leaves nothing. */
type Asking = { readonly asked: Asked; readonly writes: boolean };

/**
 * What a person asks of the memory of `run --remember` on this machine, with the list that it is of. Null when the checks
 * file has faults, which were reported.
 */
export async function askMemoryHere<T>(
  { asked, writes }: Asking,
  io: Io,
  ask: (store: SqliteStore, list: CheckList) => Promise<T>,
): Promise<T | null> {
  requireStore();
  const list = await readList(asked, io);
  if (list === null) return null;
  const { openSqliteStore } = await import('#local/store/sqlite-store.ts');
  const store = await openSqliteStore(openedFile(writes, io), { now: Date.now, retentionMs: 0, settleMs: 0 });
  try {
    return await ask(store, list);
  } finally {
    store.close();
  }
}

function openedFile(writes: boolean, io: Io): string {
  const file = storeFile(io);
  return writes || existsSync(file) ? file : IN_MEMORY;
}

/** A database of SQLite's that is no file. */
const IN_MEMORY = ':memory:';
