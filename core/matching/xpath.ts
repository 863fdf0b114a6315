import { DOMParser, type Document, type Element, type Node } from '@xmldom/xmldom';
import xpath from 'xpath';
import { PatternFault } from './pattern-fault.ts';
import { remembered } from './remembered.ts';

/** XPath 1.0 over XML. Entities that a document declares are not known, so none can grow; nothing is loaded for one. */

/** An XPath that was compiled. */
export type XPath = {
  /**
   * The texts of the nodes that it selects, in the order of the document, or the one text, number or truth that it comes
   * to. `namespaces`: what its prefixes stand for.
   */
  readonly valuesIn: (document: Xml, namespaces: Readonly<Record<string, string>>) => (string | number | boolean)[];
};

/** A document that was read: the library's node, whose types are nobody else's business. */
export type Xml = { readonly nodeType: number };

/** Of XPath 1.0, and what selects nodes by their kind. Others would be found unknown only once a document is there. */
const FUNCTIONS = new Set(
  `last position count id local-name namespace-uri name string concat starts-with contains substring-before
  substring-after substring string-length normalize-space translate boolean not true false lang number sum floor ceiling
  round comment text processing-instruction node and or div mod`.split(/\s+/),
);

/** Throws PatternFault. */
export const compileXPath = remembered((source: string): XPath => {
  const plain = source.replace(/"[^"]*"|'[^']*'/g, '""');
  checkSyntax(source);
  for (const [, name = ''] of plain.matchAll(/(?<![\w.-])([\w.-]+)\s*\(/g)) {
    if (!FUNCTIONS.has(name)) throw new PatternFault(`unknown function ${name}()`);
  }
  return {
    valuesIn: (document, namespaces) => {
      const selected = xpath.useNamespaces(namespaces)(source, document as never);
      if (Array.isArray(selected)) return selected.map(({ nodeValue, textContent }) => nodeValue ?? textContent ?? '');
      return typeof selected === 'object' ? [] : [selected];
    },
  };
});

function checkSyntax(source: string): void {
  try {
    // Not among the library's types.
    (xpath as unknown as { readonly parse: (source: string) => unknown }).parse(source);
  } catch (cause) {
    throw new PatternFault('it is no XPath 1.0', { cause });
  }
}

/** Throws SyntaxError with what is wrong: all that XML forbids, and entities that are not XML's own. */
export function parseXml(text: string): Xml {
  const onError = (_level: string, message: unknown): never => {
    throw new SyntaxError(String(message));
  };
  try {
    return numbered(new DOMParser({ onError }).parseFromString(text, 'text/xml'));
  } catch (cause) {
    if (cause instanceof RangeError) throw cause;
    throw new SyntaxError(wordsOf(cause), { cause });
  }
}

/**
 * A document whose nodes know their place in it. The library finds out which of two comes first by walking to it from their
 * parent, which takes minutes for the 15,000 items of a list that XPath wants in order.
 */
function numbered(document: Document): Document {
  const places = new WeakMap<object, number>();
  function compareDocumentPosition(this: object, other: object): number {
    const [own = 0, its] = [places.get(this), places.get(other)];
    if (its === undefined) return 0;
    return own === its ? 0 : own < its ? FOLLOWING : PRECEDING;
  }
  let count = 0;
  const number = (node: object): void => {
    count += 1;
    places.set(node, count);
    Object.assign(node, { compareDocumentPosition });
  };
  // Without recursion: a document may be as deep as it is long.
  for (let node: Node | null = document; node !== null; node = nextOf(node)) {
    number(node);
    for (const attribute of (node as Partial<Element>).attributes ?? []) number(attribute);
  }
  return document;
}

/** What DOM says of a node that comes after another, and before it. */
const [FOLLOWING, PRECEDING] = [4, 2];

function nextOf(node: Node): Node | null {
  if (node.firstChild !== null) return node.firstChild;
  for (let at: Node | null = node; at !== null; at = at.parentNode) {
    if (at.nextSibling !== null) return at.nextSibling;
  }
  return null;
}

/** The library wraps what is wrong in its own words. */
function wordsOf(cause: unknown): string {
  const message = cause instanceof Error ? cause.message : String(cause);
  const [, words = message] = /^Reporting \w+ "([\s\S]*)" caused /.exec(message) ?? [];
  return words;
}
