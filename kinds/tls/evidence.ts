import { told } from '#core/text/safe-text.ts';
import { quote as shellQuote } from '#core/text/shell-quoting.ts';
import type { Evidence } from '../kind.ts';
import { isIP } from '../probing/builtins.ts';
import type { TlsCheck, TlsTarget } from './check.ts';
import type { LinkFacts, TlsObservation } from './observation.ts';
import { literalSecrets } from './secrets.ts';

const EXCERPT_BYTES = 300;

/** What an NG shows: the chain with its ends, and the openssl command that asks for it again. */
export const tlsEvidence: Evidence<TlsCheck, TlsObservation> = {
  secretsIn: literalSecrets,
  shown: (observed, { target, expect }) => ({
    excerpt: observed.outcome === 'secured' ? excerptOf(observed.links) : null,
    command: commandOf(target, expect.ocsp !== null),
  }),
};

function excerptOf(links: readonly LinkFacts[]): string {
  const text = links.map(({ subject, until }) => `${subject} (until ${dayOf(until)})`).join(' < ');
  return told(text, EXCERPT_BYTES);
}

function dayOf(ms: number): string {
  return Number.isNaN(ms) ? 'nobody knows when' : new Date(ms).toISOString().slice(0, 10);
}

/** The openssl command that asks again. Files stand for what the check holds as text: nobody wants a certificate, or a key, in a command line. */
export function commandOf({ host, port, serverName, starttls, tls }: TlsTarget, wantsStaple: boolean): string {
  const name = serverName ?? host;
  const place = isIP(host) === 6 ? `[${host}]:${port}` : `${host}:${port}`;
  const words = [
    ...['openssl', 's_client', '-connect', place],
    ...(isIP(name) === 0 ? ['-servername', name, '-verify_hostname', name] : ['-verify_ip', name]),
    ...(starttls === undefined ? [] : ['-starttls', starttls]),
    ...(tls.ca === undefined ? [] : ['-CAfile', 'ca.pem']),
    ...(tls.cert === undefined ? [] : ['-cert', 'cert.pem', '-key', 'key.pem']),
    ...(wantsStaple ? ['-status'] : []),
    '-showcerts',
  ];
  return `${words.map(shellQuote).join(' ')} </dev/null`;
}
