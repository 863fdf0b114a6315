const SHOWN_CHARACTERS = 60;

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
