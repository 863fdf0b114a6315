/** What a key without its space or colon was to be: the words for it, and the setting's name, null where there is none. */
export type MistypedKey = { readonly name: string | null; readonly message: string };

/**
 * A key that YAML made of a setting and its value, which nothing kept apart: `url:"https://x/"`, `port=1`, `url https://x/`;
 * or of a comment of another language. Null for every other key. `names` are the settings that there are. The message shows
 * none of the value, which may be a secret.
 */
export function mistypedKey(key: string, names: readonly string[]): MistypedKey | null {
  const slashes = /^\/[/*]/.exec(key)?.[0];
  if (slashes !== undefined) return { name: null, message: `begins with ${slashes}; a comment begins with #` };
  if (/^[\u00a0\u3000\u200b\ufeff]/.test(key))
    return { name: null, message: 'begins with a space that is no plain one; indent it by plain spaces' };
  const [, name = '', sign = ''] = /^([\w-]+)(\s*[:：=]|\s)./s.exec(key) ?? [];
  if (!names.includes(name)) return null;
  return { name, message: `has ${oddity(sign.trim())}; write "${name}: " and the value` };
}

function oddity(sign: string): string {
  if (sign === ':') return 'no space behind the colon';
  return sign === '' ? 'no colon' : `${sign} in place of a colon`;
}

/**
 * What is said of a text where a map or a list (`array`) belongs, because nothing stands behind its colon or its dash:
 * `url:https://x/`, `-a`. Null for every other value.
 */
export function unspacedText(value: unknown, wanted: string): string | null {
  if (typeof value !== 'string') return null;
  if (wanted === 'array' && /^-\S/.test(value)) return 'has no space behind a dash; write "- " and the item';
  const [, name] = (wanted === 'object' ? /^([\w-]+):(?!\/\/)\S/.exec(value) : null) ?? [];
  return name === undefined ? null : `has no space behind the colon; write "${name}: " and the value`;
}
