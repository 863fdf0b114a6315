import type { Check } from '#core/check/check.ts';
import { isPattern } from '#core/text/glob.ts';
import { nearest } from '#core/text/nearest.ts';
import { quoted } from '#core/text/shown.ts';
import { UsageError } from '../usage-error.ts';
import { fits } from './glob.ts';

/** Names and tags as the command line has them, patterns among them. */
export type ChooseOptions = {
  readonly only?: readonly string[];
  readonly exclude?: readonly string[];
  readonly tags?: readonly string[];
  /** Names of `--verbose`, which are read as those of `--only` are. */
  readonly shown?: readonly string[];
};

const MOST_LISTED = 8;

/**
 * The checks that the options leave, in the list's order: those that `only`, `shown` and `tags` all name, without those that
 * `exclude` names. Throws UsageError with every word that names nothing, and when nothing is left.
 */
export function chooseChecks(
  checks: readonly Check[],
  { only, exclude, tags, shown }: ChooseOptions,
): readonly Check[] {
  const names = checks.map(({ name }) => name);
  const allTags = [...new Set(checks.flatMap((check) => check.tags))];
  const faults = [
    ...unknown('--only', only, 'name', names),
    ...unknown('--verbose', shown, 'name', names),
    ...unknown('--exclude', exclude, 'name', names),
    ...unknown('--tags', tags, 'tag', allTags),
  ];
  if (faults.length > 0) throw new UsageError(faults);
  const isOnly = chooser(only, names);
  const isShown = chooser(shown, names);
  const isExcluded = chooser(exclude, names);
  const isTagged = chooser(tags, allTags);
  const chosen = checks.filter(
    ({ name, tags: own }) =>
      (only === undefined || isOnly(name)) &&
      (shown === undefined || isShown(name)) &&
      (tags === undefined || own.some(isTagged)) &&
      !(exclude !== undefined && isExcluded(name)),
  );
  if (chosen.length === 0) {
    const said = { '--only': only, '--verbose': shown, '--tags': tags };
    const options = Object.entries(said).flatMap(([option, words]) => (words === undefined ? [] : [option]));
    throw new UsageError(nothingLeft(options, exclude !== undefined));
  }
  return chosen;
}

/** A word that is somebody's name stands for that one, whatever else it would fit as a pattern. */
function chooser(words: readonly string[] = [], known: readonly string[]): (word: string) => boolean {
  const all = new Set(known);
  const exact = new Set(words.filter((word) => all.has(word) || !isPattern(word)));
  const patterns = words.filter((word) => !exact.has(word));
  return (word) => exact.has(word) || patterns.some((pattern) => fits(pattern, word));
}

function unknown(option: string, words: readonly string[] = [], what: string, known: readonly string[]): string[] {
  const all = new Set(known);
  return words.flatMap((word) => {
    if (all.has(word) || (isPattern(word) && known.some((one) => fits(word, one)))) return [];
    const meant = nearest(word, known);
    const advice = meant === null ? fewOf(known, what) : `did you mean ${quoted(meant)}?`;
    const said = isPattern(word) ? `fits the ${what} of no enabled check` : `is the ${what} of no enabled check`;
    return [`${option} ${quoted(word)} ${said}; ${advice}`];
  });
}

function fewOf(known: readonly string[], what: string): string {
  const words = known
    .slice(0, MOST_LISTED)
    .map((word) => quoted(word))
    .join(', ');
  if (words === '') return `none has a ${what}`;
  return `there are ${words}${known.length > MOST_LISTED ? ` and ${known.length - MOST_LISTED} more` : ''}`;
}

/** `options`: those that name what to take, each of which names some. */
function nothingLeft(options: readonly string[], isExcluding: boolean): string {
  if (isExcluding) return '--exclude leaves no check; take some of its names out';
  const [last, ...before] = options.toReversed();
  if (before.length === 0) return 'the list has no enabled check';
  const all = before.length === 1 ? 'both' : 'all of';
  return `no check is in ${all} ${before.toReversed().join(', ')} and ${last}; take one of them out`;
}
