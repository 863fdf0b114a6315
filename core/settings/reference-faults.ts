import { hasReference, isDynamic, piecesOf, TEMPLATES } from '../check/references.ts';
import type { Path } from '../text/json-values.ts';
import { quoted } from '../text/shown.ts';
import type { PathFault } from './fault.ts';

const FORMS = '${env:NAME}, ${ssm:/path} or ${secret:name#key}';
/** What never becomes part of a request, and so is never replaced. */
const ELSEWHERE = ['expect', 'degraded', 'labels', 'search_keyword', 'ok_string', 'ng_string'];
/** Curl commands are read by their own rules first, which know of references. */
const COMMANDS = ['curl', 'curl_cmd'];

/** References that are none, or stand where nothing is replaced, in an entry as its author wrote it. */
export function referenceFaults(entry: object): PathFault[] {
  return Object.entries(entry).flatMap(([key, value]: [string, unknown]) => {
    if (ELSEWHERE.includes(key)) return faultsIn(value, [key], misplaced);
    return COMMANDS.includes(key) ? [] : faultsIn(value, [key], malformed);
  });
}

/** The faults of every text below a value by a rule, which answers null for a text that is right. */
export function faultsIn(value: unknown, path: Path, rule: (text: string) => string | null): PathFault[] {
  if (typeof value === 'string') {
    const message = isDynamic(value) ? rule(value) : null;
    return message === null ? [] : [{ path, message }];
  }
  if (typeof value !== 'object' || value === null) return [];
  const steps: Iterable<[string | number, unknown]> = Array.isArray(value) ? value.entries() : Object.entries(value);
  return [...steps].flatMap(([step, inner]) => faultsIn(inner, [...path, step], rule));
}

function misplaced(text: string): string | null {
  return hasReference(text) ? `holds a reference, which is replaced in requests only; write the text itself` : null;
}

/** Why a text cannot be sent as it is written; null when it can. */
export function malformed(text: string): string | null {
  const stray = piecesOf(text).find((piece) => piece.kind === 'stray');
  if (stray?.kind !== 'stray') return null;
  const wrong = `holds ${quoted(stray.whole)}, which is no`;
  if (stray.whole.startsWith('{{')) {
    const names = TEMPLATES.map((name) => `{{${name}}}`).join(', ');
    return `${wrong} template; write one of ${names}, or {{{{ for the characters {{ themselves`;
  }
  return `${wrong} reference; write ${meantBy(stray.whole)}, or $\${ for the characters \${ themselves`;
}

function meantBy(text: string): string {
  const name = /^\$\{(?:env(?:ironment)?:)?([A-Za-z_]\w*)\}$/i.exec(text)?.[1];
  return name === undefined ? FORMS : `\${env:${name}}`;
}
