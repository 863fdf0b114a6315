import { Cron } from 'croner';
import type { MaintenanceWindow } from '../check/maintenance-window.ts';

/** Loaded only where there are windows: what reads cron expressions in time zones is 33 kB. */

/**
 * Those of the windows that are open at an instant, milliseconds. A window is open from its first millisecond up to, but
 * not with, its last. A cron that fires at a time which the clocks skip fires when they have skipped it; one that fires
 * at a time which comes twice fires the first time. It lasts its duration, whatever the clocks do meanwhile.
 */
export function openWindows(windows: readonly MaintenanceWindow[], at: number): readonly MaintenanceWindow[] {
  return windows.filter((window) => isOpen(window, at));
}

function isOpen(window: MaintenanceWindow, at: number): boolean {
  if ('from' in window) return Date.parse(window.from) <= at && at < Date.parse(window.to);
  const { cron, timezone, durationMs } = window;
  const begun = new Cron(cron, { timezone, paused: true }).nextRun(new Date(at - durationMs));
  return begun !== null && begun.getTime() <= at;
}
