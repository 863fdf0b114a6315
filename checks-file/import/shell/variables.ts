import { isSecretName } from '#core/redact/secret-names.ts';
import { unquote } from '../../curl/unquote.ts';
import { variableName } from '../secrets.ts';
import { TEXT, translated, type Values } from './expansions.ts';

export type VariableOptions = {
  readonly keepSecrets: boolean;
  /** Whether the checker's environment has a variable. */
  readonly isSet: (name: string) => boolean;
};

/** The variables of a shell's text, in its order, and what the references that they become are for. */
export type Variables = Values & {
  /** Sets variables, one after the other, or (`export A=1 B=$A`) all by what was there before. */
  readonly assign: (pairs: readonly (readonly [name: string, raw: string])[], isAtOnce: boolean) => void;
  readonly places: ReadonlyMap<string, string>;
};

const ASSIGNED = /^([A-Za-z_]\w*)\+?=([\s\S]*)$/;

/** `NAME=value` in its two parts; null for another word. */
export function assignmentIn(word: string): readonly [name: string, raw: string] | null {
  const [, name, raw] = ASSIGNED.exec(word) ?? [];
  return name === undefined || raw === undefined ? null : [name, raw];
}

export function variablesOf({ keepSecrets, isSet }: VariableOptions): Variables {
  const known = new Map<string, string>();
  const places = new Map<string, string>();
  const commands = new Map<string, string>();
  const reference = (name: string, place: string) => {
    if (!places.has(name)) places.set(name, place);
    return `\${env:${name}}`;
  };
  const printed = (command: string) => {
    const text = command.trim();
    if (/^date \+%s$/.test(text)) return '{{timestamp}}';
    if (/^uuidgen\b/.test(text)) return '{{uuid}}';
    const words = wordsOf(text);
    const base = variableName(words.join(' '));
    let name = commands.get(text) ?? base;
    for (let count = 2; !commands.has(text) && [...commands.values()].includes(name); count++)
      name = `${base}_${count}`;
    commands.set(text, name);
    return reference(name, `what ${words.join(' ')} … prints`);
  };
  const values: Values = {
    variable: (name) => known.get(name) ?? (isSet(name) ? reference(name, IN_COMMANDS) : null),
    reference,
    printed,
  };
  const assigned = (name: string, raw: string): string => {
    const isPrinted = /^["']?(?:\$\(|`)/.test(raw);
    // What a command answers is known only where it runs, and a credential is for no file.
    const isOutside = isPrinted || isPlaceholder(raw) || (isSecretName(name) && !keepSecrets && !raw.includes('$'));
    return isOutside ? reference(name, isPrinted ? 'what a command printed' : IN_COMMANDS) : textIn(raw, values);
  };
  const assign: Variables['assign'] = (pairs, isAtOnce) => {
    const early = isAtOnce ? pairs.map((pair) => assigned(...pair)) : [];
    for (const [index, [name, raw]] of pairs.entries()) known.set(name, early[index] ?? assigned(name, raw));
  };
  return { ...values, assign, places };
}

const IN_COMMANDS = 'a variable of the commands';

function textIn(raw: string, values: Values): string {
  try {
    return unquote(translated(raw, TEXT, values));
  } catch {
    return raw;
  }
}

function isPlaceholder(raw: string): boolean {
  return /^["']?<[^<>]*>["']?$/.test(raw) || /^["']{0,2}$/.test(raw);
}

/** The words that name a command, up to what is its own: an option, a path, a value. */
function wordsOf(command: string): readonly string[] {
  const words = command.split(/\s+/);
  const end = words.findIndex((word, index) => index > 3 || !/^[A-Za-z][A-Za-z-]*$/.test(word));
  const named = words.slice(0, end === -1 ? words.length : end);
  if (words[0] === 'cat') return ['cat', words.at(-1)?.replace(/^.*\//, '') ?? ''];
  if (/^(?:echo|printf)$/.test(words[0] ?? '')) return words.slice(0, 1);
  return named.length === 0 ? ['command'] : named;
}
