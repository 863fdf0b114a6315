import { REDACTED } from '#core/redact/literal.ts';
import { quote } from '#core/text/shell-quoting.ts';
import type { Evidence } from '../kind.ts';
import { isIP } from '../probing/builtins.ts';
import { serverOf } from './ask/server.ts';
import type { DnsCheck } from './check.ts';
import type { DnsObservation, DnsReply } from './observation.ts';
import { literalSecrets, mapSecrets } from './secrets.ts';

/** What an NG shows: the records of the first answer, and the command that asks again. */
export const dnsEvidence: Evidence<DnsCheck, DnsObservation> = {
  secretsIn: literalSecrets,
  shown: (observed, check) => ({
    excerpt: observed.outcome === 'failure' ? null : recordsOf(observed.replies[0], check.target.type),
    command: commandOf(check),
  }),
};

/** As dig shows them; printable ASCII by the way that they are read. */
function recordsOf(reply: DnsReply | undefined, type: string): string | null {
  const lines = (reply?.records ?? []).map(({ text, ttl }) => `${ttl} ${type} ${text}`);
  return lines.length === 0 ? null : lines.join(' | ');
}

/** dig (BIND 9.18 and later, which speaks TLS and HTTPS). Certificates are files that its reader must have. */
function commandOf({ target, expect }: DnsCheck): string {
  const { name, type, servers, over, port, recursion, tls, serverName } = mapSecrets(target, () => REDACTED);
  const [first] = servers;
  const server = first === undefined ? null : serverOf(first, over, port);
  const usual = over === 'tls' ? 853 : over === 'https' ? 443 : 53;
  const isReverse = type === 'PTR' && isIP(name) !== 0;
  const words = [
    ...(first === undefined ? [] : [`@${server?.host ?? first}`]),
    ...(server === null || server.port === usual ? [] : ['-p', String(server.port)]),
    ...(isReverse ? ['-x', name] : [name, type]),
    ...(recursion ? [] : ['+norecurse']),
    ...wayWords(over, server?.url),
    ...(tls?.ca === undefined ? [] : ['+tls-ca=ca.pem']),
    ...(serverName === undefined ? [] : [`+tls-hostname=${serverName}`]),
    ...(expect.authentic === null ? [] : ['+adflag']),
  ];
  return ['dig', ...words.map(quote)].join(' ');
}

function wayWords(over: string, url: string | undefined): readonly string[] {
  if (over === 'udp') return [];
  if (over !== 'https') return [`+${over}`];
  const { pathname = '/dns-query', search = '' } = URL.parse(url ?? '') ?? {};
  const path = pathname + search;
  return [path === '/dns-query' ? '+https' : `+https=${path}`];
}
