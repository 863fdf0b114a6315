import { encodedInUrl, type Piece } from '#core/check/references.ts';
import { quote } from '#core/text/safe-text.ts';
import type { Reason } from '#core/verdict/reason.ts';
import { CONTROL } from '../../http/probe/header-text.ts';
import type { Value } from '../observation.ts';

/** A piece of a URL with what stands in its place. `name`: it is a variable or a capture. */
export type UrlPiece = { readonly piece: Piece; readonly text: string; readonly name?: string; readonly value?: Value };

/** A URL, and whether a target had a say in where it leads. */
export type FilledUrl = { readonly url: string; readonly isForeign: boolean };

/**
 * A URL of its pieces. What the author wrote, or keeps elsewhere, goes in as everywhere; what a target said goes in where it
 * ends no part of the URL: encoded in a path and in a query, as a path where one goes on, and as the whole or in the host
 * only where it is that.
 */
export function urlOf(pieces: readonly UrlPiece[]): FilledUrl | Reason {
  const written = pieces.map(({ piece, text, value }) => (value?.captured || piece.kind === 'reference' ? 'x' : text));
  let [url, isForeign] = ['', false];
  for (const [index, { piece, text, name = '', value }] of pieces.entries()) {
    const before = written.slice(0, index).join('');
    const after = written.slice(index + 1).join('');
    if (value?.captured === true) {
      const captured = capturedIn(before, after, name, text);
      if ('code' in captured) return captured;
      url += captured.text;
      isForeign ||= captured.isForeign;
    } else if (piece.kind === 'text' || (piece.kind === 'stray' && value === undefined)) url += text;
    else url += encodedInUrl(text, before, after);
  }
  return { url, isForeign };
}

type Captured = { readonly text: string; readonly isForeign: boolean };

const AUTHORITY = /^[a-z]+:\/\/[^/?#]*$/i;

function capturedIn(before: string, after: string, name: string, text: string): Captured | Reason {
  const placed = CONTROL.test(text) ? 'no control characters in a URL' : placedIn(before, after, text);
  if (typeof placed !== 'string') return placed;
  return { code: 'answer', message: `{{${name}}} is ${quote(text)}, wanted ${placed}` };
}

/** What a target said as it goes in, or what was wanted there. */
function placedIn(before: string, after: string, text: string): Captured | string {
  if (before === '') return isWhole(text) ? { text, isForeign: true } : 'a whole URL, https:// or http://';
  if (/[?#]/.test(before)) return { text: encodeURIComponent(text), isForeign: false };
  const isInHost = AUTHORITY.test(before) || !before.includes('/');
  if (isInHost && /(?:\/\/|[.:])$/.test(before)) return inHost(before, text);
  const goesOn = !before.endsWith('/') && /^(?:[/?#]|$)/.test(after);
  const isPath = goesOn && /^[/?#]/.test(text);
  if (isInHost && !isPath) return 'a path that begins with /';
  if (isDotted(text)) return 'a path without . and ..';
  return { text: isPath ? text.replaceAll('\\', '%5C') : encodeURIComponent(text), isForeign: false };
}

function inHost(before: string, text: string): Captured | string {
  if (/[^/]:$/.test(before)) return /^\d{1,5}$/.test(text) ? { text, isForeign: true } : 'a port';
  return HOST.test(text) ? { text, isForeign: true } : 'a part of a host';
}

const HOST = /^[A-Za-z0-9](?:[A-Za-z0-9.-]{0,251}[A-Za-z0-9])?$/;

function isWhole(text: string): boolean {
  const url = /^https?:\/\/[^\s\\]/i.test(text) ? URL.parse(text) : null;
  return url !== null && url.username === '' && url.password === '';
}

/** Whether anything in a path would lead up: a server may read %2e as a dot. */
function isDotted(text: string): boolean {
  return /(?:^|[/\\])(?:\.|%2e){1,2}(?:[/\\?#]|$)/i.test(text.replaceAll(/%2f/gi, '/').replaceAll(/%5c/gi, '\\'));
}
