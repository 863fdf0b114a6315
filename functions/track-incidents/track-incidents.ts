import type { RunHistory } from '#core/history/run-history.ts';
import { memoryless } from '#core/incident/decide.ts';
import { MONITOR, MONITOR_POLICY } from '#core/incident/monitor.ts';
import type { Mute, MuteStore } from '#core/incident/mute.ts';
import { type Sifted, sift } from '#core/incident/quiet.ts';
import type { Transition } from '#core/incident/state.ts';
import { type RunToTrack, recordRun, trackRun } from '#core/incident/track-run.ts';
import { countsOf } from '#core/report/counts.ts';
import { type IncidentEvent, incidentEvents } from '#core/report/incident-events.ts';
import { newsOf } from '#core/report/news.ts';
import { noticesOf, settingsIn, type ToTell } from '#core/report/notices.ts';
import { withoutGuards } from '#core/run/guards.ts';
import type { ReportInput, Tracked } from '#core/run/run.ts';

/** `decide` asks what to alert about; `record` only to remember the verdicts, because the alerts are out already. */
export type TrackIncidentsEvent = ReportInput & { readonly mode: 'decide' | 'record' };

/** The run as it goes on: what it was given, its verdicts marked where nothing is reported of them, and what it has to tell. */
export type TrackIncidentsAnswer = ReportInput & Tracked;

/** What an incident's life takes. `onTrouble` hears why something could not be remembered. */
export type Memory = Pick<RunToTrack, 'store' | 'policyOf' | 'settleMs' | 'listed'> & {
  readonly now: () => number;
  /** The store as one run writes to it, where the alerts that follow are kept with the states. @default - store */
  readonly storeFor?: (run: ReportInput['run'], verdicts: ReportInput['verdicts']) => RunToTrack['store'];
  /** Where people's mutes are. @default - nothing is muted */
  readonly mutes?: MuteStore;
  readonly onTrouble: (trouble: unknown) => void;
};

/** Without `memory` the recipe's policy holds: every run with an NG is reported, and there is nothing to record. */
export type TrackingSettings = Pick<ToTell, 'plan' | 'topics'> & {
  readonly memory?: Memory;
  /** Hears of what a run has opened and ended, beside the topics; it must not throw. */
  readonly sendEvents?: (events: readonly IncidentEvent[]) => Promise<void>;
  /** Hears of each run of the list, when all else of it is decided; it must not throw, nor take long. */
  readonly keepHistory?: (history: KeptRun) => Promise<void>;
};

/**
 * What a run came to. `shard` is null for one that a person started. `isFirst` false: it may have been kept already, with its
 * transitions.
 */
export type KeptRun = RunHistory & { readonly shard: string | null; readonly isFirst: boolean };

/** What a run has to tell. A store that is out of reach is worked around; when only recording was asked for, it throws. */
export async function trackIncidents(
  event: TrackIncidentsEvent,
  settings: TrackingSettings,
): Promise<TrackIncidentsAnswer> {
  const { run } = event;
  const { recorded, verdicts, transitions } = await trackTransitions(event, settings);
  const { plan, topics, sendEvents, keepHistory } = settings;
  const listed = withoutGuards(run, verdicts);
  const isFirst = event.mode === 'decide';
  await Promise.all([
    sendEvents && send(incidentEvents(newsOf(transitions, listed, settingsIn(plan)), run), sendEvents),
    // Ad hoc checks are on no list, and so on no page.
    run.adHoc === undefined && keepHistory?.({ run, shard: run.shard, verdicts: listed, transitions, isFirst }),
  ]);
  const counts = countsOf(listed);
  return { run, verdicts, recorded, counts, notifications: noticesOf({ run, verdicts, transitions, plan, topics }) };
}

async function send(
  events: readonly IncidentEvent[],
  sendEvents: NonNullable<TrackingSettings['sendEvents']>,
): Promise<void> {
  if (events.length > 0) await sendEvents(events);
}

type Transitions = Pick<TrackIncidentsAnswer, 'recorded' | 'verdicts'> & {
  readonly transitions: readonly Transition[];
};

/** The same before it is put into words: several runs on one machine are reported in one message. */
export async function trackTransitions(
  { run, verdicts: answered, mode }: TrackIncidentsEvent,
  settings: Pick<TrackingSettings, 'plan' | 'memory'>,
): Promise<Transitions> {
  const { verdicts, counting } = await siftRun({ run, verdicts: answered }, settings);
  const { memory } = settings;
  // Ad hoc checks are on no list: a name that somebody typed must neither open nor end an incident of a listed check.
  if (memory === undefined || run.adHoc !== undefined) {
    return { recorded: true, verdicts, transitions: mode === 'decide' ? memoryless(run, counting, 'once') : [] };
  }
  const { settleMs, now, listed, onTrouble } = memory;
  const store = memory.storeFor?.(run, verdicts) ?? memory.store;
  const policyOf: Memory['policyOf'] = (name) => (name === MONITOR ? MONITOR_POLICY : memory.policyOf(name));
  const question = { run, verdicts: counting, policyOf, now: now(), settleMs, store, ...(listed && { listed }) };
  if (mode === 'record') {
    await recordRun(question);
    return { recorded: true, verdicts, transitions: [] };
  }
  const { recorded, transitions, trouble } = await trackRun(question);
  if (!recorded) onTrouble(trouble);
  return { recorded, verdicts, transitions };
}

/** The verdicts of a run, those marked of which nothing is reported, by the list and by people's mutes. */
export async function siftRun(
  { run, verdicts }: ReportInput,
  { plan, memory }: Pick<TrackingSettings, 'plan' | 'memory'>,
): Promise<Sifted> {
  const mutes = run.adHoc === undefined ? await mutesIn(memory) : [];
  return sift(run, verdicts, plan, mutes);
}

/** People's mutes. What cannot be read silences nobody. */
export async function mutesIn(memory: Memory | undefined): Promise<readonly Mute[]> {
  try {
    return (await memory?.mutes?.mutes()) ?? [];
  } catch (trouble) {
    memory?.onTrouble(trouble);
    return [];
  }
}
