import * as z from 'zod';
import { DURATION_PATTERN, formatDuration, parseDuration } from '../text/duration.ts';
import { type KnownSettings, knownIn, knownText } from './known-settings.ts';

/**
 * The building blocks of the schema. Each says what to write in place of a wrong value, so that a fault reads
 * `is "90s"; write 60s or less`; the beginning (the wrong value, or `is missing`) is made from the value itself.
 */

// To make code for each map pays from thousands of values on, and a list of 40 checks waits for it at every start.
z.config({ jitless: true });

/** A map of known settings. Its error for an unknown one says which are known, for "did you mean". */
export function settings<S extends z.ZodRawShape>(
  shape: S,
  write: string,
  known: () => KnownSettings = () => knownIn(shape),
) {
  return z.strictObject(shape, {
    error: (issue) => (issue.code === 'unrecognized_keys' ? knownText(known()) : write),
  });
}

/** A map of settings of which at least one must be there. */
export function someSettings<S extends z.ZodRawShape>(shape: S, write: string) {
  return settings(shape, write).refine((value) => Object.keys(value).length > 0, { error: write });
}

/** Text that matches the pattern. */
export function text(pattern: RegExp, write: string) {
  return z.string({ error: write }).regex(pattern, { error: write });
}

/** Text that is not empty; numbers that should be text are told so by their quotes. */
export function filledText(write: string) {
  return z.string({ error: write }).min(1, { error: write });
}

/** A duration from `min` to `max` milliseconds; `tooLong` is what to write in place of a longer one. */
export function duration({
  min,
  max,
  tooLong,
}: {
  readonly min: number;
  readonly max: number;
  readonly tooLong: string;
}) {
  const isLong = min >= 60_000;
  const write = `write a duration such as ${isLong ? '30m, 2h or 24h' : '500ms, 10s or 1m'}`;
  const examples = DURATIONS[isLong ? 'long' : 'short'].filter((one) => isWithin(parseDuration(one), min, max));
  return z
    .string({
      error: (issue) =>
        typeof issue.input === 'number' ? unitFor(issue.input, isLong ? ['m', 'h'] : ['s', 'ms']) : write,
    })
    .regex(DURATION_PATTERN, { error: write, abort: true })
    .refine((value) => isWithin(parseDuration(value), min, max), {
      error: ({ input }) => {
        const ms = parseDuration(String(input));
        if (ms === null) return 'write whole milliseconds';
        return ms > max ? tooLong : `write ${formatDuration(min)} or more`;
      },
      abort: true,
    })
    .meta({ examples });
}

/** What editors suggest. */
const DURATIONS = {
  short: ['100ms', '500ms', '1s', '2s', '5s', '10s', '30s', '1m'],
  long: ['1m', '10m', '30m', '1h', '2h', '6h', '24h', '168h'],
} as const;

function unitFor(value: number, [one, other]: readonly [string, string]): string {
  return `add the unit: ${Math.abs(value)}${one} or ${Math.abs(value)}${other}`;
}

function isWithin(ms: number | null, min: number, max: number): boolean {
  return ms !== null && ms >= min && ms <= max;
}

/** One of some words. */
export function choice<const T extends readonly [string, ...string[]]>(words: T) {
  return z.enum(words, { error: `write ${words.slice(0, -1).join(', ')} or ${words.at(-1)}` });
}

/** A list of one item or more. `write` says what to write in place of something else. */
export function list<T extends z.ZodType>(item: T, most: number, write: string) {
  return z
    .array(item, { error: write })
    .min(1, { error: write })
    .max(most, { error: `write at most ${most}` });
}

/** A whole number from `min` to `max`. */
export function count(min: number, max: number, error = `write a whole number from ${min} to ${max}`) {
  return z.int({ error }).min(min, { error }).max(max, { error });
}

/** true or false. */
export function flag() {
  return z.boolean({ error: 'write true or false' });
}

/** The milliseconds of a duration that the schema has accepted. */
export function millisecondsOf(authored: string): number {
  const ms = parseDuration(authored);
  if (ms === null) throw new RangeError(`the schema let ${authored} pass as a duration`);
  return ms;
}

/** The milliseconds of a limit that the schema has accepted; null where there is none. */
export function limitOf(authored: string | undefined): number | null {
  return authored === undefined ? null : millisecondsOf(authored);
}

/**
 * What becomes text on the wire: text, numbers and booleans. Numbers with a fraction and those beyond 2^53 are refused,
 * because 1.10 would be sent as 1.1 and 12345678901234567890 as 12345678901234567000.
 */
export function wireText(pattern: RegExp, write: string) {
  return z.union(wireTexts(pattern, write), { error: write });
}

function wireTexts(pattern: RegExp, write: string) {
  return [z.string().regex(pattern, { error: write }), z.int({ error: write }), z.boolean()] as const;
}

/** Names with one value or a list of them, as headers, queries and forms have them. */
export function pairs(name: RegExp, nameRule: string, value: RegExp, write: string) {
  const list = z.array(wireText(value, write)).min(1, { error: write });
  const values = z.union([...wireTexts(value, write), list], { error: write });
  return z.record(z.string().regex(name), values, {
    error: (issue) => (issue.code === 'invalid_key' ? nameRule : 'write a map of names and values'),
  });
}

type Pairs = Readonly<Record<string, string | number | boolean | readonly (string | number | boolean)[]>>;

/** In the order written, a list as one pair for each of its values. */
export function pairsOf(authored: Pairs | undefined): (readonly [string, string])[] {
  return Object.entries(authored ?? {}).flatMap(([name, value]) =>
    (Array.isArray(value) ? value : [value]).map((one) => [name, String(one)] as const),
  );
}
