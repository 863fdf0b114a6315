import type { Recorded } from './recorder.ts';

/** Headers of the connection, of the client's own name, and lengths that the body already tells. */
const IRRELEVANT = new Set(['connection', 'content-length', 'expect', 'proxy-connection', 'transfer-encoding']);

/**
 * A request without what may differ between two clients that say the same: order of headers, blanks around their
 * values, the default user agent, the encodings a client can inflate, multipart boundaries, a digest's own random.
 */
export function comparable({ method, target, headers, body }: Recorded, command: string): unknown {
  const boundary = headers
    .map(([name, value]) => name === 'content-type' && /^multipart.*boundary="?([^";]+)/.exec(value)?.[1])
    .find(Boolean);
  const isForm = typeof boundary === 'string' && / (?:-F|--form)/.test(command);
  const kept = headers
    .filter(([name, value]) => !IRRELEVANT.has(name) && !isOwn(name, value, command))
    .map(([name, value]) => [name, normal(value.trim(), isForm ? boundary : '')] as const)
    .toSorted(([a, x], [b, y]) => `${a}${x}`.localeCompare(`${b}${y}`));
  // Hex digits of percent-encodings are the same in either case (RFC 3986, 6.2.2.1); curl's -G writes small ones.
  const sent = target.replace(/%[\da-f]{2}/gi, (triplet) => triplet.toUpperCase());
  return { method, target: sent, headers: kept, body: isForm ? partsOf(body, boundary) : body.toString('latin1') };
}

function isOwn(name: string, value: string, command: string): boolean {
  if (name === 'user-agent') return /^(?:curl|rollcall)\//.test(value);
  return name === 'accept-encoding' && !/accept-encoding/i.test(command);
}

function normal(value: string, boundary: string): string {
  const plain = boundary === '' ? value : value.replace(boundary, 'BOUNDARY');
  return plain.replace(/\b(cnonce|response)="[^"]*"/g, '$1=""');
}

/** Headers and bytes of each part, in order. */
function partsOf(body: Buffer, boundary: string): unknown {
  const text = `\r\n${body.toString('latin1')}`;
  return text
    .split(`\r\n--${boundary}`)
    .slice(1, -1)
    .map((part) => {
      const cut = part.indexOf('\r\n\r\n');
      const headers = part.slice(2, cut).split('\r\n');
      return {
        headers: headers.map((line) => line.replace(/^[^:]+/, (name) => name.toLowerCase())).toSorted(),
        content: part.slice(cut + 4),
      };
    });
}
