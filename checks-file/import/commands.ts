import type { Surroundings } from '#core/settings/surroundings.ts';
import type { HttpRequest } from '#kinds/http/check.ts';
import { literalSecrets } from '#kinds/http/secrets.ts';
import { isCmd } from '../curl/cmd-words.ts';
import type { CurlFault } from '../curl/command-faults.ts';
import { parseCurl } from '../curl/parse-curl.ts';
import { type Draft, type Leftover, NotCarried, type Reading } from './imported-check.ts';
import { referenceTo, type Secret, type Vault } from './secrets.ts';
import { cmdCommands } from './shell/cmd-commands.ts';
import { type PublishedCommand, publishedCommands } from './shell/published-commands.ts';
import { singleRequests } from './shell/single-requests.ts';

/** Curl commands as people keep and publish them: a text file, a shell's script, lines of a terminal or a crontab. */

/** Each request of each command as a check, and why where it is none. */
export function readCommands(text: string, { files }: Surroundings, keepSecrets: boolean): Reading {
  const plain = text.replaceAll('\r\n', '\n');
  const { commands, strays, notes, places } = isCmd(plain)
    ? cmdCommands(plain)
    : publishedCommands(plain, { keepSecrets, isSet: () => false });
  const drafts: Draft[] = [];
  const leftovers: Leftover[] = [...strays];
  for (const command of commands) {
    const requests = singleRequests(command.text);
    for (const request of requests) readRequest(command, request, requests.length === 1);
  }
  return { drafts, leftovers, notes, places };

  function readRequest({ text: whole, line, placeOf }: PublishedCommand, command: string, isWhole: boolean): void {
    const read = parseCurl(command, files);
    if ('check' in read) {
      drafts.push({ where: `line ${line}`, tags: [], request: read.check.http, command, expect: {} });
      return;
    }
    for (const fault of read.faults) {
      const place = isWhole ? placeOf(offsetIn(whole, fault)) : placeOf(0);
      leftovers.push({ where: `line ${place.line}, column ${place.column}`, what: fault.message });
    }
  }
}

function offsetIn(text: string, { line, column }: CurlFault): number {
  const lines = text.split('\n');
  return lines.slice(0, line - 1).reduce((sum, { length }) => sum + length + 1, column - 1);
}

/** A file's content for whoever only looks at the command: a header, a body or a key. */
const FILE_TEXT = 'x-rollcall-file: 7b1f';
const IN_FILE = Buffer.from(FILE_TEXT);

/** Where else a credential's text stands in a command, such as a password that is the user's name too. */
const MOST_OCCURRENCES = 20;

/**
 * The command with a reference in the place of each credential, otherwise as it was written. Held against the request:
 * with the credentials in the places of the references it must be the very same.
 *
 * @throws NotCarried where a credential cannot be told apart in the command.
 */
export function withReferences(command: string, request: HttpRequest, hidden: Vault): string {
  // What stands in a file stays there: the command names the file.
  const requestOf = (text: string): HttpRequest | null => {
    const read = parseCurl(text, () => IN_FILE);
    return 'check' in read ? read.check.http : null;
  };
  const own = requestOf(command) ?? request;
  const secrets = hidden.secretsIn(own).filter(({ secret }) => !secret.includes(FILE_TEXT));
  const leftIn = (found: HttpRequest) =>
    literalSecrets(found).filter(({ secret }) => !secret.includes(FILE_TEXT)).length;
  let text = command;
  let left = leftIn(own);
  for (const secret of secrets) {
    for (const candidate of left === 0 ? [] : candidates(text, secret)) {
      const found = requestOf(candidate);
      const remaining = found === null ? left : leftIn(found);
      if (found === null || remaining >= left || !isSame(found, own, secrets)) continue;
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
