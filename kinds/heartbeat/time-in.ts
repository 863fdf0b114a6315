import { localTime } from '#core/text/local-time.ts';
import type { HeartbeatTarget } from './check.ts';

/** A time, milliseconds, as the clocks show it where the job's schedule is: `2026-05-16 22:51:00 Asia/Tokyo`. */
export function timeIn(at: number, { schedule }: Pick<HeartbeatTarget, 'schedule'>): string {
  if (!Number.isFinite(at)) return 'no time';
  return localTime(new Date(at).toISOString(), 'every' in schedule ? 'UTC' : schedule.timezone);
}
