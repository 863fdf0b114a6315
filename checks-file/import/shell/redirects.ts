import { skipped } from '../../curl/bash-patterns.ts';
import { wordEnd } from '../../curl/bash-word-end.ts';
import type { Redirect, Scan, ShellCommand } from './shell-command.ts';

const BLANK = /(?:[ \t\r]|\\\n)+/y;
const SORTS = [
  [/\d*<<</y, 'string'],
  [/\d*<<(-?)(?!<)/y, 'document'],
  [/\d*(?:>>|>\||>&|<&|<>|<(?!\()|>(?!\())|&>>?/y, 'file'],
] as const;

/** Where a redirection that begins at an offset ends; null where none does. It is added to `found`. */
export function readRedirect(source: string, at: number, found: Redirect[]): number | null {
  for (const [pattern, sort] of SORTS) {
    const behind = skipped(pattern, source, at);
    if (behind === at) continue;
    const from = skipped(BLANK, source, behind);
    const to = wordEnd(source, from, null) ?? source.length;
    const name = source.slice(from, to);
    const delimiter = sort === 'document' ? name.replace(/["'\\]/g, '') : null;
    const isIndented = source[behind - 1] === '-';
    found.push({ from: at, to, sort, body: { from, to }, delimiter, isLiteral: /["'\\]/.test(name), isIndented });
    return to;
  }
  return null;
}

type Documents = { readonly end: number; readonly fault: ShellCommand['fault'] };

/**
 * The texts of a command's here-documents, which come behind the line that its end is in, are found and kept in its
 * redirections. Null where it has none.
 */
export function hereDocuments(
  { source, missing }: Scan,
  from: number,
  operator: string,
  redirects: Redirect[],
): Documents | null {
  if (redirects.every(({ sort }) => sort !== 'document')) return null;
  const lineEnd = operator === '' ? from - 1 : source.indexOf('\n', from);
  let at = lineEnd === -1 ? source.length : lineEnd + 1;
  for (const [index, redirect] of redirects.entries()) {
    const { delimiter, isIndented } = redirect;
    if (delimiter === null) continue;
    const end = missing.has(delimiter) ? null : documentEnd(source, at, delimiter, isIndented);
    if (end === null) {
      missing.add(delimiter);
      const message = `the here-document that begins here never ends with ${delimiter}`;
      return { end: at, fault: { at: redirect.from, message } };
    }
    redirects[index] = { ...redirect, body: { from: at, to: end.to } };
    at = end.behind;
  }
  return { end: at, fault: null };
}

function documentEnd(source: string, from: number, delimiter: string, isIndented: boolean) {
  for (let at = from; at < source.length; ) {
    const found = source.indexOf('\n', at);
    const end = found === -1 ? source.length : found;
    const line = source.slice(at, end).replace(/\r$/, '');
    if ((isIndented ? line.replace(/^\t+/, '') : line) === delimiter) return { to: at, behind: end + 1 };
    at = end + 1;
  }
  return null;
}
