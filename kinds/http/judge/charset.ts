import { headerValues } from '../observation.ts';

/** The global one: importing node:util costs a cold checker 3 ms. */
type Decoder = InstanceType<typeof TextDecoder>;

/** Where a page's charset is told, if its header does not: `<meta charset>`, `<meta http-equiv>`, `<?xml encoding>`. */
const DECLARED =
  /<meta[^>]{0,200}?charset\s*=\s*(?:["']\s*)?([\w:.-]{1,40})|<\?xml[^>]{0,200}?encoding\s*=\s*["']([\w:.-]{1,40})/i;
/** As browsers do: a declaration further down is not looked for. */
const DECLARED_WITHIN = 1024;
const MARKUP = /html|xml/i;
const CHARSET_PARAMETER = /;\s*charset\s*=\s*(?:["']\s*)?([^\s"';,]{1,40})/i;

/** One decoder a charset for the life of the process; the names a target can make up are bounded by what exists. */
const decoders = new Map<string, Decoder>();

/**
 * The name of the charset of a body, as the Encoding Standard calls it: byte order mark, then Content-Type, then what a
 * page says itself, else UTF-8. An unknown name counts as UTF-8: wrong bytes become �, they never throw.
 */
export function charsetOf(rawHeaders: readonly string[], body: Buffer): string {
  const marked = byteOrderMark(body);
  if (marked !== null) return marked;
  const type = headerValues(rawHeaders, 'content-type')[0] ?? '';
  const named = CHARSET_PARAMETER.exec(type)?.[1] ?? (MARKUP.test(type) ? declaredIn(body) : undefined);
  return named === undefined ? 'utf-8' : (decoderFor(named)?.encoding ?? 'utf-8');
}

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
  const found = DECLARED.exec(body.toString('latin1', 0, DECLARED_WITHIN));
  const name = found?.[1] ?? found?.[2];
  // A declaration that could be read as ASCII was not written in UTF-16, whatever it says.
  return name !== undefined && /^utf-?16/i.test(name) ? 'utf-8' : name;
}

function decoderFor(name: string): Decoder | null {
  const known = decoders.get(name);
  if (known !== undefined) return known;
  try {
    const decoder = new TextDecoder(name);
    decoders.set(name, decoder);
    return decoder;
  } catch {
    return null;
  }
}
