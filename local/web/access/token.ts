import { createHash, timingSafeEqual } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { plainFileError } from '../../files.ts';
import { WebFault } from '../web-fault.ts';

/** The variable that has the token where no file is named. */
const TOKEN_VARIABLE = 'ROLLCALL_TOKEN';

/** Shorter ones can be tried out. */
const LEAST_CHARACTERS = 16;
const HOW_TO_MAKE = 'make one with: openssl rand -hex 24';

/**
 * The token of those who may see everything and act: what is in the file, else the variable's; null where there is none. Throws
 * WebFault for a file that cannot be read and a token that could be guessed.
 */
export function readToken(file: string | undefined, env: Readonly<Record<string, string | undefined>>): string | null {
  const [token, where] = file === undefined ? [env[TOKEN_VARIABLE], TOKEN_VARIABLE] : [textIn(file).trim(), file];
  if (token === undefined || (file === undefined && token === '')) return null;
  if (!/^[\x21-\x7e]+$/.test(token)) throw new WebFault(`the token in ${where} is no word of ASCII; ${HOW_TO_MAKE}`);
  if (token.length >= LEAST_CHARACTERS) return token;
  throw new WebFault(`the token in ${where} is shorter than ${LEAST_CHARACTERS} characters; ${HOW_TO_MAKE}`);
}

function textIn(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    throw new WebFault(`--token-file ${file} cannot be read: ${plainFileError(cause)}`, { cause });
  }
}

/** Whether two secrets are the same, in a time that says nothing of either. */
export function isSame(given: string, secret: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(given), digest(secret));
}
