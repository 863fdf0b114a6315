import { notificationsFor } from '#core/report/notify.ts';
import type { ReportInput, Tracked } from '#core/run/run.ts';

/** `decide` asks what to alert about; `record` only to remember the verdicts, because the alerts are out already. */
export type TrackIncidentsEvent = ReportInput & { readonly mode: 'decide' | 'record' };

/** The simple policy has no memory: there is never anything left to record. */
export function trackIncidents(event: TrackIncidentsEvent, settings: { readonly topicArn: string }): Tracked {
  const notifications = event.mode === 'decide' ? notificationsFor(event.run, event.verdicts, settings.topicArn) : [];
  return { recorded: true, notifications };
}
