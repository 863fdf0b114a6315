import { isSecretName } from '#core/redact/secret-names.ts';
import { formatPath, type PathFault } from '#core/settings/fault.ts';
import type { Path } from '#core/text/json-values.ts';
import { oddNumbersIn, type PlacedNumber } from './text/odd-numbers.ts';

/** Numbers that would be sent in other characters than they are written in. */

/** Settings whose values are sent, of whatever kind; those of an entry, of `defaults` and of receivers. */
const SENT = ['headers', 'query', 'form', 'multipart', 'json'];

/** A fault for each number of a text that cannot be sent as it is written, but where `known` has one already. */
export function sentNumberFaults(text: string, known: readonly PathFault[]): readonly PathFault[] {
  const told = new Set(known.map(({ path }) => formatPath(path)));
  return oddNumbersIn(text, isSent)
    .filter(({ path }) => !told.has(formatPath(path)))
    .flatMap((number) => faultOf(number) ?? []);
}

function isSent(path: Path): boolean {
  const at = path.findIndex((step) => SENT.includes(String(step)));
  return at !== -1 && !path.slice(0, at).includes('expect');
}

function faultOf({ path, source, value }: PlacedNumber): PathFault | null {
  // As other faults of such settings, it shows nothing of what may be a password.
  const isSecret = path.some((step) => typeof step === 'string' && isSecretName(step));
  const isJson = path.find((step) => SENT.includes(String(step))) === 'json';
  // Text is sent as it is; in JSON nobody could say whether the text is meant, or the number.
  if (typeof value === 'string') return isJson ? { path, message: isSecret ? HIDDEN : textMessage(source) } : null;
  if (isSecret) return { path, message: HIDDEN };
  const sent = isJson ? JSON.stringify(value) : String(value);
  return { path, message: `is ${source}, which would be sent as ${sent}; write ${sent}, or "${source}" in quotes` };
}

const HIDDEN = 'is a number that cannot be sent as it is written; write it in quotes';

function textMessage(source: string): string {
  const number = Number(source.replaceAll('_', ''));
  const advice = Number.isFinite(number)
    ? `write ${JSON.stringify(number)}, or "${source}" in quotes`
    : 'write it in quotes';
  return `is ${source}, which is no number in JSON; ${advice}`;
}
