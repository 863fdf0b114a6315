import type { Scalar } from 'yaml';
import type { Place } from '#core/settings/fault.ts';

/**
 * The offset in the file of a place inside a text's value. Null where the value was not written character by character:
 * folded lines, escapes before the place, an alias.
 */
export function offsetInside(node: Scalar, file: string, { line, column }: Place): number | null {
  const { range, type, value } = node;
  if (!range || typeof value !== 'string') return null;
  const source = file.slice(range[0], range[1]);
  const at = type === 'BLOCK_LITERAL' ? inBlock(source, value, line, column) : inLine(source, value, line, column);
  return at === null ? null : range[0] + at;
}

/** Each line of the value is a line of the file, further in. */
function inBlock(source: string, value: string, line: number, column: number): number | null {
  const written = source.split('\n');
  const wanted = value.split('\n')[line - 1] ?? '';
  const found = written[line]?.replace(/\r$/, '');
  if (found === undefined || !found.endsWith(wanted)) return null;
  const before = written.slice(0, line).reduce((sum, { length }) => sum + length + 1, 0);
  return before + found.length - wanted.length + column - 1;
}

/** One line of plain or quoted text: the place is exact while nothing before it was written otherwise than it reads. */
function inLine(source: string, value: string, line: number, column: number): number | null {
  if (line !== 1 || source.includes('\n')) return null;
  const quote = /^["']/.exec(source)?.[0] ?? '';
  const until = value.slice(0, column - 1);
  const written = quote === "'" ? until.replaceAll("'", "''") : until;
  return source.startsWith(quote + written) ? quote.length + written.length : inEscapes(source, until);
}

/** Double quotes: `\"` and `\\` are what commands need; other escapes change the count and are not followed. */
function inEscapes(source: string, until: string): number | null {
  const written = JSON.stringify(until).slice(0, -1);
  return source.startsWith(written) ? written.length : null;
}
