import type { Faults } from './command-faults.ts';
import type { Word } from './word.ts';

/** A character that cmd hands on to the program, with its offset in the text. */
type Char = { readonly char: string; readonly at: number };

const CARET = /(?<=\s)\^(?:"|\r?\n)/;
/** What bash quotes: a caret in it says nothing of cmd. */
const IN_BASH = /\\\r?\n|\\[\s\S]|'[^']*'|\$'(?:[^'\\]|\\[\s\S])*'|\$?"(?:[^"\\]|\\[\s\S])*"/g;
/** `C:\Users\me>` */
const PROMPT = /^\s*(?:(?:[A-Za-z]:[^>\r\n]*)?>)?\s*/;
/** A value that cmd would put in. Undefined names stay as they are, so `%E6%97` is no variable: it is an encoded byte. */
const VARIABLE = /%(?![\dA-Fa-f]{2})[A-Za-z_]\w*%/g;

const FOREIGN: Readonly<Record<string, string>> = {
  '|': 'a pipe is not part of a check; take out what follows it',
  '&': '& ends the command here; quote the url or data that it belongs to',
  '<': 'a redirection is not part of a check; take it out (curl options name files with @)',
  '>': 'a redirection is not part of a check; take it out (curl options name files with @)',
};

/** Whether a command is quoted for Windows' cmd, as browsers there copy it: `^"…^"`, and `^` at the ends of lines. */
export function isCmd(command: string): boolean {
  return /^(?:curl(?:\.exe)?)\s/i.test(command.replace(PROMPT, '')) && CARET.test(command.replace(IN_BASH, plain));
}

function plain(quoted: string): string {
  if (quoted.startsWith('"')) return '""';
  return /^\\\r?\n/.test(quoted) ? ' ' : 'R';
}

/**
 * The words of such a command as a program gets them there: first cmd takes out its carets, then the program's own start
 * (the C runtime's rules for quotes and backslashes) makes words of what is left.
 */
export function cmdWordsOf(command: string, faults: Faults): readonly Word[] {
  const begin = PROMPT.exec(command)?.[0].length ?? 0;
  return splitWords(charsOf(command, begin, faults), faults);
}

/** A text in plain quotes, in which a caret is itself; the end of a line behind a caret; what a caret escapes; the rest. */
const TOKEN = /"[^"\r\n]*"?|\^\r?\n(\r?\n)?|\^([^\r\n]?)|[\s\S]/g;

function charsOf(command: string, begin: number, faults: Faults): readonly Char[] {
  for (const { index } of command.matchAll(VARIABLE))
    faults.add(index, 'a variable of cmd is not replaced; write ${env:NAME}');
  const chars: Char[] = [];
  for (const { 0: token, 1: lineEnd, 2: escaped, index } of command.slice(begin).matchAll(TOKEN)) {
    const at = begin + index;
    if (escaped !== undefined) chars.push({ char: escaped, at });
    // Two ends of line behind a caret are one, as text.
    else if (token.startsWith('^')) chars.push(...(lineEnd === undefined ? [] : [{ char: '\n', at }]));
    else if (isEnd(token, command, at, faults)) break;
    else chars.push(...Array.from({ length: token.length }, (_, i) => ({ char: token[i] ?? '', at: at + i })));
  }
  return chars;
}

/** Where cmd would end the command; what stands behind it is reported. */
function isEnd(token: string, command: string, at: number, faults: Faults): boolean {
  const foreign = FOREIGN[token];
  if (foreign !== undefined) faults.add(at, foreign);
  if (token !== '\r' && token !== '\n') return foreign !== undefined;
  const next = command.slice(at).search(/\S/);
  if (next !== -1) faults.add(at + next, 'a second command is not part of a check; take it out');
  return true;
}

function splitWords(chars: readonly Char[], faults: Faults): readonly Word[] {
  const words: { text: string; readonly at: number }[] = [];
  let isNew = true;
  let opened: number | null = null;
  for (let i = 0; i < chars.length; ) {
    const { char, at } = chars[i] as Char;
    const isBlank = opened === null && (char === ' ' || char === '\t');
    const { text, used, isQuote } = pieceAt(chars, i, opened !== null);
    if (isNew && !isBlank) words.push({ text: '', at });
    const word = words.at(-1);
    if (word !== undefined && !isBlank) word.text += text;
    if (isQuote) opened = opened === null ? at : null;
    isNew = isBlank;
    i += used;
  }
  if (opened !== null) faults.add(opened, 'the " that begins here is never closed');
  return words;
}

/** Backslashes count only before a quote, where two are one; `""` within quotes is a quote. */
function pieceAt(
  chars: readonly Char[],
  from: number,
  isOpen: boolean,
): { text: string; used: number; isQuote: boolean } {
  const charAt = (i: number) => chars[i]?.char;
  let slashes = 0;
  while (charAt(from + slashes) === '\\') slashes += 1;
  if (charAt(from + slashes) !== '"') {
    return slashes > 0
      ? { text: '\\'.repeat(slashes), used: slashes, isQuote: false }
      : { text: charAt(from) ?? '', used: 1, isQuote: false };
  }
  const half = '\\'.repeat(Math.floor(slashes / 2));
  if (slashes % 2 === 1) return { text: `${half}"`, used: slashes + 1, isQuote: false };
  if (isOpen && charAt(from + slashes + 1) === '"') return { text: `${half}"`, used: slashes + 2, isQuote: false };
  return { text: half, used: slashes + 1, isQuote: true };
}
