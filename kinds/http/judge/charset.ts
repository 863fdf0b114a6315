import { headerValues } from '../observation.ts';

/** The global one: importing node:util costs a cold checker 3 ms. */
type Decoder = InstanceType<typeof TextDecoder>;

/** Where a page's charset stands, if its header does not: `<meta charset>`, `<meta http-equiv>`, `<?xml encoding>`. */
const DECLARED =
  /<meta[^>]{0,200}?charset\s{0,20}=\s{0,20}["']?\s{0,20}([\w:.-]{1,1000})|<\?xml[^>]{0,200}?encoding\s{0,20}=\s{0,20}["']([\w:.-]{1,1000})/i;
/** As browsers do: a declaration further down is not looked for. */
const DECLARED_WITHIN = 1024;
const MARKUP = /html|xml/i;
/** A body without a type is a page when it begins so. */
const BEGINS_MARKUP = /^\s{0,100}<[!?a-z]/i;

/** Names that are not the Encoding Standard's, of charsets that are: as Java, MySQL, Oracle, PHP and Python call them. */
const OTHER_NAMES: Readonly<Record<string, string>> = {
  __proto__: null as never,
  ...named('shift_jis', 'cp932 cp943 cp943c ms-932 windows-932 mskanji sjis-win sjis-open cswindows31j x-ms-cp932'),
  ...named('euc-jp', 'eucjp euc_jp eucjp-ms eucjpms eucjp-win eucjp-open cp51932 ujis'),
  ...named('iso-2022-jp', 'cp50220 cp50221 cp50222 iso-2022-jp-ms iso2022jp jis'),
  ...named('gbk', 'cp936 ms936 windows-936'),
  ...named('big5', 'cp950 ms950 windows-950'),
  ...named('euc-kr', 'cp949 ms949 uhc euckr'),
  ...named('utf-8', 'utf8mb3 utf8mb4 utf_8 utf-8-sig cp65001'),
  ...named('windows-1252', 'latin-1 iso8859_1 iso-8859_1'),
};

function named(encoding: string, names: string): Record<string, string> {
  return Object.fromEntries(names.split(' ').map((name) => [name, encoding]));
}

/** One decoder a charset for the life of the process; the names a target can make up are bounded by what exists. */
const decoders = new Map<string, Decoder>();

/** How a body is decoded, by the Encoding Standard's name; `unknown` is the name that the target gives it, if nobody knows that. */
export type Charset = { readonly encoding: string; readonly unknown: string | null };

const KNOWN_UTF8: Charset = { encoding: 'utf-8', unknown: null };

/**
 * The charset of a body: by its byte order mark, then Content-Type, then what a page says itself, else UTF-8. An unknown
 * name counts as UTF-8: wrong bytes become �, they never throw.
 */
export function charsetOf(rawHeaders: readonly string[], body: Buffer): Charset {
  const marked = byteOrderMark(body);
  if (marked !== null) return { encoding: marked, unknown: null };
  const type = headerValues(rawHeaders, 'content-type')[0] ?? '';
  const given = charsetIn(type);
  const decoder = given === undefined ? null : decoderFor(given);
  if (decoder !== null) return { encoding: decoder.encoding, unknown: null };
  const declared = isMarkup(type, body) ? declaredIn(body) : undefined;
  const byPage = declared === undefined ? null : decoderFor(declared);
  if (byPage !== null) return { encoding: byPage.encoding, unknown: null };
  const unknown = given ?? declared;
  return unknown === undefined ? KNOWN_UTF8 : { encoding: 'utf-8', unknown };
}

function isMarkup(type: string, body: Buffer): boolean {
  return type === '' ? BEGINS_MARKUP.test(body.toString('latin1', 0, DECLARED_WITHIN)) : MARKUP.test(type);
}

/** The charset parameter of a Content-Type. No regex over the whole, which a target could make slow. */
function charsetIn(type: string): string | undefined {
  if (type.length > MOST_TYPE_LENGTH) return undefined;
  for (const parameter of type.split(';').slice(1)) {
    const cut = parameter.indexOf('=');
    if (parameter.slice(0, cut).trim().toLowerCase() !== 'charset') continue;
    const value = parameter
      .slice(cut + 1)
      .trim()
      .replace(/^["']|["',].*$/gs, '')
      .trim();
    return value === '' ? undefined : value;
  }
  return undefined;
}

const MOST_TYPE_LENGTH = 1000;

/** `partial`: the bytes may end inside a character, which is then left out. */
export function decode(body: Buffer, charset: string, partial = false): string {
  if (partial) return new TextDecoder(charset).decode(body, { stream: true });
  return (decoderFor(charset) ?? UTF8).decode(body);
}

const UTF8 = new TextDecoder();

function byteOrderMark(body: Buffer): string | null {
  if (body[0] === 0xef && body[1] === 0xbb && body[2] === 0xbf) return 'utf-8';
  if (body[0] === 0xfe && body[1] === 0xff) return 'utf-16be';
  if (body[0] === 0xff && body[1] === 0xfe) return 'utf-16le';
  return null;
}

function declaredIn(body: Buffer): string | undefined {
  // So much further that a name which begins there is whole.
  const found = DECLARED.exec(body.toString('latin1', 0, DECLARED_WITHIN + MOST_TYPE_LENGTH));
  if (found !== null && found.index >= DECLARED_WITHIN) return undefined;
  const name = found?.[1] ?? found?.[2];
  // A declaration that could be read as ASCII was not written in UTF-16, whatever it says.
  return name !== undefined && /^utf-?16/i.test(name) ? 'utf-8' : name;
}

function decoderFor(name: string): Decoder | null {
  const known = decoders.get(name);
  if (known !== undefined) return known;
  try {
    const decoder = new TextDecoder(OTHER_NAMES[name.toLowerCase()] ?? name);
    decoders.set(name, decoder);
    return decoder;
  } catch {
    return null;
  }
}
