import { Cron } from 'croner';
import type { MaintenanceWindow } from '../check/maintenance-window.ts';

/** A window that is open, and the first instant, ISO, at which it is so no more. `checks`: null for all of the list. */
export type OpenWindow = Pick<MaintenanceWindow, 'name' | 'checks'> & { readonly until: string };

/**
 * Those of the windows that are open at an instant, milliseconds. A window is open from its first millisecond up to, but
 * not with, its last. A cron that fires at a time which the clocks skip fires when they have skipped it; one that fires
 * at a time which comes twice fires the first time. It lasts its duration, whatever the clocks do meanwhile.
 */
export function openWindows(windows: readonly MaintenanceWindow[], at: number): readonly OpenWindow[] {
  return windows.flatMap((window) => {
    const end = endOf(window, at);
    return end === null ? [] : [{ name: window.name, checks: window.checks, until: new Date(end).toISOString() }];
  });
}

/** When a window that is open ends, milliseconds; null for one that is not. */
function endOf(window: MaintenanceWindow, at: number): number | null {
  if ('from' in window) {
    const end = Date.parse(window.to);
    return Date.parse(window.from) <= at && at < end ? end : null;
  }
  const { cron, timezone, durationMs } = window;
  const begun = new Cron(cron, { timezone, paused: true }).nextRun(new Date(at - durationMs))?.getTime() ?? null;
  return begun !== null && begun <= at ? begun + durationMs : null;
}
