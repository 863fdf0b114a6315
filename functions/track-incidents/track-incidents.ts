import { memoryless } from '#core/incident/decide.ts';
import type { Transition } from '#core/incident/state.ts';
import { type RunToTrack, recordRun, trackRun } from '#core/incident/track-run.ts';
import { noticesOf, type ToTell } from '#core/report/notices.ts';
import type { ReportInput, Tracked } from '#core/run/run.ts';

/** `decide` asks what to alert about; `record` only to remember the verdicts, because the alerts are out already. */
export type TrackIncidentsEvent = ReportInput & { readonly mode: 'decide' | 'record' };

/** What an incident's life takes. `onTrouble` hears why something could not be remembered. */
export type Memory = Pick<RunToTrack, 'store' | 'policyOf' | 'settleMs'> & {
  readonly now: () => number;
  readonly onTrouble: (trouble: unknown) => void;
};

/** Without `memory` the recipe's policy holds: every run with an NG is told, and there is nothing to record. */
export type TrackingSettings = Pick<ToTell, 'plan' | 'topics'> & { readonly memory?: Memory };

/** What a run has to tell. A store that is out of reach is told around; when only recording was asked for, it throws. */
export async function trackIncidents(event: TrackIncidentsEvent, settings: TrackingSettings): Promise<Tracked> {
  const { recorded, transitions } = await trackTransitions(event, settings.memory);
  const { plan, topics } = settings;
  return { recorded, notifications: noticesOf({ ...event, transitions, plan, topics }) };
}

/** The same before it is put into words: several runs on one machine are told of in one message. */
export async function trackTransitions(
  { run, verdicts, mode }: TrackIncidentsEvent,
  memory: Memory | undefined,
): Promise<{ readonly recorded: boolean; readonly transitions: readonly Transition[] }> {
  // Ad hoc checks are on no list: a name that somebody typed must neither open nor end an incident of a listed check.
  if (memory === undefined || run.adHoc !== undefined) {
    return { recorded: true, transitions: mode === 'decide' ? memoryless(run, verdicts, 'once') : [] };
  }
  const { store, policyOf, settleMs, now, onTrouble } = memory;
  const question = { run, verdicts, policyOf, now: now(), settleMs, store };
  if (mode === 'record') {
    await recordRun(question);
    return { recorded: true, transitions: [] };
  }
  const { recorded, transitions, trouble } = await trackRun(question);
  if (!recorded) onTrouble(trouble);
  return { recorded, transitions };
}
