import { curlLongOpts, curlLongOptsShortened, curlShortOpts } from 'curlconverter/dist/src/curl/opts.js';
import { type Faults, shown } from './command-faults.ts';
import { DEFAULT_ON, DROPPED, HONOURED, REFUSED } from './known-options.ts';
import type { Word } from './words.ts';

/** One option as given; `value` is empty for a switch. `at` and `valueAt` are offsets in the command's text. */
export type Option = {
  readonly name: string;
  readonly spelled: string;
  readonly at: number;
  readonly on: boolean;
  readonly value: string;
  readonly valueAt: number;
};

export type Options = {
  /** As curl has it, the last one counts. */
  readonly last: (...names: readonly string[]) => Option | null;
  readonly all: (...names: readonly string[]) => readonly Option[];
  readonly on: (name: string) => boolean;
};

type Known = { readonly type: 'string' | 'bool'; readonly name: string };
const LONG: Readonly<Record<string, Known>> = curlLongOpts as never;
const SHORTENED: Readonly<Record<string, Known | null>> = curlLongOptsShortened as never;
const SHORT: Readonly<Record<string, string>> = curlShortOpts;

/** Reads the words after `curl` as curl does; a bare word is a url. What Rollcall cannot honour is a fault. */
export function optionsOf(words: readonly Word[], faults: Faults): Options {
  const given: Option[] = [];
  let rest = words;
  let onlyUrls = false;
  while (rest[0] !== undefined) {
    const [word, next] = rest as [Word, Word | undefined];
    if (!onlyUrls && word.text === '--') onlyUrls = true;
    const isOption = !onlyUrls && word.text.startsWith('-') && word.text !== '-';
    const read = isOption ? optionWord(word, next, faults) : { options: urlOf(word), used: 1 };
    if (!(onlyUrls && word.text === '--')) given.push(...read.options);
    rest = rest.slice(read.used);
  }
  const kept = given.filter((option) => isHonoured(option, faults));
  const all = (...names: readonly string[]) => kept.filter(({ name }) => names.includes(name));
  const last = (...names: readonly string[]) => all(...names).at(-1) ?? null;
  return { all, last, on: (name) => last(name)?.on ?? false };
}

function urlOf({ text, at }: Word): Option[] {
  return [{ name: 'url', spelled: 'the url', at, on: true, value: text, valueAt: at }];
}

type Read = { readonly options: readonly Option[]; readonly used: number };

function optionWord(word: Word, next: Word | undefined, faults: Faults): Read {
  return word.text.startsWith('--') ? longOption(word, next, faults) : shortOptions(word, next, faults);
}

function longOption({ text, at }: Word, next: Word | undefined, faults: Faults): Read {
  const key = text.slice(2);
  const known = own(LONG, key) ?? own(SHORTENED, key);
  if (known === null || known === undefined) {
    const [name = ''] = key.split('=');
    const split = key.includes('=') && own(LONG, name) ? `; write --${shown(name)} and its value as two words` : '';
    const why =
      known === null ? 'could be several options; write it in full' : `is not an option that Rollcall knows${split}`;
    faults.add(at, `curl: ${shown(text)} ${why}`);
    return { options: [], used: 1 };
  }
  if (known.type === 'bool') return { options: [switched(known.name, text, at, !key.startsWith('no-'))], used: 1 };
  return valued(known.name, text, at, next, faults);
}

/** `-sS`, `-XPOST`, `-sXPOST`: switches in a row, the last of which may have a value in the same word or the next. */
function shortOptions({ text, at }: Word, next: Word | undefined, faults: Faults): Read {
  const letter = text[1];
  if (letter === undefined) return { options: [], used: 1 };
  const name = own(SHORT, letter) ?? '';
  const known = own(LONG, name);
  const rest = text.slice(2);
  if (known?.type === 'string') {
    const read = valued(known.name, `-${letter}`, at, rest === '' ? next : { text: rest, at }, faults);
    return { options: read.options, used: rest === '' ? read.used : 1 };
  }
  if (known === undefined) faults.add(at, `curl: ${shown(`-${letter}`)} is not an option that Rollcall knows`);
  const first = known === undefined ? [] : [switched(known.name, `-${letter}`, at, !name.startsWith('no-'))];
  const others = shortOptions({ text: `-${rest}`, at }, next, faults);
  return { options: [...first, ...others.options], used: others.used };
}

function switched(name: string, spelled: string, at: number, on: boolean): Option {
  return { name, spelled, at, on, value: '', valueAt: at };
}

function valued(name: string, spelled: string, at: number, next: Word | undefined, faults: Faults): Read {
  if (next === undefined) {
    faults.add(at, `curl: ${spelled} has no value; write one after it`);
    return { options: [], used: 1 };
  }
  return { options: [{ name, spelled, at, on: true, value: next.text, valueAt: next.at }], used: 2 };
}

function isHonoured({ name, spelled, at, on }: Option, faults: Faults): boolean {
  if (HONOURED.has(name)) return true;
  const own = REFUSED[name];
  const isDefault = on === DEFAULT_ON.has(name);
  if (own === undefined && (DROPPED.has(name) || isDefault)) return false;
  faults.add(at, `curl: ${spelled} ${own ?? 'would change the check and is not supported'}; take it out`);
  return false;
}

function own<T>(table: Readonly<Record<string, T>>, key: string): T | undefined {
  return Object.hasOwn(table, key) ? table[key] : undefined;
}
