import type { ReadHeartbeat } from '#kinds/heartbeat/beats.ts';
import type { SqliteHeartbeats } from './store/sqlite-heartbeats.ts';

/** Reads what jobs of this machine have reported. The file is opened at the first that is looked for. Throws StoreFault. */
export type LocalHeartbeats = { readonly read: ReadHeartbeat; close(): Promise<void> };

/** Those in a file, which is made when it is not there. */
export function localHeartbeats(file: string): LocalHeartbeats {
  let opening: Promise<SqliteHeartbeats> | undefined;
  const open = async () => {
    opening ??= import('./store/sqlite-heartbeats.ts').then(({ openHeartbeats }) => openHeartbeats(file));
    return opening;
  };
  return {
    read: async (name, at) => (await open()).read(name, at),
    close: async () => (await opening?.catch(() => undefined))?.close(),
  };
}
