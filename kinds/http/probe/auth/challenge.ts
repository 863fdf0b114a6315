import { rawValues } from '../../observation.ts';

/**
 * One way to authenticate that a server offers (RFC 9110, 11.6.1). Names of parameters are in lower case; in their values
 * each character is a byte, because proofs are made of what came, whatever it means.
 */
export type Challenge = { readonly scheme: string; readonly params: ReadonlyMap<string, string> };

const GAP = /[\s,]*/y;
const PARAM = /([\w!#$%&'*+.^`|~-]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s,"]*))/y;
const SCHEME = /([A-Za-z][\w-]*)(?=[\s,]|$)/y;

/** Every challenge of a response, in the order of its headers; what cannot be read ends its header. */
export function challengesOf(rawHeaders: readonly string[]): Challenge[] {
  return rawValues(rawHeaders, 'www-authenticate').flatMap(readHeader);
}

function readHeader(text: string): Challenge[] {
  const found: { scheme: string; params: Map<string, string> }[] = [];
  let at = 0;
  const next = (pattern: RegExp): RegExpExecArray | null => {
    pattern.lastIndex = at;
    const match = pattern.exec(text);
    if (match !== null) at = pattern.lastIndex;
    return match;
  };
  for (;;) {
    next(GAP);
    const current = found.at(-1);
    const param = current === undefined ? null : next(PARAM);
    if (param !== null) {
      const [, name = '', quotedValue, bare = ''] = param;
      current?.params.set(name.toLowerCase(), quotedValue?.replace(/\\(.)/g, '$1') ?? bare);
      continue;
    }
    const scheme = next(SCHEME)?.[1];
    if (scheme === undefined) return found;
    found.push({ scheme: scheme.toLowerCase(), params: new Map() });
  }
}
