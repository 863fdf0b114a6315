import type { HttpBody } from '#kinds/http/check.ts';
import { literal } from './imported-check.ts';

/** Deeper JSON than this is sent as the text that it is. */
const MOST_DEPTH = 60;

/** A recorded body in the form that is best to read and sends the same: JSON or a form where nothing is lost by it. */
export function bodyOf(text: string, type: string): HttpBody {
  const json = /[/+]json\b/i.test(type) ? jsonOf(text) : undefined;
  if (json !== undefined) return { json: literalJson(json) };
  if (/^application\/x-www-form-urlencoded\b/i.test(type)) {
    const form = new URLSearchParams(text);
    if (form.toString() === text && isGrouped([...form.keys()]) && text !== '') {
      return { form: [...form].map(([name, value]) => [literal(name), literal(value)] as const) };
    }
  }
  return { text: literal(text) };
}

/** Whether the checker sets this content-type by itself for such a body. */
export function isImpliedType(type: string, body: HttpBody | null): boolean {
  if (body === null) return false;
  if ('json' in body) return /^application\/json$/i.test(type.trim());
  return 'form' in body && /^application\/x-www-form-urlencoded$/i.test(type.trim());
}

/** The value of a JSON text, undefined where a value could not be written back as it was: 1.10, 2^60, a key twice. */
function jsonOf(text: string): unknown {
  const value = parseJson(text);
  return JSON.stringify(value) === text.replace(/("(?:[^"\\]|\\.)*")|\s+/g, '$1') ? value : undefined;
}

/** The value of a JSON text, undefined where it is none or nests too deep to be walked. */
export function parseJson(text: string): unknown {
  if (depthOf(text) > MOST_DEPTH) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** At least how deep the text nests; brackets within strings count too, which only makes the answer safer. */
function depthOf(text: string): number {
  let depth = 0;
  let deepest = 0;
  for (const [bracket] of text.matchAll(/[[\]{}]/g)) {
    depth += bracket === '[' || bracket === '{' ? 1 : -1;
    deepest = Math.max(deepest, depth);
  }
  return deepest;
}

export function literalJson(value: unknown): unknown {
  if (typeof value === 'string') return literal(value);
  if (Array.isArray(value)) return value.map(literalJson);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [literal(key), literalJson(inner)]));
}

/** Whether equal names stand together, so that a map with lists keeps their order. */
export function isGrouped(names: readonly string[]): boolean {
  return names.every((name, index) => index === 0 || names[index - 1] === name || names.indexOf(name) === index);
}
