import { type RunToTrack, recordRun, trackRun } from '#core/incident/track-run.ts';
import { noticesOf } from '#core/report/incident-notice.ts';
import { notificationsFor } from '#core/report/notify.ts';
import type { ReportInput, Tracked } from '#core/run/run.ts';

/** `decide` asks what to alert about; `record` only to remember the verdicts, because the alerts are out already. */
export type TrackIncidentsEvent = ReportInput & { readonly mode: 'decide' | 'record' };

/** What an incident's life takes. `onTrouble` hears why something could not be remembered. */
export type Memory = Pick<RunToTrack, 'store' | 'policyOf'> & {
  readonly now: () => number;
  readonly onTrouble: (trouble: unknown) => void;
};

/** Without `memory` the recipe's policy holds: every run with an NG is told, and there is nothing to record. */
export type TrackingSettings = { readonly topicArn: string; readonly memory?: Memory };

/** What a run has to tell. A store that is out of reach is told around; when only recording was asked for, it throws. */
export async function trackIncidents(
  event: TrackIncidentsEvent,
  { topicArn, memory }: TrackingSettings,
): Promise<Tracked> {
  const { run, verdicts, mode } = event;
  if (memory === undefined) {
    return { recorded: true, notifications: mode === 'decide' ? notificationsFor(run, verdicts, topicArn) : [] };
  }
  const { store, policyOf, now, onTrouble } = memory;
  const question = { run, verdicts, policyOf, now: now(), store };
  if (mode === 'record') {
    await recordRun(question);
    return { recorded: true, notifications: [] };
  }
  const { recorded, transitions, trouble } = await trackRun(question);
  if (!recorded) onTrouble(trouble);
  return { recorded, notifications: noticesOf(run, verdicts, transitions, topicArn) };
}
