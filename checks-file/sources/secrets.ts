import { hasReference } from '#core/check/references.ts';
import { isSecretName } from '#core/redact/secret-names.ts';
import type { SourcedFault } from './source.ts';
import { mentionsVariables, type Value } from './substitute.ts';

/** Variables whose values are secrets. */

/** Whether a value is a secret by its name, and stands there as it is. */
export function isLiteralSecret(name: string, value: Value): value is string {
  if (typeof value !== 'string' || value === '') return false;
  return isSecretName(name) && !hasReference(value) && !mentionsVariables(value);
}

/** A fault without the values of variables that have come into texts which its message quotes, perhaps cut. */
export function withoutSecrets(fault: SourcedFault, secrets: ReadonlySet<string>): SourcedFault {
  const hidden = [...secrets].filter((secret) => secret.length >= LEAST_SECRET).toSorted((a, b) => b.length - a.length);
  const message = hidden.reduce((text, secret) => hide(text, JSON.stringify(secret).slice(1, -1)), fault.message);
  return { ...fault, message };
}

const LEAST_SECRET = 4;

function hide(text: string, secret: string): string {
  const whole = text.replaceAll(secret, '***');
  const cut = /[^"]*…"/.exec(whole)?.[0].slice(0, -2) ?? '';
  const ends = Array.from({ length: Math.min(cut.length, secret.length) }, (_, index) => secret.slice(0, index + 1));
  const left = ends.findLast((end) => end.length >= LEAST_SECRET && cut.endsWith(end));
  return left === undefined ? whole : whole.replace(`${left}…"`, '***…"');
}
