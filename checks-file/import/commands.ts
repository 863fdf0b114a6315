import type { Surroundings } from '#core/settings/surroundings.ts';
import type { HttpRequest } from '#kinds/http/check.ts';
import { literalSecrets } from '#kinds/http/secrets.ts';
import { isCmd } from '../curl/cmd-words.ts';
import { parseCurl } from '../curl/parse-curl.ts';
import { type Draft, type Leftover, NotCarried, type Reading } from './imported-check.ts';
import { referenceTo, type Secret, type Vault } from './secrets.ts';

/** Curl commands one below the other, as people keep them: in a text file or a shell script. */

type Command = { readonly text: string; readonly line: number };

const CURL = /^(?:[$%>][ \t]+)?(?:\S*\/)?curl(?:\.exe)?\s/;

/** Each command as a check, and why where it is none. */
export function readCommands(text: string, { files }: Surroundings): Reading {
  const drafts: Draft[] = [];
  const leftovers: Leftover[] = [];
  for (const { text: written, line } of commandsIn(text)) {
    if (!CURL.test(written)) {
      leftovers.push({ where: `line ${line}`, what: 'is no curl command' });
      continue;
    }
    const command = written.replace(/^[$%>][ \t]+/, '');
    const read = parseCurl(command, files);
    if ('check' in read)
      drafts.push({ where: `line ${line}`, tags: [], request: read.check.http, command, expect: {} });
    else {
      const told = read.faults.map((fault) => {
        return { where: `line ${line + fault.line - 1}, column ${fault.column}`, what: fault.message };
      });
      leftovers.push(...told);
    }
  }
  return { drafts, leftovers, notes: [] };
}

/** A backslash with what it escapes, a comment, a quoted text, the end of a line, or anything else. */
const PIECE = /\\[\s\S]|(?<comment>(?<=^|\s)#[^\n]*)|'[^']*'|\$'(?:[^'\\]|\\[\s\S])*'|"(?:[^"\\]|\\[\s\S])*"|\n|[^\n]/g;

/** The same for Windows' cmd, whose carets hold line breaks, and a second one that is text. */
const CMD_PIECE = /\^\n\n?|\^.|\n|[^\n]/g;

/** Splits a text where a shell would, at the line breaks that no quote and no backslash (in cmd: no caret) holds. */
function commandsIn(text: string): readonly Command[] {
  const commands: Command[] = [];
  let current = '';
  let start = 1;
  let line = 1;
  const end = () => {
    if (current.trim() !== '') commands.push({ text: current.trim(), line: start });
    current = '';
  };
  const lines = text.replaceAll('\r\n', '\n');
  for (const { 0: piece, groups } of lines.matchAll(isCmd(lines) ? CMD_PIECE : PIECE)) {
    if (piece === '\n') end();
    else if (groups?.['comment'] === undefined) {
      if (current.trim() === '') start = line;
      current += piece;
    }
    line += piece.split('\n').length - 1;
  }
  end();
  return commands;
}

/** Where else a credential's text stands in a command, such as a password that is the user's name too. */
const MOST_OCCURRENCES = 20;

/**
 * The command with a reference in the place of each credential, otherwise as it was written. Held against the request:
 * with the credentials in the places of the references it must be the very same.
 *
 * @throws NotCarried where a credential cannot be told apart in the command.
 */
export function withReferences(command: string, request: HttpRequest, hidden: Vault, outside: Surroundings): string {
  const secrets = hidden.secretsIn(request);
  const requestOf = (text: string): HttpRequest | null => {
    const read = parseCurl(text, outside.files);
    return 'check' in read ? read.check.http : null;
  };
  let text = command;
  let left = literalSecrets(request).length;
  for (const secret of secrets) {
    for (const candidate of left === 0 ? [] : candidates(text, secret)) {
      const found = requestOf(candidate);
      const remaining = found === null ? left : literalSecrets(found).length;
      if (found === null || remaining >= left || !isSame(found, request, secrets)) continue;
      text = candidate;
      left = remaining;
      break;
    }
  }
  if (left === 0) return text;
  const names = [...new Set(secrets.map(referenceTo))].join(', ');
  throw new NotCarried(`holds a credential that cannot be told apart; write ${names} for it, or use --keep-secrets`);
}

/** The command with the reference at each place where the credential's text stands, one at a time. */
function candidates(text: string, secret: Secret): readonly string[] {
  const found: string[] = [];
  for (let at = text.indexOf(secret.secret); at !== -1 && found.length < MOST_OCCURRENCES; ) {
    found.push(text.slice(0, at) + referenceTo(secret) + text.slice(at + secret.secret.length));
    at = text.indexOf(secret.secret, at + 1);
  }
  return found;
}

function isSame(found: HttpRequest, request: HttpRequest, secrets: readonly Secret[]): boolean {
  const shown = secrets.reduce((text, secret) => {
    return text.replaceAll(referenceTo(secret), () => JSON.stringify(secret.secret).slice(1, -1));
  }, JSON.stringify(found));
  return shown === JSON.stringify(request);
}
