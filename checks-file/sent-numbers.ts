import { isSecretName } from '#core/redact/secret-names.ts';
import { formatPath, type PathFault } from '#core/settings/fault.ts';
import type { Path } from '#core/text/json-values.ts';
import { isOwnKey } from './sources/own-keys.ts';
import { oddNumbersIn, type PlacedNumber } from './text/odd-numbers.ts';

/** Numbers that would be sent in other characters than they are written in. */

/** Settings whose values are sent, of whatever kind; those of an entry, of `defaults` and of receivers. */
const SENT = ['headers', 'query', 'form', 'multipart', 'json'];

/** Settings in which the same words stand for what must come back. */
const EXPECTED = ['expect', 'until'];

/** A fault for each number of a text that cannot be sent as it is written, but where `known` has one already. */
export function sentNumberFaults(text: string, known: readonly PathFault[]): readonly PathFault[] {
  const told = new Set(known.map(({ path }) => formatPath(path)));
  return oddNumbersIn(text, (path) => isVariable(path) || isSent(path))
    .filter(({ path }) => !told.has(formatPath(path)))
    .flatMap((number) => faultOf(number) ?? []);
}

function isSent(path: Path): boolean {
  const at = path.findIndex((step) => SENT.includes(String(step)));
  const around = path.slice(0, at);
  return (
    at !== -1 &&
    !around.some((step) => EXPECTED.includes(String(step))) &&
    !around.some((step) => isOwnKey(String(step)))
  );
}

/** A value may go anywhere, into what is sent too. */
function isVariable([section, ...path]: Path): boolean {
  if (section === 'environments') return path[1] === 'vars';
  return section === 'vars' || ((section === 'checks' || section === 'guard') && path[1] === 'for');
}

function faultOf({ path, source, value }: PlacedNumber): PathFault | null {
  const isValue = isVariable(path);
  if (isValue && typeof value === 'string') return null;
  // As other faults of such settings, it shows nothing of what may be a password.
  const isSecret = path.some((step) => typeof step === 'string' && isSecretName(step));
  const isJson = path.find((step) => SENT.includes(String(step))) === 'json';
  // Text is sent as it is; in JSON nobody could say whether the text is meant, or the number.
  if (typeof value === 'string') return isJson ? { path, message: isSecret ? HIDDEN : textMessage(source) } : null;
  if (isSecret) return { path, message: HIDDEN };
  const sent = isJson ? JSON.stringify(value) : String(value);
  return {
    path,
    message: `is ${source}, which would be ${isValue ? 'put in' : 'sent'} as ${sent}; write ${sent}, or "${source}" in quotes`,
  };
}

const HIDDEN = 'is a number that cannot be sent as it is written; write it in quotes';

function textMessage(source: string): string {
  const number = Number(source.replaceAll('_', ''));
  const advice = Number.isFinite(number)
    ? `write ${JSON.stringify(number)}, or "${source}" in quotes`
    : 'write it in quotes';
  return `is ${source}, which is no number in JSON; ${advice}`;
}
