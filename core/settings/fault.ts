/** What is wrong with a setting, and how that is said. */

export type Path = readonly (string | number)[];

/**
 * A fault that knows its setting but not yet its line. `message` goes on from the path: `is "90s"; write 60s or less`.
 * `at` says which half of `key: value` to point at. `twin` is another setting to name with its line, as `{twin}` in the
 * message. `inside` is a place in the text that is the setting's value, counted from 1; how it is told, whether by the
 * fault's own place or in words, takes `{inside}`'s place in the message.
 */
export type PathFault = {
  readonly path: Path;
  readonly message: string;
  readonly at?: 'key' | 'value';
  readonly twin?: Path;
  readonly inside?: Place;
};

export type Place = { readonly line: number; readonly column: number };

/** A place inside a value as words: ` at column 12`, ` at line 2, column 5`. */
export function placeText({ line, column }: Place): string {
  return line === 1 ? ` at column ${column}` : ` at line ${line}, column ${column}`;
}

const PLAIN_KEY = /^[\w-]{1,60}$/;
const SHOWN_CHARACTERS = 60;

/** `checks[2].http.timeout`; a key that would confuse is quoted: `headers["a b"]`. */
export function formatPath(path: Path): string {
  return path.reduce<string>((text, step) => {
    if (typeof step === 'number') return `${text}[${step}]`;
    if (!PLAIN_KEY.test(step)) return `${text}[${quoted(step)}]`;
    return text === '' ? step : `${text}.${step}`;
  }, '');
}

/** In quotes, at most 60 characters unless said, with nothing in it that moves a cursor, hides text or turns its direction. */
export function quoted(text: string, most = SHOWN_CHARACTERS): string {
  const cut = text.length > most ? `${text.slice(0, most)}…` : text;
  return JSON.stringify(cut).replace(
    /[\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** A wrong value as a message shows it; of lists and maps only what they are. */
export function shown(value: unknown): string {
  if (typeof value === 'string') return quoted(withoutUrlSecrets(value));
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : sortOf(value);
}

/** What sort of value it is, for settings whose values may be secrets. */
export function sortOf(value: unknown): string {
  if (typeof value === 'string') return `a text of ${value.length} character${value.length === 1 ? '' : 's'}`;
  if (value === null) return 'empty';
  if (Array.isArray(value)) return value.length === 0 ? 'an empty list' : 'a list';
  if (typeof value !== 'object') return `a ${typeof value}`;
  return Object.keys(value).length === 0 ? 'an empty map' : 'a map';
}

/** User, password and query of a URL are where keys hide. */
function withoutUrlSecrets(text: string): string {
  return text.replace(/(:\/\/)[^/?#]*@/, '$1…@').replace(/^([a-z]+:\/\/[^?]*\?).*/is, '$1…');
}
