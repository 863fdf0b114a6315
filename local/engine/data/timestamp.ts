const TIMESTAMP = /^(\d{4}-\d{2}-\d{2})T(\d{2}:\d{2}:\d{2})(?:\.(\d{1,9}))?(Z|[+-]\d{2}:\d{2})$/;
const DIGITS = 9;

/**
 * The instant that a timestamp of the States Language names, in nanoseconds since 1970: RFC 3339 with an upper-case T
 * and, where there is no offset, an upper-case Z. Undefined for anything else.
 */
export function instantOf(value: unknown): bigint | undefined {
  const [, date, time, fraction = '', zone] = (typeof value === 'string' && TIMESTAMP.exec(value)) || [];
  if (date === undefined || !isDay(date)) return undefined;
  const ms = Date.parse(`${date}T${time}${zone}`);
  if (Number.isNaN(ms)) return undefined;
  return BigInt(ms) * 1_000_000n + BigInt(fraction.padEnd(DIGITS, '0'));
}

function isDay(date: string): boolean {
  const ms = Date.parse(`${date}T00:00:00Z`);
  return !Number.isNaN(ms) && new Date(ms).toISOString().startsWith(date);
}
