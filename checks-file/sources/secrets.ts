import { hasReference } from '#core/check/references.ts';
import { isSecretName } from '#core/redact/secret-names.ts';
import { plain } from '../curl/command-faults.ts';
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
  return { ...fault, message: hidden.flatMap(asQuoted).reduce(hide, fault.message) };
}

const LEAST_SECRET = 4;

/** As a message quotes a setting, and a piece of a command. */
const asQuoted = (secret: string): readonly string[] => [JSON.stringify(secret).slice(1, -1), plain(secret)];

/** What ends a quoted text that is cut: a setting's, a command's. */
const CUT = /(…"|\.\.\.)/;

function hide(text: string, secret: string): string {
  const parts = text.replaceAll(secret, '***').split(CUT);
  return parts.map((part, index) => (CUT.test(parts[index + 1] ?? '') ? withoutEnd(part, secret) : part)).join('');
}

/** A text without the beginning of a secret at its end. */
function withoutEnd(text: string, secret: string): string {
  for (let length = Math.min(text.length, secret.length); length >= LEAST_SECRET; length -= 1)
    if (text.endsWith(secret.slice(0, length))) return `${text.slice(0, -length)}***`;
  return text;
}
