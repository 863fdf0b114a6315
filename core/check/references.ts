import type { Check } from './check.ts';

/**
 * Text that only the checker replaces: references to values kept elsewhere (`${env:NAME}`, `${ssm:/path}`,
 * `${secret:name#json.key}`) and templates (`{{uuid}}`, `{{now}}`, `{{timestamp}}`). `$${` and `{{{{` stand for the
 * characters `${` and `{{` themselves.
 */

type Source = 'env' | 'ssm' | 'secret';

/** `name` as the source knows it. `key` is the path into a secret's JSON, null for the whole. `text` is as written. */
export type Reference = {
  readonly source: Source;
  readonly name: string;
  readonly key: string | null;
  readonly text: string;
};

/** The words that stand for something new in each attempt. */
export const TEMPLATES = ['uuid', 'now', 'timestamp'] as const;
/** The word of a template: `{{uuid}}` is `uuid`. */
export type Template = (typeof TEMPLATES)[number];

/** `stray`: something that begins like a reference or a template, and is none; `whole` is it up to its end. */
export type Piece =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'reference'; readonly reference: Reference }
  | { readonly kind: 'template'; readonly template: Template }
  | { readonly kind: 'stray'; readonly text: string; readonly whole: string };

const MARK = /\$\$\{|\$\{([a-z]+):([^{}\s'"`]+)\}|\$\{|\{\{\{\{|\{\{\s*([A-Za-z][\w.-]*)\s*\}\}/g;
/** What a reference to a value looks like wherever it stands, sound or not. */
const REFERENCE = /\$\{(?:env|ssm|secret):[^{}\s'"`]+\}/;

const NAMES: Readonly<Record<Source, RegExp>> = {
  env: /^[A-Za-z_][A-Za-z0-9_]*$/,
  ssm: /^(?:arn:aws[\w-]*:ssm:[\w-]+:\d{12}:parameter\/)?[A-Za-z0-9_./-]{1,1011}$/,
  secret: /^(?:arn:aws[\w-]*:secretsmanager:[\w-]+:\d{12}:secret:)?[A-Za-z0-9/_+=.@-]{1,512}$/,
};

/** Whether a text holds a reference to a secret, a parameter or an environment variable. */
export function hasReference(text: string): boolean {
  return REFERENCE.test(text);
}

/** Whether anything in a request may have to be replaced. Every check asks, so nothing is made here. */
export function isDynamic(value: unknown): boolean {
  if (typeof value === 'string') return value.includes('${') || value.includes('{{');
  if (typeof value !== 'object' || value === null) return false;
  if (Array.isArray(value)) {
    for (const inner of value) if (isDynamic(inner)) return true;
    return false;
  }
  for (const key in value) {
    if (isDynamic(key) || isDynamic((value as Readonly<Record<string, unknown>>)[key])) return true;
  }
  return false;
}

/** The text in pieces, in its order. */
export function piecesOf(text: string): readonly Piece[] {
  const pieces: Piece[] = [];
  let end = 0;
  for (const match of text.matchAll(MARK)) {
    if (match.index > end) pieces.push({ kind: 'text', text: text.slice(end, match.index) });
    pieces.push(pieceOf(match));
    end = match.index + match[0].length;
  }
  if (end < text.length) pieces.push({ kind: 'text', text: text.slice(end) });
  return pieces;
}

function pieceOf({ 0: text, 1: source, 2: name, 3: template, index, input }: RegExpExecArray): Piece {
  if (text === '$${') return { kind: 'text', text: '${' };
  if (text === '{{{{') return { kind: 'text', text: '{{' };
  if (template !== undefined) {
    return isTemplate(template) ? { kind: 'template', template } : { kind: 'stray', text, whole: text };
  }
  const reference = source === undefined || name === undefined ? null : referenceOf(text, source, name);
  if (reference !== null) return { kind: 'reference', reference };
  // No more than a name: what follows may be anything, a secret too.
  return { kind: 'stray', text, whole: /^\$\{[\w:./#@+=-]{0,60}\}/.exec(input.slice(index))?.[0] ?? text };
}

function referenceOf(text: string, source: string, rest: string): Reference | null {
  if (source !== 'env' && source !== 'ssm' && source !== 'secret') return null;
  const hash = source === 'secret' ? rest.indexOf('#') : -1;
  const name = hash === -1 ? rest : rest.slice(0, hash);
  const key = hash === -1 ? null : rest.slice(hash + 1);
  return NAMES[source].test(name) && key !== '' ? { source, name, key, text } : null;
}

function isTemplate(name: string): name is Template {
  return TEMPLATES.some((template) => template === name);
}

/** The settings that hold a URL, in which a value is encoded where it stands behind the host. */
const URLS = new Set(['url', 'proxy', 'tokenUrl']);

/** A request with every text in it replaced, keys of maps too. `isUrl` tells the settings that hold a URL. */
export function mapTexts<T>(request: T, replace: (text: string, isUrl: boolean) => string): T {
  const map = (value: unknown, isUrl: boolean, isSent: boolean): unknown => {
    if (typeof value === 'string') return isDynamic(value) ? replace(value, isUrl) : value;
    if (Array.isArray(value)) return value.map((item) => map(item, false, isSent));
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(
      Object.entries(value).map(([key, inner]) => [
        isDynamic(key) ? replace(key, false) : key,
        // A body may have keys of these names too.
        map(inner, !isSent && URLS.has(key), isSent || key === 'body'),
      ]),
    );
  };
  return map(request, false, false) as T;
}

/** Every reference in a request, each once. */
export function referencesIn(value: unknown): readonly Reference[] {
  const found = new Map<string, Reference>();
  mapTexts(value, (text) => {
    for (const piece of piecesOf(text)) {
      if (piece.kind === 'reference') found.set(piece.reference.text, piece.reference);
    }
    return text;
  });
  return [...found.values()];
}

/** Every reference in what checks send, each once. */
export function referencesOf(checks: readonly Check[]): readonly Reference[] {
  return referencesIn(checks.map(({ target }) => target));
}

/** A text with its pieces put in place. */
export function filled(text: string, textOf: (piece: Piece) => string, isUrl = false): string {
  const pieces = piecesOf(text);
  if (!isUrl) return pieces.map(textOf).join('');
  // References overwritten: their slashes and question marks are none of the URL's.
  const plain = pieces.map((piece) => (isPlain(piece) ? piece.text : 'x'));
  return pieces
    .map((piece, index) => {
      if (isPlain(piece)) return piece.text;
      return encodedInUrl(textOf(piece), plain.slice(0, index).join(''), plain.slice(index + 1).join(''));
    })
    .join('');
}

function isPlain(piece: Piece): piece is Extract<Piece, { readonly text: string }> {
  return piece.kind === 'text' || piece.kind === 'stray';
}

/** A value for a URL: as it is at the beginning and in the host; elsewhere it must not end the part that it stands in. */
export function encodedInUrl(value: string, before: string, after: string): string {
  if (before === '') return value;
  if (/[?#]/.test(before)) return encodeURIComponent(value);
  const isBehindHost = before.replace(/^[A-Za-z]+:\/\//, '').includes('/');
  if (isBehindHost) return encodeURIComponent(value).replaceAll('%2F', '/');
  const isUserInfo = /^[^/?#]*@/.test(after);
  return isUserInfo ? encodeURIComponent(value) : value;
}

/** A URL with harmless text in place of its references, for rules about the rest of it. */
export function plainUrl(text: string): string {
  return piecesOf(text)
    .map((piece, index) => {
      if (piece.kind === 'text') return piece.text;
      return index === 0 ? 'http://r' : 'r';
    })
    .join('');
}
