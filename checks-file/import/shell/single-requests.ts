import { quote } from '#core/text/shell-quoting.ts';
import { faultsOf } from '../../curl/command-faults.ts';
import { optionsOf } from '../../curl/options.ts';
import type { Word } from '../../curl/word.ts';
import { wordsOf } from '../../curl/words.ts';

/** More urls than this are no list of checks but a loop. */
const MOST_URLS = 50;

/** A command for each request that a command makes: for each url of it, also those of `{a,b}` and `[1-3]`, and each `--next`. */
export function singleRequests(command: string): readonly string[] {
  const faults = faultsOf(command);
  const [name, ...rest] = wordsOf(command, faults);
  if (name === undefined || faults.list().length > 0) return [command];
  const parts = partsOf(rest);
  const made = parts.flatMap((words) => requestsIn(words));
  const isOne = parts.length === 1 && made.length === 1;
  if (isOne || made.length === 0 || made.length > MOST_URLS) return [command];
  return made.map((words) => [name.text, ...words].map(quote).join(' '));
}

function optionsIn(words: readonly Word[]) {
  return optionsOf(words, faultsOf(''));
}

/** Between the `--next`s; one that is the value of an option is none. */
function partsOf(words: readonly Word[]): readonly (readonly Word[])[] {
  const cuts = words.filter(
    ({ text, at }, index) =>
      (text === '--next' || text === '-:') &&
      !optionsIn(words.slice(0, index + 1))
        .all(...EVERY_VALUED)
        .some(({ valueAt }) => valueAt === at),
  );
  const parts: Word[][] = [[]];
  for (const word of words) {
    if (cuts.includes(word)) parts.push([]);
    else parts.at(-1)?.push(word);
  }
  return parts;
}

const EVERY_VALUED = ['header', 'data', 'data-raw', 'data-binary', 'data-urlencode', 'user', 'user-agent', 'form'];

function requestsIn(words: readonly Word[]): readonly (readonly string[])[] {
  const options = optionsIn(words);
  const urls = options.all('url');
  const isGlob = !options.on('globoff');
  return urls.flatMap((url) => {
    const others = new Set(urls.filter((other) => other !== url).flatMap(({ at, valueAt }) => [at, valueAt]));
    const own = words.filter(({ at }) => !others.has(at));
    const texts = isGlob ? globbed(url.value) : [url.value];
    return texts.map((text) => own.map((word) => (word.at === url.valueAt ? text : word.text)));
  });
}

const SET = /(?<![{\\$])\{([^{}]*,[^{}]*)\}/;
const RANGE = /\[(\d{1,6}|[a-z])-(\d{1,6}|[a-z])(?::(\d{1,4}))?\]/i;

/** The urls that curl makes of one with `{a,b}` or `[1-3]`. */
function globbed(url: string): readonly string[] {
  const set = SET.exec(url);
  const found = set ?? RANGE.exec(url);
  if (found === null) return [url];
  const members = set === null ? rangeOf(found.slice(1)) : (set[1] ?? '').split(',');
  const before = url.slice(0, found.index);
  const behind = url.slice(found.index + found[0].length);
  if (members.length > MOST_URLS) return [url];
  return members.flatMap((member) => globbed(behind).map((rest) => before + member + rest));
}

function rangeOf([from = '', to = '', step = '1']: readonly (string | undefined)[]): readonly string[] {
  const isNumber = /^\d/.test(from);
  const [first, last] = [from, to].map((end) => (isNumber ? Number(end) : end.charCodeAt(0)));
  if (first === undefined || last === undefined || /^\d/.test(to) !== isNumber) return [];
  const count = Math.max(0, Math.floor((last - first) / Math.max(1, Number(step))) + 1);
  return Array.from({ length: Math.min(count, MOST_URLS + 1) }, (_, index) => {
    const value = first + index * Math.max(1, Number(step));
    return isNumber ? String(value).padStart(from.startsWith('0') ? from.length : 0, '0') : String.fromCharCode(value);
  });
}
