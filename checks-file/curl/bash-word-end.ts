import { firstFound, type Pattern, skipped } from './bash-patterns.ts';
import { type Faults, shown } from './command-faults.ts';

const VARIABLE = 'a shell variable is not replaced; write ${env:NAME}, or put it in single quotes to send it as it is';
const SUBSTITUTION = 'a command substitution is not run; write its value, or ${env:NAME}';
const ARITHMETIC = 'an arithmetic expansion is not computed; write its value';

/** What bash would replace inside a word, also in double quotes. Those that open a bracket end where it is closed. */
const EXPANSIONS: readonly Pattern[] = [
  [/\$\(\(/y, ARITHMETIC],
  [/\$(?:\\\r?\n)*\(/y, SUBSTITUTION],
  [/`(?:[^`\\]|\\[\s\S])*(?:`|\\?$)/y, SUBSTITUTION],
  [/\$(?:\\\r?\n)*\[[^\]]*(?:\]|$)/y, ARITHMETIC],
  [/\$(?:\\\r?\n)*\{[^}]*(?:\}|$)/y, VARIABLE],
  [/\$(?:\\\r?\n)*(?:\w+|[@*#?$!-])/y, VARIABLE],
];
/** Only outside of quotes. */
const PROCESS: readonly Pattern[] = [[/[<>]\(/y, 'a process substitution is not run; take it out']];

const PLAIN = /[^\s'"\\$`;|&<>()]+/y;
const QUOTED = /'[^']*'|\$'(?:[^'\\]|\\[\s\S])*'|\\(?:\r\n|[\s\S])/y;
const IN_DOUBLE = /(?:[^"\\$`]|\\[\s\S])+/y;
const DOUBLE = /"(?:[^"\\]|\\[\s\S])*"/y;

/** Where a word ends; null, and a fault, when a quote in it is never closed. Without `faults` nothing is reported. */
export function wordEnd(source: string, from: number, faults: Faults | null): number | null {
  let at: number | null = from;
  while (at !== null && at < source.length && !/[ \t\r\n;|&()]/.test(source[at] ?? '')) {
    const next: number | null = pieceEnd(source, at, faults);
    if (next === at) break;
    at = next;
  }
  return at;
}

/** Where a piece of a word ends: plain text, something quoted, or an expansion. The offset itself where none begins. */
function pieceEnd(source: string, at: number, faults: Faults | null): number | null {
  const simple = skipped(PLAIN, source, at);
  const end = simple > at ? simple : skipped(QUOTED, source, at);
  if (end > at) return end;
  const quote = /^\$?(["'])/.exec(source.slice(at, at + 2));
  if (quote?.[1] === '"') return doubleEnd(source, at + quote[0].length, faults);
  if (quote !== null) return unclosed(at + quote[0].length - 1, source, faults);
  if (source[at] === '\\') {
    faults?.add(at, `this cannot be read as a bash command: ${shown(source.slice(at))}`);
    return null;
  }
  const replaced = foundEnd(EXPANSIONS, source, at, faults) ?? foundEnd(PROCESS, source, at, faults);
  if (replaced !== null) return replaced;
  return /[<>]/.test(source[at] ?? '') ? at : at + 1;
}

/** Behind the `"` that closes the one before an offset. Expansions are reported only when there is one. */
function doubleEnd(source: string, from: number, faults: Faults | null): number | null {
  const found: [number, string][] = [];
  const note = { add: (at: number, message: string) => void found.push([at, message]) };
  for (let at = from; at < source.length; ) {
    if (source[at] === '"') {
      for (const [place, message] of found) faults?.add(place, message);
      return at + 1;
    }
    const plain = skipped(IN_DOUBLE, source, at);
    at = plain > at ? plain : (foundEnd(EXPANSIONS, source, at, note) ?? at + 1);
  }
  return unclosed(from - 1, source, faults);
}

function unclosed(at: number, source: string, faults: Faults | null): null {
  faults?.add(at, `the ${source[at]} that begins here is never closed`);
  return null;
}

function foundEnd(
  patterns: readonly Pattern[],
  source: string,
  at: number,
  faults: Pick<Faults, 'add'> | null,
): number | null {
  const found = firstFound(patterns, source, at);
  if (found === null) return null;
  faults?.add(at, found.message);
  return source[found.end - 1] === '(' ? closingEnd(source, source.indexOf('(', at)) : found.end;
}

/** Behind the `)` that closes the `(` at an offset; brackets in quotes do not count. */
export function closingEnd(source: string, from: number): number {
  let open = 0;
  for (let at = from; at < source.length; ) {
    const quoted = Math.max(skipped(QUOTED, source, at), skipped(DOUBLE, source, at));
    if (source[at] === '(') open += 1;
    if (source[at] === ')') open -= 1;
    if (open === 0) return at + 1;
    at = Math.max(quoted, at + 1);
  }
  return source.length;
}
