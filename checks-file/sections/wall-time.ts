import { Cron } from 'croner';

/** Times as people write them: on the clocks of a time zone, or with an offset. */

const TIME = /^20\d\d-\d\d-\d\dT\d\d:\d\d(?::\d\d)?(?<offset>Z|[+-]\d\d:\d\d)?$/;
const MINUTE_MS = 60_000;
/** How far clocks are put back: half an hour on Lord Howe Island, an hour elsewhere; two have been. */
const PUT_BACK_MS = [30, 60, 120].map((minutes) => minutes * MINUTE_MS);

/** Whether the text is a time of a day that there is. */
export function isTime(text: string): boolean {
  if (!TIME.test(text)) return false;
  const asUtc = new Date(`${localPart(text)}Z`);
  return !Number.isNaN(asUtc.getTime()) && asUtc.toISOString().startsWith(localPart(text));
}

export function hasOffset(text: string): boolean {
  return TIME.exec(text)?.groups?.['offset'] !== undefined;
}

/**
 * The instants that a time stands for, milliseconds, the first one first: none where the clocks of the zone skip it, two
 * where they are put back over it.
 */
export function instantsOf(time: string, timezone: string): readonly number[] {
  if (hasOffset(time)) return [Date.parse(time)];
  const local = localPart(time);
  const found = new Cron(local, { timezone, paused: true }).nextRun(new Date(0))?.getTime();
  if (found === undefined) return [];
  const all = [found, ...PUT_BACK_MS.map((later) => found + later)];
  return all.filter((instant) => wallTimeOf(instant, timezone) === local);
}

/** A time that the clocks of the zone skip, on the clocks after that. */
export function afterTheGap(time: string, timezone: string): string {
  const moved = new Cron(localPart(time), { timezone, paused: true }).nextRun(new Date(0));
  return moved === null ? time : wallTimeOf(moved.getTime(), timezone).slice(0, 16);
}

/** An instant on the clocks of the zone with their offset, as it may be written. */
export function withOffset(instant: number, timezone: string): string {
  const local = wallTimeOf(instant, timezone);
  const minutes = (Date.parse(`${local}Z`) - instant) / MINUTE_MS;
  const [hour, minute] = [Math.floor(Math.abs(minutes) / 60), Math.abs(minutes) % 60].map((n) =>
    `${n}`.padStart(2, '0'),
  );
  return `${local.slice(0, 16)}${minutes < 0 ? '-' : '+'}${hour}:${minute}`;
}

/** With its seconds, without its offset. */
function localPart(time: string): string {
  const local = time.replace(/(?:Z|[+-]\d\d:\d\d)$/, '');
  return local.length === 16 ? `${local}:00` : local;
}

function wallTimeOf(instant: number, timeZone: string): string {
  // The Swedish way to write a time is nearly ISO's.
  const text = new Intl.DateTimeFormat('sv', { timeZone, dateStyle: 'short', timeStyle: 'medium' }).format(instant);
  return text.replace(' ', 'T');
}
