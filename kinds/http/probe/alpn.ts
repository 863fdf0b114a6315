import type { Socket } from 'node:net';
import type { Reason } from '#core/verdict/reason.ts';
import { type Attempt, nameOf } from '../../probing/attempt.ts';
import type { HttpRequest } from '../check.ts';

/** The versions of HTTP that TLS offers a server, by their names in ALPN; it picks one. */
export function offeredVersions({ httpVersion, headers }: HttpRequest): readonly string[] {
  // HTTP/2 has no Upgrade (RFC 9113, 8.2.2): who sends one wants HTTP/1.1.
  if (httpVersion === '1.1' || headers.some(([name]) => /^upgrade$/i.test(name))) return ONLY_1_1;
  return BOTH;
}

const ONLY_1_1 = ['http/1.1'];
/** In the order of curl and browsers. */
const BOTH = ['h2', 'http/1.1'];

/** Whether a connection speaks HTTP/2: the server picked it, or it is demanded where nobody can pick. */
export function speaksHttp2(stream: Socket, { httpVersion }: HttpRequest): boolean {
  return 'alpnProtocol' in stream ? stream.alpnProtocol === 'h2' : httpVersion === '2';
}

/** Why a connection cannot be used: the server did not pick the version that is demanded. */
export function otherVersion(stream: Socket, http: HttpRequest, attempt: Attempt): Reason | null {
  if (http.httpVersion !== '2' || speaksHttp2(stream, http)) return null;
  return { code: 'protocol', message: `${nameOf(attempt.to)} speaks http/1.1, wanted 2` };
}
