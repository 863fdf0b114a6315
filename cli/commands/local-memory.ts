import { join } from 'node:path';
import type { SqliteStore } from '#local/store/sqlite-store.ts';
import type { Asked } from '../checks-files.ts';
import type { Io } from '../io.ts';
import { OUTPUT_FOLDER } from './destination.ts';
import { readList } from './read-list.ts';

/**
 * What a person asks of the memory of `run --remember` on this machine, with the names of the checks that are listed. Null
 * when the checks file has faults, which were reported.
 */
export async function askMemoryHere<T>(
  asked: Asked,
  io: Io,
  ask: (store: SqliteStore, names: readonly string[]) => Promise<T>,
): Promise<T | null> {
  const list = await readList(asked, io);
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
