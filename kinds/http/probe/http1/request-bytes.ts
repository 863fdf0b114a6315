import type { Outgoing } from '../encode.ts';

/** What no header can hold: control characters but tabs, and what is no byte. */
const UNFIT = /[^\t\x20-\x7e\x80-\xff]/g;
const NOTHING = Buffer.alloc(0);

/** A request as HTTP/1.1 writes it. Of headers each character is a byte; what one cannot hold becomes `?`. */
export function requestBytes({ method, target, headers, body }: Omit<Outgoing, 'url'>): Buffer {
  let head = `${method} ${target} HTTP/1.1\r\n`;
  let isChunked = false;
  for (let i = 0; i + 1 < headers.length; i += 2) {
    const name = headers[i] ?? '';
    const value = headers[i + 1] ?? '';
    head += `${name}: ${value.replace(UNFIT, '?')}\r\n`;
    if (name.length === 17 && /^transfer-encoding$/i.test(name)) isChunked = /(?:^|,)\s*chunked\s*$/i.test(value);
  }
  const sent = isChunked ? chunked(body ?? NOTHING) : body;
  const bytes = Buffer.from(`${head}\r\n`, 'latin1');
  return sent === null || sent.length === 0 ? bytes : Buffer.concat([bytes, sent]);
}

function chunked(body: Buffer): Buffer {
  const end = Buffer.from('0\r\n\r\n');
  if (body.length === 0) return end;
  return Buffer.concat([Buffer.from(`${body.length.toString(16)}\r\n`), body, Buffer.from('\r\n'), end]);
}
