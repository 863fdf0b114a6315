import { existsSync } from 'node:fs';
import type { Reason } from '#core/verdict/reason.ts';
import { type Heartbeat, NO_BEATS, type ReadHeartbeat } from '#kinds/heartbeat/beats.ts';
import type { SqliteHeartbeats } from './store/sqlite-heartbeats.ts';
import { StoreFault } from './store/store-fault.ts';

/** Reads what jobs of this machine have reported. The file is opened at the first that is looked for. */
export type LocalHeartbeats = { readonly read: ReadHeartbeat; close(): Promise<void> };

/**
 * Those in a file. `makes`: whether it is made when it is not there; without a file no job has reported. One that cannot be
 * read is a reason, which names it.
 */
export function localHeartbeats(file: string, makes: boolean): LocalHeartbeats {
  let opening: Promise<SqliteHeartbeats> | undefined;
  const open = async () => {
    opening ??= import('./store/sqlite-heartbeats.ts').then(({ openHeartbeats }) => openHeartbeats(file));
    return opening;
  };
  return {
    read: async (name, at): Promise<Heartbeat | Reason> => {
      const nothing = { since: at, beats: NO_BEATS, isForgotten: true } as const;
      if (!makes && opening === undefined && !existsSync(file)) return nothing;
      try {
        return await (await open()).read(name, at);
      } catch (error) {
        if (!(error instanceof StoreFault)) throw error;
        return existsSync(file) ? { code: 'config', message: `reports cannot be read: ${error.message}` } : nothing;
      }
    },
    close: async () => (await opening?.catch(() => undefined))?.close(),
  };
}
