/** Durations as people write them: `500ms`, `10s`, `1.5s`, `1m`, `1h`. One number, one unit. */

const UNIT_MS = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 } as const;

/** Nine digits hold eleven days in milliseconds; whatever is longer is a mistake, and stays a safe integer. */
export const DURATION_PATTERN = /^\d{1,9}(?:\.\d{1,3})?(?:ms|s|m|h)$/;

/** Milliseconds, or null when the text is no duration or ends within a millisecond. */
export function parseDuration(text: string): number | null {
  if (!DURATION_PATTERN.test(text)) return null;
  const unit = /[a-z]+$/.exec(text)?.[0] as keyof typeof UNIT_MS;
  // Rounded to a millionth of a millisecond, because 1.001 * 1000 is 1000.9999999999999.
  const ms = Math.round(Number(text.slice(0, -unit.length)) * UNIT_MS[unit] * 1e6) / 1e6;
  return Number.isInteger(ms) ? ms : null;
}

/** The shortest text that parses to the same milliseconds. */
export function formatDuration(ms: number): string {
  const unit = (['h', 'm', 's'] as const).find(
    (candidate) => ms >= UNIT_MS[candidate] && ms % UNIT_MS[candidate] === 0,
  );
  if (unit !== undefined) return `${ms / UNIT_MS[unit]}${unit}`;
  return ms > UNIT_MS.s ? `${ms / UNIT_MS.s}s` : `${ms}ms`;
}

const SPOKEN = [
  ['day', 86_400_000],
  ['h', 3_600_000],
  ['min', 60_000],
] as const;

/** As people say it, in two units at most: `less than a minute`, `5 min`, `2 h 5 min`, `1 day`, `3 days 4 h`. */
export function spokenDuration(ms: number): string {
  if (ms < 60_000) return 'less than a minute';
  const at = SPOKEN.findIndex(([, unitMs]) => ms >= unitMs);
  const counts = SPOKEN.slice(at, at + 2).map(([unit, unitMs], index) => {
    const [, before = Number.POSITIVE_INFINITY] = index === 0 ? [] : (SPOKEN[at] ?? []);
    return [unit, Math.floor((ms % before) / unitMs)] as const;
  });
  return counts
    .filter(([, count]) => count > 0)
    .map(([unit, count]) => `${count} ${unit === 'day' && count > 1 ? 'days' : unit}`)
    .join(' ');
}
