import { troubleOf } from '../incident/track.ts';
import { asciiName } from '../text/ascii-name.ts';
import type { Verdict } from '../verdict/verdict.ts';
import { type News, subjectsOf, WORDS, type Word } from './news.ts';

/** SNS: "up to 100 characters long". */
const SUBJECT_CHARACTERS = 100;

// As much of the subject as a single name may push other words out for.
const LONG_NAME = SUBJECT_CHARACTERS / 2;

/** A name in ASCII; where it was not, as its metrics have it, and one that is cut still tells which check it is. */
export function nameInSubject(name: string): string {
  const plain = name.trim();
  return /^[\x20-\x7e]*$/.test(plain) ? cut(plain) : asciiName(plain, LONG_NAME);
}

/**
 * `NG 3 of 40: orders-api, login +1; recovered: pay`: each word with the checks it is said of, as many names as fit and
 * a count of the others. The numbers count the whole run, whatever of it is news. As SNS takes it: printable ASCII, at most
 * 100 characters, unless `nameOf` leaves names as they are.
 */
export function subjectOf(
  news: readonly News[],
  verdicts: readonly Verdict[],
  nameOf: (name: string) => string = nameInSubject,
): string {
  const words = WORDS.filter((word) => news.some((one) => one.word === word));
  const parts = words.map((word) => ({
    head: headOf(word, verdicts),
    names: news.filter((one) => one.word === word).flatMap((one) => subjectsOf(one).map(nameOf)),
    shown: 0,
  }));
  // The last words make way for the first one's first name, unless that is a very long one.
  while (parts.length > 1 && (parts[0]?.names[0]?.length ?? 0) <= LONG_NAME && !fits(parts, parts[0])) parts.pop();
  // One name for each word, the first words first; then all the names that still fit.
  for (const most of [1, Number.POSITIVE_INFINITY]) {
    for (const part of parts) {
      while (part.shown < Math.min(part.names.length, most) && fits(parts, part)) part.shown += 1;
    }
  }
  if (parts.length === 1 && parts[0]?.shown === 0 && parts[0].names.length > 0)
    return cut(`${parts[0].head}: ${parts[0].names[0]}`);
  return cut(textOf(parts));
}

function cut(subject: string): string {
  return subject.length <= SUBJECT_CHARACTERS
    ? subject
    : `${subject.slice(0, SUBJECT_CHARACTERS - 3).toWellFormed()}...`;
}

type Part = { readonly head: string; readonly names: readonly string[]; shown: number };

function fits(parts: readonly Part[], growing: Part | undefined): boolean {
  const longer = parts.map((part) => (part === growing ? { ...part, shown: part.shown + 1 } : part));
  return textOf(longer).length <= SUBJECT_CHARACTERS;
}

function textOf(parts: readonly Part[]): string {
  return parts
    .map(({ head, names, shown }) => (names.length === 0 ? head : `${head}: ${listOf(names, shown)}`))
    .join('; ');
}

function listOf(names: readonly string[], shown: number): string {
  const left = names.length - shown;
  if (shown === 0) return `${left} ${left === 1 ? 'check' : 'checks'}`;
  return `${names.slice(0, shown).join(', ')}${left > 0 ? ` +${left}` : ''}`;
}

const COUNTED: Readonly<Partial<Record<Word, (verdict: Verdict) => boolean>>> = {
  NG: (verdict) => troubleOf(verdict) === 'target',
  'could not check': (verdict) => troubleOf(verdict) === 'fault',
  degraded: ({ outcome, degraded }) => outcome === 'OK' && degraded === true,
};

function headOf(word: Word, verdicts: readonly Verdict[]): string {
  if (word === 'monitor offline') {
    return `${word}: ${verdicts.filter(({ outcome }) => outcome !== 'OK').length} of ${verdicts.length} NG, and none counts`;
  }
  const isMeant = COUNTED[word];
  return isMeant === undefined ? word : `${word} ${verdicts.filter(isMeant).length} of ${verdicts.length}`;
}
