import type { HttpRequest } from '../check.ts';
import { quoted } from '../fault.ts';
import type { Outside } from '../outside.ts';
import { literalSecrets } from '../redact/redact-request.ts';
import { type Draft, type Leftover, NotCarried, type Reading, UnreadableInput } from './draft.ts';
import { referenceTo, type Secret, type Vault } from './secrets.ts';

/** Curl commands one below the other, as people keep them: in a text file or a shell script. */

type Command = { readonly text: string; readonly line: number };

const CURL = /^(?:[$%>][ \t]+)?(?:\S*\/)?curl(?:\.exe)?\s/;

/** @throws UnreadableInput where there is nobody to read commands. */
export function readCommands(text: string, { curl, files }: Outside): Reading {
  if (curl === null) throw new UnreadableInput('holds curl commands, which cannot be read here');
  const drafts: Draft[] = [];
  const leftovers: Leftover[] = [];
  for (const { text: written, line } of commandsIn(text)) {
    if (!CURL.test(written)) {
      leftovers.push({ where: `line ${line}`, what: `is no curl command: ${quoted(written)}` });
      continue;
    }
    const command = written.replace(/^[$%>][ \t]+/, '');
    const read = curl(command, files);
    if ('check' in read) drafts.push({ where: `line ${line}`, tags: [], request: read.check.http, command, expect: {} });
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
const PIECE = /\\[\s\S]|(?<=^|\s)#[^\n]*|'[^']*'|\$'(?:[^'\\]|\\[\s\S])*'|"(?:[^"\\]|\\[\s\S])*"|\n|[^\n]/g;

/** Splits a text where a shell would, at the line breaks that no quote and no backslash holds. */
function commandsIn(text: string): readonly Command[] {
  const commands: Command[] = [];
  let current = '';
  let start = 1;
  let line = 1;
  const end = () => {
    if (current.trim() !== '') commands.push({ text: current.trim(), line: start });
    current = '';
  };
  for (const [piece] of text.replaceAll('\r\n', '\n').matchAll(PIECE)) {
    if (piece === '\n') end();
    else if (!piece.startsWith('#')) {
      if (current.trim() === '') start = line;
      current += piece;
    }
    line += piece.split('\n').length - 1;
  }
  end();
  return commands;
}

/**
 * The command with a reference in the place of each credential, otherwise as it was written. Held against the request:
 * with the credentials in the places of the references it must be the very same.
 *
 * @throws NotCarried where a credential cannot be told apart in the command.
 */
export function withReferences(command: string, request: HttpRequest, hidden: Vault, outside: Outside): string {
  const secrets = hidden.secretsIn(request).toSorted((a, b) => b.secret.length - a.secret.length);
  if (secrets.length === 0) return command;
  const found = [replaceAll, replaceFirst, replaceLast]
    .map((replace) => secrets.reduce((text, secret) => replace(text, secret), command))
    .find((candidate) => isSame(candidate, request, secrets, outside));
  if (found !== undefined) return found;
  const names = [...new Set(secrets.map(referenceTo))].join(', ');
  throw new NotCarried(`holds a credential that cannot be told apart; write ${names} for it, or use --keep-secrets`);
}

function isSame(candidate: string, request: HttpRequest, secrets: readonly Secret[], { curl, files }: Outside): boolean {
  const read = curl?.(candidate, files);
  if (read === undefined || 'faults' in read || literalSecrets(read.check.http).length > 0) return false;
  const shown = secrets.reduce((text, secret) => {
    return text.replaceAll(referenceTo(secret), () => JSON.stringify(secret.secret).slice(1, -1));
  }, JSON.stringify(read.check.http));
  return shown === JSON.stringify(request);
}

function replaceAll(text: string, secret: Secret): string {
  return text.replaceAll(secret.secret, () => referenceTo(secret));
}

function replaceFirst(text: string, secret: Secret): string {
  return text.replace(secret.secret, () => referenceTo(secret));
}

function replaceLast(text: string, secret: Secret): string {
  const at = text.lastIndexOf(secret.secret);
  return at === -1 ? text : text.slice(0, at) + referenceTo(secret) + text.slice(at + secret.secret.length);
}
