import { existsSync } from 'node:fs';
import type { CheckList } from '#core/check/check-list.ts';
import { heartbeatChecks } from '#core/check/heartbeat-checks.ts';
import type { LocalHeartbeats } from '#local/local-heartbeats.ts';
import type { Inheritance } from '#local/store/heir.ts';
import type { SqliteStore } from '#local/store/sqlite-store.ts';
import { type Asked, earlierListId, listId } from '../checks-files.ts';
import type { Io } from '../io.ts';
import { requireStore, storeFile } from '../store-file.ts';
import { readList } from './read-list.ts';

/**
 * What the jobs of a list have reported on this machine; null where the list has none that do. `makes`: whether the file is
 * made when it is not there.
 */
export async function heartbeatsOf(
  list: CheckList,
  asked: Asked,
  io: Io,
  makes: boolean,
): Promise<LocalHeartbeats | null> {
  if (heartbeatChecks(list).length === 0) return null;
  const [{ localHeartbeats }, { jobFiles }] = await Promise.all([
    import('#local/local-heartbeats.ts'),
    import('../list-files.ts'),
  ]);
  return localHeartbeats(jobFiles(asked, io), makes);
}

/**
 * What is done with the memory: `look` leaves nothing, and needs no permission to write; `use` keeps what is counted anew where it
 * can; `write` makes the file where it is not there.
 */
type Asking = { readonly asked: Asked; readonly to: 'look' | 'use' | 'write' };

/**
 * What a person asks of the memory of `run --remember` on this machine, with the list that it is of. Null when the checks
 * file has faults, which were reported.
 */
export async function askMemoryHere<T>(
  { asked, to }: Asking,
  io: Io,
  ask: (store: SqliteStore, list: CheckList) => Promise<T>,
): Promise<T | null> {
  requireStore();
  const list = await readList(asked, io);
  if (list === null) return null;
  const [{ openSqliteStore }, { memoryFile }] = await Promise.all([
    import('#local/store/sqlite-store.ts'),
    import('../list-files.ts'),
  ]);
  const file = memoryFile(asked, io);
  if (to !== 'look') await begin(file, { asked, list }, io);
  const isThere = to === 'write' || existsSync(file);
  const settings = { now: Date.now, retentionMs: 0, settleMs: 0, onlyReads: isThere && to === 'look' };
  const store = await openSqliteStore(isThere ? file : IN_MEMORY, settings);
  try {
    return await ask(store, list);
  } finally {
    store.close();
  }
}

async function begin(file: string, { asked, list }: { asked: Asked; list: CheckList }, io: Io): Promise<void> {
  const [{ inherit }, { heirOf }] = await Promise.all([
    import('#local/store/inherit.ts'),
    import('#local/store/heir.ts'),
  ]);
  await inherit(file, heirOf(list, listId(asked, io), await inheritance(asked, io)));
}

/** What the memory of a list begins with. Throws UsageError. */
export async function inheritance(asked: Asked, io: Io): Promise<Inheritance> {
  return { shared: storeFile(io), earlier: await earlierListId(asked, io) };
}

/** A database of SQLite's that is no file. */
const IN_MEMORY = ':memory:';
