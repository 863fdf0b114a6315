import { firstFound, type Pattern, skipped } from './bash-patterns.ts';
import { wordEnd } from './bash-word-end.ts';
import { type Faults, shown } from './command-faults.ts';
import { unquote } from './unquote.ts';
import { overwritten } from './veiled-references.ts';
import type { Word } from './word.ts';

const SECOND = 'a second command is not part of a check; take it out';
const COMMENTED = `${SECOND} (a comment ends with its line, also behind a \\)`;
const PIPE = 'a pipe is not part of a check; take out what follows it';
const REDIRECTION = 'a redirection is not part of a check; take it out (curl options name files with @)';

/** What ends a command for another one. */
const ENDS: readonly Pattern[] = [
  [/\|\|/y, SECOND],
  [/&&/y, SECOND],
  [/\|&?/y, PIPE],
  [/&(?!>)/y, '& ends the command here; quote the url or data that it belongs to'],
];

/** What bash would do beside the command. The word behind it belongs to it. */
const HERE_DOCUMENT = 'a here-document is not part of a check; write the text behind --data-raw';
const REDIRECTS: readonly Pattern[] = [
  [/\d*<<</y, 'a here-string is not part of a check; write the text behind --data-raw'],
  [/\d*<<-?/y, HERE_DOCUMENT],
  [/\d*(?:>>|>\||>&|<&|<>|<(?!\()|>(?!\())|&>>?/y, REDIRECTION],
];

/** What begins other things than a command of words, where a command begins. */
const COMPOUND: ReadonlyMap<string, string> = new Map([
  ['(', 'subshell'],
  ['{', 'compound statement'],
  ['[[', 'test command'],
  ['if', 'if statement'],
  ['case', 'case statement'],
  ['for', 'for statement'],
  ['select', 'for statement'],
  ['while', 'while statement'],
  ['until', 'while statement'],
  ['function', 'function definition'],
]);

const BEGIN = /^\s*(?:[$%>]\s+(?=\S*curl))?/;
const BLANK = /(?:[ \t\r]|\\\r?\n)+/y;
const COMMENT = /#[^\n]*/y;
const ASSIGNMENT = /[A-Za-z_]\w*\+?=/y;
const FIRST = /[({]|[^\s;|&<>()]+/y;

type Reading = {
  readonly command: string;
  /** The command at the same length with its references overwritten: where words lie is read from it. */
  readonly source: string;
  readonly faults: Faults;
  readonly words: Word[];
  /** Whether the lines that follow are a here-document's text. */
  isTextNext: boolean;
};

/** The words of one command in bash's quoting. Whatever bash would run, read or replace is a fault. */
export function bashWordsOf(command: string, faults: Faults): readonly Word[] {
  const reading: Reading = { command, source: overwritten(command), faults, words: [], isTextNext: false };
  const { source, words } = reading;
  for (let at = BEGIN.exec(source)?.[0].length ?? 0; at < source.length; ) {
    at = skipped(COMMENT, source, skipped(BLANK, source, at));
    if (at < source.length) at = readAt(reading, at);
  }
  if (words.length === 0 && faults.list().length === 0) faults.add(0, 'there is no command');
  return words;
}

/** Reads what begins at an offset, and answers where to go on: at the end of it all when nothing more is the command's. */
function readAt(reading: Reading, at: number): number {
  const { command, source, faults, words } = reading;
  const end = firstFound(ENDS, source, at);
  if (end !== null) return stop(reading, at, end.message);
  const redirect = firstFound(REDIRECTS, source, at);
  if (redirect !== null) {
    faults.add(at, redirect.message);
    reading.isTextNext ||= redirect.message === HERE_DOCUMENT;
    return wordEnd(source, skipped(BLANK, source, redirect.end), null) ?? source.length;
  }
  const char = source[at] ?? '';
  if (words.length === 0) {
    if (char === '\n') return at + 1;
    const compound = COMPOUND.get(source.slice(at, skipped(FIRST, source, at)));
    if (compound !== undefined) return stop(reading, at, `this is not one curl command: ${compound}`);
    if (/^!\s/.test(source.slice(at, at + 2))) {
      faults.add(at, '! is not part of a check; take it out');
      return at + 1;
    }
  } else if (char === '\n' || char === ';') return refuseSecond(reading, at + 1);
  if (!/[();]/.test(char)) return readWord(reading, at);
  words.length = 0;
  return stop(reading, at, `this cannot be read as a bash command: ${shown(command.slice(at))}`);
}

function stop({ source, faults }: Reading, at: number, message: string): number {
  faults.add(at, message);
  return source.length;
}

function readWord({ command, source, faults, words }: Reading, at: number): number {
  const end = wordEnd(source, at, faults);
  if (end === null) {
    words.length = 0;
    return source.length;
  }
  if (words.length === 0 && skipped(ASSIGNMENT, source, at) > at)
    faults.add(at, 'a variable before the command is not set; take it out');
  else words.push({ text: decoded(command.slice(at, end), at, faults), at });
  return end;
}

/** Behind the end of a command only comments may stand. */
function refuseSecond({ source, faults, isTextNext }: Reading, from: number): number {
  let at = from;
  for (let next = at; !isTextNext; at = next) {
    next = skipped(COMMENT, source, skipped(BLANK, source, at));
    if (source[next] === '\n') next += 1;
    if (next === at) break;
  }
  const isContinued = /#[^\n]*\\\r?\n$/.test(source.slice(source.lastIndexOf('\n', from - 2) + 1, from));
  if (at < source.length && !isTextNext) faults.add(at, isContinued ? COMMENTED : SECOND);
  return source.length;
}

function decoded(raw: string, at: number, faults: Faults): string {
  if (/^\\[ \t]/.test(raw)) {
    faults.add(
      at,
      'a backslash before a blank continues nothing; end the line right after it (in YAML: | instead of >)',
    );
  }
  try {
    // Read on as it was meant, so that one slip is one fault.
    return unquote(raw.replace(/^(?:\\[ \t])+/, ''));
  } catch (error) {
    faults.add(at, error instanceof Error ? error.message : String(error));
    return '';
  }
}
