import { existsSync } from 'node:fs';
import type { Reason } from '#core/verdict/reason.ts';
import { type Beats, type Heartbeat, NO_BEATS, type ReadHeartbeat } from '#kinds/heartbeat/beats.ts';
import type { SqliteHeartbeats } from './store/sqlite-heartbeats.ts';
import { StoreFault } from './store/store-fault.ts';

/** Reads what jobs of this machine have reported. A file is opened at the first that is looked for. */
export type LocalHeartbeats = { readonly read: ReadHeartbeat; close(): Promise<void> };

/**
 * The files of what jobs report: that of an environment, and that of jobs that say none, which is the same without an
 * environment. The key of their tokens is beside the latter.
 */
export type JobFiles = { readonly own: string; readonly shared: string };

/**
 * What is in the files. A job that has said nothing in its environment may have said it in none. `makes`: whether the own
 * file is made when it is not there; without a file no job has reported. One that cannot be read is a reason, which names it.
 */
export function localHeartbeats({ own, shared }: JobFiles, makes: boolean): LocalHeartbeats {
  const mine = fileOf(own, makes);
  const others = own === shared ? null : fileOf(shared, false);
  return {
    read: async (name, at) => {
      const found = await mine.read(name, at);
      if (others === null || 'code' in found || hasReported(found.beats)) return found;
      const other = await others.read(name, at);
      return 'code' in other || hasReported(other.beats) || found.isForgotten === true ? other : found;
    },
    close: async () => void (await Promise.all([mine.close(), others?.close()])),
  };
}

const hasReported = ({ ok, fail, runs, log }: Beats): boolean =>
  ok !== null || fail !== null || log !== null || runs.length > 0;

function fileOf(file: string, makes: boolean): LocalHeartbeats {
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
