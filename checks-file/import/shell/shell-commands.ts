import { firstFound, type Pattern, skipped } from '../../curl/bash-patterns.ts';
import { wordEnd } from '../../curl/bash-word-end.ts';
import { overwritten } from '../../curl/veiled-references.ts';
import { hereDocuments, readRedirect } from './redirects.ts';
import type { Redirect, Scan, ShellCommand, Span } from './shell-command.ts';

const ENDS: readonly Pattern[] = [
  [/\|\|/y, '||'],
  [/&&/y, '&&'],
  [/\|&?/y, '|'],
  [/;;?/y, ';'],
  [/&(?![>\w])/y, '&'],
  [/[()]/y, ';'],
];
const BLANK = /(?:[ \t\r]|\\\n)+/y;
const COMMENT = /#[^\n]*/y;
const CURL_LINE = /\n[ \t]*(?:\S*\/)?curl(?:\.exe)?[ \t]/g;
const CURL_HERE = /(?:\S*\/)?curl(?:\.exe)?[ \t]/y;
/** `x=$(…`, in which a curl command may stand on a line of its own. */
const SUBSTITUTES = /(?:\w+=)?["']?\$\(/y;
/** Written where a value belongs, `<owner>`: a shell would read a file of that name. */
export const PLACEHOLDER = /(?<![<\w{])<[A-Za-z][\w.-]*(?:[ /|][\w.-]+){0,5}>/g;
/** What a site's generator puts in: `{{< host >}}`, `{{ site.url }}`. */
export const TAG = /\{\{(?:[<%] ?[\w/." =-]{1,60}[>%]| [\w.]{1,40} )\}\}/g;

type Read = { readonly command: ShellCommand | null; readonly operator: string; readonly end: number };

/** The simple commands of a shell's text, in order. A quote that is never closed ends before the next line with curl. */
export function shellCommands(text: string): { readonly commands: readonly ShellCommand[]; readonly comments: number } {
  const veil = (found: string) => 'R'.repeat(found.length);
  const source = overwritten(text).replace(TAG, veil).replace(PLACEHOLDER, veil);
  const scan: Scan = { source, missing: new Set() };
  const commands: ShellCommand[] = [];
  let comments = 0;
  let after = '';
  for (let at = 0; at < source.length; ) {
    const next = skipped(BLANK, source, at);
    const behind = skipped(COMMENT, source, next);
    if (behind > next) comments += 1;
    if (source[behind] === '\n') {
      after = '';
      at = behind + 1;
    } else if (behind > at) at = behind;
    else {
      const read = readCommand(scan, at, after);
      if (read.command !== null) commands.push(read.command);
      after = read.operator;
      at = Math.max(read.end, at + 1);
    }
  }
  return { commands, comments };
}

type Draft = { readonly words: Span[]; readonly redirects: Redirect[] };

function readCommand(scan: Scan, from: number, after: string): Read {
  const { source } = scan;
  const draft: Draft = { words: [], redirects: [] };
  for (let at = from; at < source.length; ) {
    const next = skipped(BLANK, source, at);
    const isContinued = source.slice(at, next).includes('\n');
    const ended = endAt(scan, skipped(COMMENT, source, next), draft, isContinued);
    if (ended !== null) return commandOf(draft, from, after, ended);
    const redirected = readRedirect(source, next, draft.redirects);
    const to = redirected ?? wordEnd(source, next, null);
    if (to === null || isSwallowing(source, next, to)) return commandOf(draft, from, after, unclosed(source, next));
    if (redirected === null) draft.words.push({ from: next, to: Math.max(to, next + 1) });
    at = Math.max(to, next + 1);
  }
  return commandOf(draft, from, after, { end: source.length });
}

/** Where and how a command ends. */
type End = { readonly end: number; readonly operator?: string } & Partial<ShellCommand>;

/** The end of a command that is at an offset; null where it goes on. */
function endAt(scan: Scan, at: number, { words, redirects }: Draft, isContinued: boolean): End | null {
  const { source } = scan;
  if (isContinued && words.length > 0 && skipped(CURL_HERE, source, at) > at) return { end: at, isOpenEnded: true };
  if (at >= source.length) return { end: at, isOpenEnded: isContinued };
  if (source[at] === '\\' && at + 1 >= source.length) return { end: at + 1, isOpenEnded: true };
  const found = source[at] === '\n' ? { end: at + 1, message: '' } : firstFound(ENDS, source, at);
  if (found === null) return null;
  const documents = hereDocuments(scan, found.end, found.message, redirects);
  if (documents === null) return { end: found.end, operator: found.message, isOpenEnded: isContinued };
  const { end, fault } = documents;
  if (fault !== null) return { end: nextCurlLine(source, found.end - 1), fault };
  return { end, hasTail: found.message !== '' };
}

function commandOf({ words, redirects }: Draft, from: number, after: string, ended: End): Read {
  const { end, operator = '', ...more } = ended;
  const to = Math.max(from, ...[...words.slice(-1), ...redirects.slice(-1)].map((span) => span.to));
  const isEmpty = words.length + redirects.length === 0 && more.fault === undefined;
  const command = { from, to, words, redirects, after, fault: null, isOpenEnded: false, hasTail: false, ...more };
  return { command: isEmpty ? null : command, operator, end };
}

/** Whether a word holds a line that begins with curl: then a quote in it was never closed. */
function isSwallowing(source: string, at: number, to: number): boolean {
  CURL_LINE.lastIndex = at;
  const found = to - at > 6 ? CURL_LINE.exec(source.slice(0, to)) : null;
  return found !== null && skipped(SUBSTITUTES, source, at) === at;
}

function unclosed(source: string, at: number): End {
  const end = nextCurlLine(source, at);
  const found = source.slice(at, end).search(/["'`]/);
  const quote = found === -1 ? at : at + found;
  return { end, to: end, fault: { at: quote, message: `the ${source[quote]} that begins here is never closed` } };
}

function nextCurlLine(source: string, at: number): number {
  CURL_LINE.lastIndex = at;
  const found = CURL_LINE.exec(source);
  return found === null ? source.length : found.index + 1;
}
