import type { Place } from '#core/matching/json-path.ts';
import { isMap } from '#core/text/json-values.ts';

/** JSON documents that are like another but for one place. What they were made from stays as it is. */

/** With a value at a place, and whatever has to be there to reach it. */
export function withValue(document: unknown, [step, ...rest]: Place, value: unknown): unknown {
  if (step === undefined) return value;
  if (typeof step === 'number') {
    const items: unknown[] = Array.isArray(document) ? [...document] : [];
    const index = step < 0 ? Math.max(items.length + step, 0) : step;
    while (items.length < index) items.push(null);
    items[index] = withValue(items[index], rest, value);
    return items;
  }
  const map = isMap(document) ? document : {};
  return { ...map, [step]: withValue(map[step], rest, value) };
}

/** Without what is at a place; the whole document becomes null. */
export function withoutPlace(document: unknown, [step, ...rest]: Place): unknown {
  if (step === undefined) return null;
  if (rest.length > 0) return withValue(document, [step], withoutPlace(at(document, step), rest));
  if (Array.isArray(document)) return document.filter((_, index) => index !== step);
  if (!isMap(document)) return document;
  return Object.fromEntries(Object.entries(document).filter(([name]) => name !== step));
}

/** The same kind of value, and another. */
export function otherThan(value: unknown): unknown {
  if (typeof value === 'string') return `${value}~`;
  if (typeof value === 'bigint') return value + 1n;
  if (typeof value === 'number') return value + Math.max(1, Math.abs(value));
  if (typeof value === 'boolean') return !value;
  if (Array.isArray(value)) return [...value, null];
  return isMap(value) ? { ...value, '~': null } : '~';
}

function at(document: unknown, step: string | number): unknown {
  if (Array.isArray(document)) return document[Number(step)];
  return isMap(document) ? document[step] : undefined;
}
