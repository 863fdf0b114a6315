import type { CheckList } from '#core/checks/parse.ts';
import { policyFrom } from '#core/incident/alert-settings.ts';
import type { RunStamp } from '#core/incident/state.ts';
import { planOf } from '#core/report/alert-plan.ts';
import type { Verdict } from '#core/verdict/verdict.ts';
import type { Memory } from '#functions/track-incidents/track-incidents.ts';
import { openSqliteStore, type SqliteSettings, type SqliteStore } from './store/sqlite-store.ts';

/** Incidents and history in a file of this machine. */
export type LocalMemory = {
  readonly memory: Memory;
  /** Keeps the verdicts of a run in the history. Throws StoreFault. */
  remember(run: RunStamp, verdicts: readonly Verdict[]): Promise<void>;
  close(): Promise<void>;
};

/**
 * The file is opened when it is first needed: one that cannot be opened is a store out of reach, and alerts go out
 * without it.
 */
export function localMemory(file: string, list: CheckList, settings: SqliteSettings): LocalMemory {
  const alerts = new Map(planOf(list).checks);
  let opening: Promise<SqliteStore> | undefined;
  const open = () => {
    opening ??= openSqliteStore(file, settings);
    return opening;
  };
  return {
    memory: {
      store: {
        load: async (names) => (await open()).load(names),
        save: async (changes) => (await open()).save(changes),
      },
      policyOf: (name) => policyFrom(alerts.get(name)),
      now: settings.now,
      // RecordIncidents tries the same file again, and what it finds ends the run.
      onTrouble: () => {},
    },
    remember: async (run, verdicts) => (await open()).remember(run, verdicts),
    close: async () => {
      const store = await opening?.catch(() => undefined);
      store?.close();
    },
  };
}
