import { mapTexts, type Piece, piecesOf, type Template } from '#core/check/references.ts';
import type { Reason } from '#core/verdict/reason.ts';
import type { HttpBody, HttpRequest } from '../../http/check.ts';
import { CONTROL } from '../../http/probe/header-text.ts';
import type { Names, Value } from '../observation.ts';
import { fillJsonText } from './json-text.ts';
import { nameIn, namesIn, withTypedNames } from './names.ts';
import { type UrlPiece, urlOf } from './url.ts';

/** What goes into texts: the values of references by their text, those of names, and of templates. */
export type Filling = {
  readonly references: ReadonlyMap<string, string>;
  readonly names: Names;
  readonly templates: Readonly<Record<Template, string>>;
};

/** A request as it is sent. `isForeign`: a target had a say in where it goes. */
export type FilledRequest = { readonly http: HttpRequest; readonly isForeign: boolean };

/**
 * A request with everything in its place, or why something that a target said fits no place. Each text is read once: what
 * goes in is never read again, so that no reference is resolved out of what a target said.
 */
export function filledRequest(written: HttpRequest, filling: Filling): FilledRequest | Reason {
  const inHeaders = namesIn([written.headers, written.auth ?? null]).find((name) => {
    const value = filling.names.get(name);
    return value?.captured === true && CONTROL.test(value.text);
  });
  if (inHeaders !== undefined) {
    const message = `{{${inHeaders}}} holds a line break or another control character, which no header can`;
    return { code: 'answer', message };
  }
  const faults: Reason[] = [];
  let isForeign = false;
  const { body, ...rest } = written;
  const http = mapTexts(rest, (text, isUrl) => {
    if (!isUrl) return filledText(text, filling);
    const filled = urlOf(piecesIn(text, filling));
    if ('code' in filled) faults.push(filled);
    else isForeign ||= filled.isForeign;
    return 'code' in filled ? text : filled.url;
  });
  const sent = body === null ? null : filledBody(body, filling);
  if (sent !== null && 'code' in sent) return sent;
  return faults[0] ?? { http: { ...http, body: sent }, isForeign };
}

/** A text with everything in its place. */
export function filledText(text: string, filling: Filling): string {
  return piecesOf(text)
    .map((piece) => textOf(piece, filling))
    .join('');
}

function piecesIn(text: string, filling: Filling): readonly UrlPiece[] {
  return piecesOf(text).map((piece) => {
    const found = namedBy(piece, filling);
    return { piece, text: textOf(piece, filling), ...(found !== null && found) };
  });
}

function textOf(piece: Piece, filling: Filling): string {
  if (piece.kind === 'reference') return filling.references.get(piece.reference.text) ?? '';
  if (piece.kind === 'template') return filling.templates[piece.template];
  return namedBy(piece, filling)?.value.text ?? piece.text;
}

function namedBy(piece: Piece, { names }: Filling): { readonly name: string; readonly value: Value } | null {
  const name = piece.kind === 'stray' ? nameIn(piece.whole) : null;
  const value = name === null ? undefined : names.get(name);
  return name === null || value === undefined ? null : { name, value };
}

function filledBody(body: HttpBody, filling: Filling): HttpBody | Reason {
  const fill = (text: string): string => filledText(text, filling);
  if ('json' in body) return { json: withTypedNames(body.json, filling.names, fill) };
  if ('text' in body) {
    const filled = fillJsonText(body.text, filling.names, (piece) => textOf(piece, filling));
    return typeof filled === 'string' ? { text: filled } : filled;
  }
  return mapTexts(body, fill);
}
