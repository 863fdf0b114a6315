import type { Reason } from '#core/verdict/reason.ts';
import { type Attempt, nameOf, stageOf } from './attempt.ts';

/** What Node says of a socket: an errno, with the address where it knows one. */
type SocketError = Error & {
  readonly code?: string;
  readonly syscall?: string;
  readonly address?: string;
  readonly port?: number;
  readonly errors?: readonly SocketError[];
};

/** What the operating system here has run out of: that is our fault, and nothing is known of the target. */
const LACKS: Readonly<Record<string, string>> = {
  EADDRNOTAVAIL: 'no free port or address of its own',
  EMFILE: 'too many files open',
  ENFILE: 'too many files open',
  ENOBUFS: 'no room left',
  ENOMEM: 'no memory left',
};

/** Why a connection could not be made or broke, in people's words with the real value. */
export function socketReason(error: SocketError, attempt: Attempt): Reason {
  const { host } = attempt.to.at ?? attempt.to;
  // Of several addresses the first says what there is to say; the others are named.
  const one = error.errors?.[0] ?? error;
  const code = one.code ?? error.code ?? error.message;
  if (one.syscall === 'getaddrinfo' || code === 'ENOTFOUND' || code === 'EAI_AGAIN')
    return nameReason(code, host, attempt.to.family);
  const lack = LACKS[code];
  if (lack !== undefined) {
    return { code: 'checker-fault', message: `this machine has ${lack} for ${placeOf(error, attempt)} (${code})` };
  }
  switch (code) {
    case 'ECONNREFUSED':
      return { code: 'refused', message: `connection refused by ${placeOf(error, attempt)}` };
    case 'EHOSTUNREACH':
    case 'ENETUNREACH':
    case 'EACCES':
    case 'EPERM':
      return { code: 'refused', message: `no way to ${placeOf(error, attempt)} (${code})` };
    case 'ETIMEDOUT':
    case 'ERR_SOCKET_CONNECTION_TIMEOUT':
      return { code: 'connect-timeout', message: `no connection to ${placeOf(error, attempt)} (${code})` };
    case 'ECONNRESET':
    case 'ECONNABORTED':
    case 'EPIPE':
      return { code: 'reset', message: `${brokenBy(error)} by ${nameOf(attempt.to)} (${stageOf(attempt)})` };
    default:
      return { code: 'protocol', message: `connection to ${nameOf(attempt.to)} failed (${code})` };
  }
}

function nameReason(code: string, host: string, family: 4 | 6 | undefined): Reason {
  if (code === 'ENOTFOUND') {
    const kind = family === undefined ? '' : ` to an IPv${family} address`;
    return { code: 'dns', message: `name does not resolve${kind}: ${host}` };
  }
  if (code === 'EAI_AGAIN') return { code: 'dns', message: `name server did not answer for ${host} (EAI_AGAIN)` };
  return { code: 'dns', message: `name look-up of ${host} failed (${code})` };
}

/** A reset has an errno behind it; Node makes up ECONNRESET for a peer that closed in good order, but too early. */
function brokenBy(error: SocketError): string {
  return error.syscall === undefined ? 'connection closed' : 'connection reset';
}

function placeOf(error: SocketError, attempt: Attempt): string {
  const name = nameOf(attempt.to);
  const { at } = attempt.to;
  if (at !== undefined) return `${name} (pinned to ${nameOf(at)})`;
  const addresses = (error.errors ?? [error]).flatMap(({ address }) => (address === undefined ? [] : [address]));
  const others = addresses.filter((address) => address !== attempt.to.host);
  return others.length === 0 ? name : `${name} (${others.join(', ')})`;
}
