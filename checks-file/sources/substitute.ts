import type { PathFault, Place } from '#core/settings/fault.ts';
import type { Path } from '#core/text/json-values.ts';
import { placeIn } from '#core/text/place-in.ts';
import { quoted } from '#core/text/shown.ts';
import { carried, carrying, withOwnCarried } from '../curl/carried-values.ts';
import { isVariableName } from './own-keys.ts';

/** `${var:NAME}` in texts. `$${` stands for the characters, as everywhere. */

/** The value of a variable. */
export type Value = string | number | boolean;

/** The value of a name, or why it has none, in words that go on from `holds ${var:NAME}, `. */
export type Lookup = (name: string) => { readonly value: Value } | { readonly fault: string };

const MARK = /\$\$\{|\$\{var:([^{}\n]*)\}|\$\{var:/g;
/** What the characters of a mark are, wherever they stand. */
const BEGIN = '${var:';

/** Whether a text may hold a variable. */
export function mentionsVariables(text: string): boolean {
  return text.includes(BEGIN);
}

/**
 * A text in which variables have their values. One that is nothing but a variable is its value, of the value's type. `put`:
 * how a value stands within a text.
 */
export function filledIn(
  text: string,
  lookup: Lookup,
  put: (value: Value) => string = String,
): { readonly value: Value } | { readonly faults: readonly (Place & { readonly message: string })[] } {
  const faults: (Place & { readonly message: string })[] = [];
  let whole: Value | undefined;
  const filled = text.replaceAll(MARK, (mark: string, name: string | undefined, offset: number) => {
    if (mark === '$${') return mark;
    const found = variableAt(mark, name, lookup);
    const isWhole = mark.length === text.length;
    const fault = 'fault' in found ? found.fault : isWhole ? null : lossOf(mark, found.value);
    if (fault !== null) faults.push({ ...placeIn(text, offset), message: fault });
    if ('fault' in found) return mark;
    if (isWhole) whole = found.value;
    return put(found.value);
  });
  return faults.length > 0 ? { faults } : { value: whole ?? filled };
}

function variableAt(mark: string, name: string | undefined, lookup: Lookup): ReturnType<Lookup> {
  if (name === undefined || !isVariableName(name)) {
    const advice = 'write ${var:NAME}, or $${ for the characters ${ themselves';
    return { fault: `holds ${quoted(mark)}{inside}, which is no variable; ${advice}` };
  }
  const found = lookup(name);
  return 'fault' in found ? { fault: `holds ${mark}{inside}, ${found.fault}` } : found;
}

/** 1.10 is 1.1 as a number, which a text should not have. */
function lossOf(mark: string, value: Value): string | null {
  if (typeof value !== 'number' || Number.isInteger(value)) return null;
  return `holds ${mark}{inside} within a text, and its value is a number with a fraction; write the value in quotes`;
}

/** A value with the variables of every text in it filled. What is wrong is added to `faults`, paths from `path` on. */
export function substituted(value: unknown, path: Path, lookup: Lookup, faults: PathFault[]): unknown {
  if (typeof value === 'string') return text(value, path, lookup, faults);
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((item, index) => substituted(item, [...path, index], lookup, faults));
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => {
      if (mentionsVariables(key.replaceAll('$${', ''))) {
        const message = 'holds a variable in a name, where none is filled in; write the name out';
        faults.push({ path: [...path, key], at: 'key', message });
      }
      return [key, substituted(inner, [...path, key], lookup, faults)];
    }),
  );
}

function text(value: string, path: Path, lookup: Lookup, faults: PathFault[]): unknown {
  if (!mentionsVariables(value)) return value;
  const isWithin = isCommand(path) && value !== value.match(MARK)?.[0];
  const filled = isWithin
    ? filledIn(withOwnCarried(value), lookup, (one) => carried(String(one)))
    : filledIn(value, lookup);
  if ('value' in filled) return isWithin ? carrying(String(filled.value)) : filled.value;
  for (const { line, column, message } of filled.faults) faults.push({ path, message, inside: { line, column } });
  return value;
}

/** Whether a curl command stands there: that of an entry, or of a step of its flow. */
function isCommand(path: Path): boolean {
  const [key, ...at] = path.toReversed();
  if ((key !== 'curl' && key !== 'curl_cmd') || typeof at[0] !== 'number') return false;
  return at.length === 2 || (at.length === 5 && at[1] === 'flow' && at[2] === 'steps');
}
