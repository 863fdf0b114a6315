import { TEMPLATES } from '#core/check/references.ts';
import { NAME_IN_TEXT } from '../check.ts';
import type { Names } from '../observation.ts';

/** The name that a stray piece of a text is; null for one that is something else. */
export function nameIn(whole: string): string | null {
  const [found] = whole.matchAll(NAME_IN_TEXT);
  return found?.[0] === whole ? (found[1] ?? null) : null;
}

/** The names in every text of a value, each once; a template is none. */
export function namesIn(value: unknown): readonly string[] {
  const found = new Set<string>();
  const walk = (inner: unknown): void => {
    if (typeof inner === 'string') {
      for (const [, name = ''] of inner.replaceAll('{{{{', '').matchAll(NAME_IN_TEXT)) found.add(name);
    } else if (typeof inner === 'object' && inner !== null) {
      for (const [key, one] of Object.entries(inner)) {
        walk(key);
        walk(one);
      }
    }
  };
  walk(value);
  for (const template of TEMPLATES) found.delete(template);
  return [...found];
}

/** A text with the names in it replaced, and nothing else. */
export function withNames(text: string, names: Names): string {
  if (!text.includes('{{')) return text;
  return text.replace(/\{\{\{\{|\{\{\s*([A-Za-z][\w.-]*)\s*\}\}/g, (whole, name: string | undefined) => {
    if (name === undefined) return '{{';
    return names.get(name)?.text ?? whole;
  });
}

/** A JSON value with the names in its texts replaced; one that is all of a text keeps the type that it was captured with. */
export function withTypedNames(value: unknown, names: Names, fill: (text: string) => string): unknown {
  if (typeof value === 'string') {
    const alone = nameIn(value);
    return (alone === null ? undefined : names.get(alone)?.typed) ?? fill(value);
  }
  if (Array.isArray(value)) return value.map((one) => withTypedNames(one, names, fill));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [fill(key), withTypedNames(one, names, fill)]));
}
