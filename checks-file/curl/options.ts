import { misreadOption, misreadValue } from './carried-values.ts';
import { type Faults, shown } from './command-faults.ts';
import { DEFAULT_ON, DROPPED, HONOURED, REFUSED } from './known-options.ts';
import { longOption, type Named, shortOption } from './option-table.ts';
import type { Word } from './word.ts';

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

/** Reads the words after `curl` as curl does; a bare word is a url. What Rollcall cannot honour is a fault. */
export function optionsOf(words: readonly Word[], faults: Faults): Options {
  const given: Option[] = [];
  let onlyUrls = false;
  for (let at = 0; at < words.length; ) {
    const [word, next] = words.slice(at, at + 2) as [Word, Word | undefined];
    if (!onlyUrls && word.text === '--' && misreadOption(word) === null) onlyUrls = true;
    const isOption = !onlyUrls && word.text.startsWith('-') && word.text !== '-';
    const read = isOption ? optionWord(word, next, faults) : { options: urlOf(word), used: 1 };
    if (!(onlyUrls && word.text === '--')) for (const option of read.options) given.push(option);
    at += read.used;
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
  return word.text.startsWith('--') ? longWord(word, next, faults) : shortWord(word, next, faults);
}

function longWord(word: Word, next: Word | undefined, faults: Faults): Read {
  const { text, at } = word;
  if (isMisread(word, misreadOption(word), faults)) return { options: [], used: 1 };
  const key = text.slice(2);
  const found = longOption(key);
  if (found === null || found === 'ambiguous') {
    const [name = ''] = key.split('=');
    const isSplit = key.includes('=') && longOption(name) !== null;
    const split = isSplit ? `; write --${shown(name)} and its value as two words` : '';
    const why =
      found === null ? `is not an option that Rollcall knows${split}` : 'could be several options; write it in full';
    faults.add(at, `curl: ${shown(text)} ${why}`);
    return { options: [], used: 1 };
  }
  if (found.option.type === 'value') return valued(found.option.name, text, at, next, faults);
  return { options: [switched(found, text, at)], used: 1 };
}

/** Says why a word that holds a value is not read; whether it is so. */
function isMisread({ text, at }: Word, misread: string | null, faults: Faults): boolean {
  if (misread !== null) faults.add(at, `${shown(text)} holds the value of a variable that ${misread}`);
  return misread !== null;
}

/** `-sS`, `-XPOST`, `-sXPOST`: switches in a row, the last of which may have a value in the same word or the next. */
function shortWord(word: Word, next: Word | undefined, faults: Faults): Read {
  const options: Option[] = [];
  if (isMisread(word, misreadOption(word), faults)) return { options, used: 1 };
  for (let rest = behind(word, 1); rest.text !== ''; rest = behind(rest, 1)) {
    if (isMisread(word, misreadOption(rest), faults)) break;
    const { text, at } = rest;
    const spelled = `-${text.charAt(0)}`;
    const found = shortOption(text.charAt(0));
    if (found?.option.type === 'value') {
      const isJoined = text.length > 1;
      const read = valued(found.option.name, spelled, at, isJoined ? behind(rest, 1) : next, faults);
      return { options: [...options, ...read.options], used: isJoined ? 1 : read.used };
    }
    if (found === null) faults.add(at, `curl: ${shown(spelled)} is not an option that Rollcall knows`);
    else options.push(switched(found, spelled, at));
  }
  return { options, used: 1 };
}

/** A word without so many characters at its beginning, none of which is a value's. */
function behind({ text, at, raw }: Word, length: number): Word {
  return { text: text.slice(length), at, ...(raw !== undefined && { raw: raw.slice(length) }) };
}

function switched({ option, on }: Named, spelled: string, at: number): Option {
  return { name: option.name, spelled, at, on, value: '', valueAt: at };
}

function valued(name: string, spelled: string, at: number, next: Word | undefined, faults: Faults): Read {
  if (next === undefined) {
    faults.add(at, `curl: ${spelled} has no value; write one after it`);
    return { options: [], used: 1 };
  }
  // Of a value in the word of its option the whole word is shown.
  const whole = next.at === at ? { ...next, text: spelled + next.text } : next;
  if (isMisread(whole, misreadValue(name, next), faults)) return { options: [], used: 2 };
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
