import { nearest } from '../text/nearest.ts';
import { quoted, shown } from '../text/shown.ts';

/** What is wrong with the name of a check that a person gave, with the one that was probably meant; null when it is known. */
export function nameFault(name: unknown, known: readonly string[]): string | null {
  if (typeof name === 'string' && known.includes(name)) return null;
  const meant = typeof name === 'string' ? nearest(name, known) : null;
  const advice = meant === null ? 'name a check of the list' : `did you mean ${quoted(meant)}?`;
  return `${shown(name)} is no enabled check; ${advice}`;
}
