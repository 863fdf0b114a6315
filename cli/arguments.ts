import { InvalidArgumentError } from 'commander';
import { LONGEST_MUTE_MS } from '#core/incident/mute.ts';
import { parseDuration } from '#core/text/duration.ts';

/** Names with commas between, in composed letters as lists have them; an option that is given twice adds to the first. */
export function words(value: string, before: readonly string[] = []): readonly string[] {
  const found = value
    .normalize()
    .split(',')
    .map((word) => word.trim());
  if (found.includes('')) throw new InvalidArgumentError('an empty name is in the list; write a,b,c');
  return [...before, ...found];
}

/** The same for an option whose names may be left out: of `-vq` the value is undefined. */
export function seen(value: string | undefined, before?: true | readonly string[]): true | readonly string[] {
  if (value === undefined) return before ?? true;
  return words(value, before === true ? [] : before);
}

/** A reader of whole numbers from 1 to `most`. */
export function wholeNumber(most: number): (value: string) => number {
  return (value) => {
    const number = Number(value);
    if (/^\d+$/.test(value) && number >= 1 && number <= most) return number;
    throw new InvalidArgumentError(`use a whole number from 1 to ${most}`);
  };
}

/** Milliseconds of a duration of a minute or more. */
export function retention(value: string): number {
  const ms = spanOf(value);
  if (ms !== null && ms >= 60_000) return ms;
  throw new InvalidArgumentError('use a duration of 1m or more, such as 12h or 30d');
}

/** Milliseconds of a duration as long as a mute may be. */
export function muteTime(value: string): number {
  const ms = spanOf(value);
  if (ms !== null && ms >= 60_000 && ms <= LONGEST_MUTE_MS) return ms;
  throw new InvalidArgumentError(`use a duration from 1m to ${LONGEST_MUTE_MS / DAY_MS}d, such as 2h`);
}

const DAY_MS = 24 * 3_600_000;

/** Milliseconds of a duration, which may be of whole days: `2h`, `30d`. */
function spanOf(value: string): number | null {
  return /^\d{1,5}d$/.test(value) ? Number(value.slice(0, -1)) * DAY_MS : parseDuration(value);
}

/** Milliseconds since 1970 of a moment: an instant, or a duration before now. */
export function moment(value: string): number {
  const ago = spanOf(value);
  const at = ago === null ? (ISO_DAY.test(value) ? Date.parse(value) : Number.NaN) : Date.now() - ago;
  if (!Number.isNaN(at)) return at;
  throw new InvalidArgumentError('use a duration such as 24h or 7d, or an instant such as 2026-01-31T09:05:00Z');
}

const ISO_DAY = /^\d{4}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?(?:Z|[+-]\d\d:\d\d))?$/;

export function baseUrl(value: string): string {
  if (/^https?:\/\//i.test(value) && URL.canParse(value)) return value;
  throw new InvalidArgumentError('use an address such as https://api.example.com/v1');
}

/** `NAME=VALUE`; an option that is given twice adds to the first. */
export function variable(value: string, before: ReadonlyMap<string, string> = new Map()): ReadonlyMap<string, string> {
  const cut = value.indexOf('=');
  if (cut < 1) throw new InvalidArgumentError('write NAME=VALUE');
  return new Map([...before, [value.slice(0, cut), value.slice(cut + 1)]]);
}

/** A path to write to. `-` is where other options read from, and would become a file of that name. */
export function target(value: string): string {
  if (value === '') throw new InvalidArgumentError('write a path');
  if (value === '-') throw new InvalidArgumentError('it names a file or folder; write a name, or ./- for that one');
  return value;
}

/** A path; an option that is given twice adds to the first. */
export function added(value: string, before: readonly string[] = []): readonly string[] {
  if (value === '') throw new InvalidArgumentError('write a path');
  return [...before, value];
}
