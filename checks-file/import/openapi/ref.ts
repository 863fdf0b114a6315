import { isMap } from '#core/text/json-values.ts';
import { NotCarried } from '../imported-check.ts';

/** A chain of references longer than this leads nowhere. */
const MOST_STEPS = 20;

export type Node = Readonly<Record<string, unknown>>;

/** Follows `$ref`s within one document; nothing else is ever read. */
export type Resolve = (value: unknown) => unknown;

export function resolver(document: Node): Resolve {
  return (value) => {
    let found = value;
    for (let step = 0; isMap(found) && typeof found['$ref'] === 'string'; step++) {
      const reference = found['$ref'];
      if (step === MOST_STEPS) throw new NotCarried(`$ref ${reference} goes round in a circle`);
      if (!reference.startsWith('#')) {
        throw new NotCarried(`$ref ${reference} is outside this document; bundle it into one file first`);
      }
      found = targetOf(document, reference);
    }
    return found;
  };
}

function targetOf(document: Node, reference: string): unknown {
  let found: unknown = document;
  for (const step of reference.slice(1).split('/').slice(1)) {
    const key = decodedStep(step);
    const isThere = typeof found === 'object' && found !== null && Object.hasOwn(found, key);
    if (!isThere) throw new NotCarried(`$ref ${reference} names nothing in this document`);
    found = (found as Node)[key];
  }
  return found;
}

function decodedStep(step: string): string {
  try {
    return decodeURIComponent(step).replaceAll('~1', '/').replaceAll('~0', '~');
  } catch {
    return step;
  }
}

/** A map, or an empty one: what an author left out or wrote in a wrong shape holds nothing. */
export function mapAt(value: unknown): Node {
  return isMap(value) ? value : {};
}

export function listAt(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
