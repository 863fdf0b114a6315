import { quote } from '#core/text/safe-text.ts';
import type { Reason } from '#core/verdict/reason.ts';
import type { HttpPart } from '../check.ts';
import { CONTROL } from './header-text.ts';

/** A multipart/form-data body (RFC 7578) in bytes. */
export type Multipart = { readonly bytes: Buffer; readonly boundary: string };

const LINE_END = Buffer.from('\r\n');

/** What curl takes for files of these endings; all others are octets. */
const TYPES: Readonly<Record<string, string>> = {
  gif: 'image/gif',
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
  png: 'image/png',
  svg: 'image/svg+xml',
  txt: 'text/plain',
  htm: 'text/html',
  html: 'text/html',
  pdf: 'application/pdf',
  xml: 'application/xml',
};

/** The parts between boundaries that nobody can guess, and so nobody can write into a part. */
export function encodeMultipart(parts: readonly HttpPart[], random: (bytes: number) => string): Multipart | Reason {
  const boundary = `------------------------${random(11)}`;
  const pieces: Buffer[] = [];
  for (const part of parts) {
    const type = typeOf(part);
    // An end of line would begin a header of its own.
    if (type !== undefined && CONTROL.test(type)) {
      return { code: 'config', message: `type of part ${quote(part.name)} has a control character; take it out` };
    }
    const filename = part.filename === undefined ? '' : `; filename="${quotable(part.filename)}"`;
    const head = [
      `--${boundary}`,
      `Content-Disposition: form-data; name="${quotable(part.name)}"${filename}`,
      ...(type === undefined ? [] : [`Content-Type: ${type}`]),
    ];
    pieces.push(Buffer.from(`${head.join('\r\n')}\r\n\r\n`), contentOf(part), LINE_END);
  }
  pieces.push(Buffer.from(`--${boundary}--\r\n`));
  return { bytes: Buffer.concat(pieces), boundary };
}

function typeOf({ type, filename }: HttpPart): string | undefined {
  if (type === '') return undefined;
  if (type !== undefined || filename === undefined) return type;
  const ending = /\.([a-z]+)$/i.exec(filename)?.[1]?.toLowerCase() ?? '';
  return TYPES[ending] ?? 'application/octet-stream';
}

function contentOf({ content }: HttpPart): Buffer {
  return 'text' in content ? Buffer.from(content.text) : Buffer.from(content.base64, 'base64');
}

/** As browsers and curl write names (WHATWG, "multipart/form-data encoding algorithm"). */
function quotable(name: string): string {
  return name.replaceAll('"', '%22').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}
