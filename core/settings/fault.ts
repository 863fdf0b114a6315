import type { Path } from '../text/json-values.ts';
import { quoted } from '../text/shown.ts';
/** What is wrong with a setting, and how that is said. */

/**
 * A fault that knows its setting but not yet its line. `message` goes on from the path: `is "90s"; write 60s or less`.
 * `at` says which half of `key: value` to point at. `twin` is another setting to name with its line, as `{twin}` in the
 * message. `inside` is a place in the text that is the setting's value, counted from 1; how it is reported, whether by the
 * fault's own place or in words, takes `{inside}`'s place in the message. `called` is what the last step of the path is called
 * where that is a key that holds a value too.
 */
export type PathFault = {
  readonly path: Path;
  readonly message: string;
  readonly at?: 'key' | 'value';
  readonly twin?: Path;
  readonly inside?: Place;
  readonly called?: string;
};

/** A place in a text; line and column count from 1. */
export type Place = { readonly line: number; readonly column: number };

/** A place inside a value as words: ` at column 12`, ` at line 2, column 5`. */
export function placeText({ line, column }: Place): string {
  return line === 1 ? ` at column ${column}` : ` at line ${line}, column ${column}`;
}

const PLAIN_KEY = /^[\w-]{1,60}$/;

/** `checks[2].http.timeout`; a key that would confuse is quoted: `headers["a b"]`. */
export function formatPath(path: Path): string {
  return path.reduce<string>((text, step) => {
    if (typeof step === 'number') return `${text}[${step}]`;
    if (!PLAIN_KEY.test(step)) return `${text}[${quoted(step)}]`;
    return text === '' ? step : `${text}.${step}`;
  }, '');
}
