import { overwriteQuoted, unquote } from '#kinds/http/quoting.ts';
import { cmdWordsOf, isCmd } from './cmd-words.ts';
import { type Faults, shown } from './command-faults.ts';
import type { CurlGrammar, SyntaxNode } from './grammar.ts';
import { isVeiled, overwritten } from './veiled-references.ts';

/** A word of the command as the program gets it; `at` is its offset in the command's text. */
export type Word = { readonly text: string; readonly at: number };

/** What a shell would run, read or replace. Nothing runs here, so each is a fault that names itself. */
const FOREIGN: Readonly<Record<string, string>> = {
  '|': 'a pipe is not part of a check; take out what follows it',
  '|&': 'a pipe is not part of a check; take out what follows it',
  '&&': 'a second command is not part of a check; take it out',
  '||': 'a second command is not part of a check; take it out',
  '&': '& ends the command here; quote the url or data that it belongs to',
  '!': '! is not part of a check; take it out',
  file_redirect: 'a redirection is not part of a check; take it out (curl options name files with @)',
  heredoc_redirect: 'a here-document is not part of a check; write the text behind --data-raw',
  herestring_redirect: 'a here-string is not part of a check; write the text behind --data-raw',
  command_substitution: 'a command substitution is not run; write its value, or ${env:NAME}',
  process_substitution: 'a process substitution is not run; take it out',
  simple_expansion:
    'a shell variable is not replaced; write ${env:NAME}, or put it in single quotes to send it as it is',
  expansion: 'a shell variable is not replaced; write ${env:NAME}, or put it in single quotes to send it as it is',
  arithmetic_expansion: 'an arithmetic expansion is not computed; write its value',
  variable_assignment: 'a variable before the command is not set; take it out',
};

const STATEMENTS = new Set(['command', 'comment', 'redirected_statement', 'pipeline', 'list', 'negated_command']);
const REDIRECTS = new Set(['file_redirect', 'heredoc_redirect', 'herestring_redirect']);

/**
 * The words of a command as a person pastes it: one curl command in bash's quoting, a `$ ` prompt before it or not,
 * `\` at the ends of lines; or the same for Windows' cmd. The first word is the command's name. Empty when the text
 * cannot be read at all.
 */
export function wordsOf(command: string, grammar: CurlGrammar, faults: Faults): readonly Word[] {
  if (isVeiled(command)) {
    faults.add(0, 'the command holds a character of the private plane 16; take it out');
    return [];
  }
  if (isCmd(command)) return cmdWordsOf(command, faults);
  const source = readable(command);
  const tree = grammar(source);
  const broken = firstBroken(tree);
  if (broken !== null) {
    faults.add(...unreadable(command, broken));
    return [];
  }
  refuseForeign(tree, faults);
  const node = find(tree, 'command');
  return node === null ? [] : piecesOf(node, source, command, faults);
}

/** The same text at the same length, without what says nothing of its structure: prompt, references, quoted text. */
function readable(command: string): string {
  return overwriteQuoted(overwritten(command)).replace(/^\s*[$%>]\s+(?=\S*curl)/, (prompt) =>
    ' '.repeat(prompt.length),
  );
}

function firstBroken(node: SyntaxNode): SyntaxNode | null {
  if (node.missing || node.type === 'ERROR') return node;
  for (const child of node.children) {
    const broken = firstBroken(child);
    if (broken !== null) return broken;
  }
  return null;
}

function unreadable(command: string, node: SyntaxNode): [number, string] {
  const open = openQuote(command);
  if (open !== null) return [open, `the ${command[open]} that begins here is never closed`];
  return [node.start, `this cannot be read as a bash command: ${shown(command.slice(node.start))}`];
}

/** Where a quote begins that nothing closes, for a better word than the grammar's. */
function openQuote(command: string): number | null {
  const quoted = /\\[\s\S]|\$'(?:[^'\\]|\\[\s\S])*'|'[^']*'|"(?:[^"\\]|\\[\s\S])*"|([`'"])/g;
  for (const match of command.matchAll(quoted)) if (match[1] !== undefined && match[1] !== '`') return match.index;
  return null;
}

function refuseForeign(program: SyntaxNode, faults: Faults): void {
  let commands = 0;
  for (const child of program.children) {
    if (/^(?:;|\n)+$/.test(child.type) || child.type === 'comment') continue;
    if (child.type !== '&' && commands++ > 0) {
      faults.add(child.start, 'a second command is not part of a check; take it out');
      return;
    }
    if (!STATEMENTS.has(child.type) && FOREIGN[child.type] === undefined) {
      faults.add(child.start, `this is not one curl command: ${shown(child.type.replaceAll('_', ' '))}`);
      return;
    }
    refuseIn(child, faults);
    if (child.type === '&') return;
  }
  if (commands === 0) faults.add(0, 'there is no command');
}

function refuseIn(node: SyntaxNode, faults: Faults): void {
  const message = FOREIGN[node.type];
  if (message !== undefined) {
    faults.add(node.start, message);
    return;
  }
  for (const child of node.children) refuseIn(child, faults);
}

function find(node: SyntaxNode, type: string): SyntaxNode | null {
  if (node.type === type) return node;
  for (const child of node.children) {
    const found = find(child, type);
    if (found !== null) return found;
  }
  return null;
}

/**
 * The grammar says where words lie; what they say is read from the text, since the tree leaves out a `$` before a
 * closing quote and quotes that hold only blanks. Pieces that touch are one word, as in a shell.
 */
function piecesOf(node: SyntaxNode, source: string, command: string, faults: Faults): readonly Word[] {
  const spans: { start: number; end: number }[] = [];
  for (const { type, start, end } of node.children) {
    if (REDIRECTS.has(type) || (type === 'variable_assignment' && spans.length === 0)) continue;
    const last = spans.at(-1);
    const gap = source.slice(last?.end ?? start, start);
    if (last !== undefined && gap === '') last.end = end;
    else if (/^[ \t\r]*$/.test(gap)) spans.push({ start, end });
    else {
      faults.add(last?.end ?? start, `this cannot be read as a word: ${shown(gap.trim())}`);
      spans.push({ start, end });
    }
  }
  return spans.map(({ start, end }) => ({ text: decoded(command, start, end, faults), at: start }));
}

function decoded(command: string, start: number, end: number, faults: Faults): string {
  const raw = command.slice(start, end).replace(/\\\r\n/g, '\\\n');
  if (/^\\[ \t]/.test(raw)) {
    faults.add(
      start,
      'a backslash before a blank continues nothing; end the line right after it (in YAML: | instead of >)',
    );
  }
  try {
    // Read on as it was meant, so that one slip is one fault.
    return unquote(raw.replace(/^(?:\\[ \t])+/, ''));
  } catch (error) {
    faults.add(start, error instanceof Error ? error.message : String(error));
    return '';
  }
}
