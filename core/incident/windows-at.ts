import type { AlertPlan } from '../check/alerting.ts';
import type { OpenWindow } from './open-windows.ts';

/**
 * A list's windows that are open at a moment, in milliseconds. Only where there are windows is loaded what tells: reading
 * cron expressions in time zones is 33 kB.
 */
export async function windowsAt(
  at: number,
  { maintenance = [] }: Pick<AlertPlan, 'maintenance'>,
): Promise<readonly OpenWindow[]> {
  if (maintenance.length === 0) return [];
  const { openWindows } = await import('./open-windows.ts');
  return openWindows(maintenance, at);
}
