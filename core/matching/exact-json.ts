/** JSON in which whole numbers keep their digits: those beyond 2^53 are bigints. */

/** Fewer digits are never beyond 2^53. */
const LONG_NUMBER = /\d{16}/;
/** The time it takes to read a number grows with the square of its digits, and nothing can end it; no API counts so far. */
const WHOLE = /^-?\d{1,1000}$/;

type Reviver = (key: string, value: unknown, context: { readonly source?: string }) => unknown;
type RawJson = { readonly rawJSON: (text: string) => unknown };

/** Throws SyntaxError, as JSON.parse does. */
export function parseExactly(text: string): unknown {
  if (!LONG_NUMBER.test(text)) return JSON.parse(text);
  const revive: Reviver = (_, value, { source }) => {
    return typeof value === 'number' && source !== undefined ? exactNumber(source, value) : value;
  };
  // The types of the language lag behind: the third argument is what the number was written as.
  return JSON.parse(text, revive as (key: string, value: unknown) => unknown);
}

/** A bigint where a number would lose digits. `written` is how it stands in the text. */
export function exactNumber(written: string, value = Number(written)): number | bigint {
  return !Number.isSafeInteger(value) && WHOLE.test(written) ? BigInt(written) : value;
}

/** A number as people write it, of text that is one and nothing else; null when it is none. */
export function numberIn(text: string): number | bigint | null {
  return /^\s*[-+]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[-+]?\d+)?\s*$/i.test(text) ? exactNumber(text.trim()) : null;
}

/** JSON text in which whole numbers keep all their digits. */
export function writeExactly(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) => {
    const { rawJSON } = JSON as unknown as RawJson;
    if (typeof inner === 'bigint') return rawJSON(String(inner));
    // Beyond what a number can be; by itself it would be written as null.
    return inner === Number.POSITIVE_INFINITY || inner === Number.NEGATIVE_INFINITY
      ? rawJSON(inner > 0 ? '1e999' : '-1e999')
      : inner;
  });
}
