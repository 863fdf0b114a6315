import { isSecretName } from '#core/redact/secret-names.ts';
import { literal, NotCarried } from '../imported-check.ts';
import { variableName } from '../secrets.ts';

/** Postman's own random values that a check has too. */
const TEMPLATES: Readonly<Record<string, string>> = {
  $guid: '{{uuid}}',
  $randomUUID: '{{uuid}}',
  $timestamp: '{{timestamp}}',
  $isoTimestamp: '{{now}}',
};

/** A variable's value may name others; a chain longer than this is a circle, and more of them are a trap. */
const MOST_STEPS = 10;
const MOST_FILLED = 1_000;

/**
 * Replaces `{{name}}` by its value, or by a reference to an environment variable where the value is not known or is
 * itself a credential. All other text is to be sent as it is.
 *
 * @throws NotCarried for random values that only Postman makes.
 */
export type Fill = (text: string) => string;

export type KnownVariables = {
  /** Given by the user: before all others, and as they are. */
  readonly given: ReadonlyMap<string, string>;
  readonly collection: ReadonlyMap<string, string>;
  readonly keepSecrets: boolean;
};

export function filler({ given, collection, keepSecrets }: KnownVariables): Fill {
  return (text) => {
    let filled = 0;
    const fill = (part: string, steps: number): string =>
      part
        .split(/(\{\{[^{}]*\}\})/)
        .map((piece, index) => (index % 2 === 0 ? literal(piece) : replaced(piece.slice(2, -2).trim(), piece, steps)))
        .join('');
    const replaced = (name: string, written: string, steps: number): string => {
      filled += 1;
      if (filled > MOST_FILLED) throw new NotCarried('its variables name each other without end');
      if (name === '') return literal(written);
      if (name.startsWith('$')) return templateOf(name);
      const value = given.get(name) ?? collection.get(name);
      const isHidden = isSecretName(name) && !keepSecrets && !value?.includes('{{');
      if (value === undefined || value === '' || isHidden || steps === MOST_STEPS) return `\${env:${envName(name)}}`;
      return fill(value, steps + 1);
    };
    return fill(text, 0);
  };
}

function templateOf(name: string): string {
  const template = Object.hasOwn(TEMPLATES, name) ? TEMPLATES[name] : undefined;
  if (template === undefined) throw new NotCarried(`{{${name}}} is a value that only Postman makes; write one`);
  return template;
}

/** Names that a shell can set stay as they are. */
function envName(name: string): string {
  return /^[A-Za-z_]\w*$/.test(name) ? name : variableName(name);
}
