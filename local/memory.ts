import { policyFrom } from '#core/check/alert-settings.ts';
import { planOf } from '#core/check/alerting.ts';
import type { CheckList } from '#core/check/check-list.ts';
import { MONITOR } from '#core/incident/monitor.ts';
import { settleTime } from '#core/incident/settle-time.ts';
import type { Listed, RunStamp } from '#core/incident/state.ts';
import type { ToTell } from '#core/report/notices.ts';
import { batchesOf, longestExecution } from '#core/run/shards.ts';
import type { PastVerdict } from '#core/status/past-verdict.ts';
import type { Verdict } from '#core/verdict/verdict.ts';
import type { Memory } from '#functions/track-incidents/track-incidents.ts';
import { heirOf, type Inheritance } from './store/heir.ts';
import type { Outbox, Unsent } from './store/outbox.ts';
import { openSqliteStore, type SqliteStore } from './store/sqlite-store.ts';
import { inTurn } from './store/turn.ts';

/** Incidents and history in a file of this machine. */
export type LocalMemory = {
  readonly memory: Memory;
  /** Keeps the verdicts of a run in the history. Throws StoreFault. */
  remember(run: RunStamp, verdicts: readonly Verdict[]): Promise<void>;
  /** The latest verdict of each of these checks that has one. Throws StoreFault. */
  latest(names: readonly string[]): Promise<ReadonlyMap<string, PastVerdict>>;
  /** Throws StoreFault. */
  readonly outbox: Omit<Outbox, 'stuck'>;
  /** Does `work` while no other run sends from this outbox; null when another one never ended. Throws StoreFault. */
  sending<T>(signal: AbortSignal, work: () => Promise<T>): Promise<{ readonly value: T } | null>;
  close(): Promise<void>;
};

/** `now`: milliseconds. `retentionMs`: how long verdicts are kept. `concurrency`: how many checks are called at once. */
export type MemorySettings = {
  readonly now: () => number;
  readonly retentionMs: number;
  readonly concurrency: number;
  /** Which list it is, by its words. */
  readonly listId: string;
  /** What a file that is not there yet begins with. @default - nothing */
  readonly inherits?: Inheritance;
  /** What is to be sent of a run's news, to be kept with the states that it is of. @default - nothing is sent */
  readonly unsentOf?: (told: Omit<ToTell, 'plan' | 'topics'>) => readonly Unsent[];
  /** Each run exchanges drafts of its own, by its id; else all runs are one. @default false */
  readonly sideBySide?: boolean;
};

/** Longer than receivers take for one alert, with all their tries. */
const LONGEST_TURN_MS = 60_000;

/**
 * The file is opened when it is first needed: one that cannot be opened is a store out of reach, and alerts go out
 * without it.
 */
export function localMemory(file: string, list: CheckList, settings: MemorySettings): LocalMemory {
  const { now, retentionMs, concurrency, listId, inherits, unsentOf, sideBySide = false } = settings;
  // Here one run takes the whole list, however long it is.
  const limits = { concurrency, workflow: 'standard' } as const;
  const guard = list.guard ?? [];
  const called = [...list.checks, ...batchesOf(list.checks, guard).flatMap(() => guard)];
  const settleMs = settleTime(longestExecution(called, limits, called.length));
  const alerts = new Map(planOf(list).checks);
  const listed: Listed = {
    id: listId,
    names: new Set([...list.checks.map(({ name }) => name), ...(guard.length > 0 ? [MONITOR] : [])]),
  };
  const heir = inherits && heirOf(list, listId, inherits);
  let opening: Promise<SqliteStore> | undefined;
  const open = () => {
    // What failed is tried again: a disk has room again, a folder comes back.
    opening ??= openSqliteStore(file, { now, retentionMs, settleMs, listed, ...(heir && { heir }) }).catch(
      (error: unknown) => {
        opening = undefined;
        throw error;
      },
    );
    return opening;
  };
  return {
    memory: {
      store: {
        load: async (names) => (await open()).load(names),
        save: async (changes) => (await open()).save(changes),
      },
      ...(unsentOf && {
        storeFor: (run, verdicts) => ({
          load: async (names) => (await open()).load(names),
          save: async (changes) =>
            (await open()).saveAndDraft(
              changes,
              (transitions) => unsentOf({ run, verdicts, transitions }),
              sideBySide ? run.id : undefined,
            ),
        }),
      }),
      mutes: {
        mutes: async () => (await open()).mutes(),
        mute: async (mute) => (await open()).mute(mute),
        unmute: async (check) => (await open()).unmute(check),
      },
      policyOf: (name) => policyFrom(alerts.get(name)),
      settleMs,
      listed,
      now,
      // RecordIncidents tries the same file again, and what it finds ends the run.
      onTrouble: () => {},
    },
    remember: async (run, verdicts) => (await open()).remember(run, verdicts),
    latest: async (names) => (await open()).latest(names),
    outbox: {
      exchange: async (unsent, of) => (await open()).outbox.exchange(unsent, of),
      waiting: async (draftsBefore) => (await open()).outbox.waiting(draftsBefore),
      taken: async (waiting) => (await open()).outbox.taken(waiting),
      tidy: async () => (await open()).outbox.tidy(),
    },
    sending: (signal, work) => inTurn(`${file}-sending`, { mostMs: LONGEST_TURN_MS, signal }, work),
    close: async () => {
      const store = await opening?.catch(() => undefined);
      store?.close();
    },
  };
}
