import { BUDGETS } from '#core/contract.ts';
import { REDACTED } from '#core/redact/literal.ts';
import { told } from '#core/text/safe-text.ts';
import { quote } from '#core/text/shell-quoting.ts';
import type { Evidence } from '../kind.ts';
import { isIP } from '../probing/builtins.ts';
import type { Sent, TcpCheck, TcpTarget } from './check.ts';
import type { TcpObservation } from './observation.ts';
import { literalSecrets, mapSecrets } from './secrets.ts';
import { bytesOf, shown } from './wanted.ts';
import { wholeWords } from './whole-words.ts';

/** What an NG shows: the beginning of what came last, and the command that asks again. */
export const tcpEvidence: Evidence<TcpCheck, TcpObservation> = {
  secretsIn: literalSecrets,
  shown: (observed, { target }) => {
    const came = cameIn(observed);
    return {
      excerpt: came === null || came.length === 0 ? null : told(shown(came).trimEnd(), BUDGETS.excerptBytes),
      command: commandOf(target),
    };
  },
};

function cameIn(observed: TcpObservation): Buffer | null {
  if (observed.outcome === 'failure') return observed.came ?? null;
  const last = observed.talk?.answers.findLast((answer) => answer !== null) ?? null;
  return last && wholeWords(last.bytes, last.before, undefined);
}

/**
 * The words on a pipe to nc, or to openssl where there is TLS; where nothing is said, whether a connection is made. Files
 * stand for certificates and keys. Servers answer before the next thing is said, so a second is left between two.
 */
export function commandOf(target: TcpTarget): string {
  const { exchange = [], tls } = mapSecrets(target, () => REDACTED);
  if (target.exchange === undefined && tls === undefined) return ncWords(target, '-vz').map(quote).join(' ');
  const words = exchange.flatMap((sent) => (sent === null ? [] : [`printf ${quote(formatOf(sent))}`]));
  const [first] = exchange;
  const to = tls === undefined ? ncWords(target) : opensslWords(target);
  const command = to.map(quote).join(' ');
  if (words.length === 0) return `${command} </dev/null`;
  if (words.length === 1 && first !== null) return `${words[0]} | ${command}`;
  return `{ ${first === null ? 'sleep 1; ' : ''}${words.join('; sleep 1; ')}; sleep 1; } | ${command}`;
}

function ncWords({ host, port, end }: TcpTarget, ...options: readonly string[]): readonly string[] {
  return ['nc', ...options, ...(end === true ? ['-N'] : []), '-w', '5', host, String(port)];
}

function opensslWords({ host, port, serverName, starttls, tls = {} }: TcpTarget): readonly string[] {
  const name = serverName ?? host;
  const place = isIP(host) === 6 ? `[${host}]:${port}` : `${host}:${port}`;
  return [
    ...['openssl', 's_client', '-quiet', '-connect', place],
    ...(isIP(name) === 0 ? ['-servername', name, '-verify_hostname', name] : ['-verify_ip', name]),
    ...(starttls === undefined ? [] : ['-starttls', starttls]),
    ...(tls.ca === undefined ? [] : ['-CAfile', 'ca.pem']),
    ...(tls.cert === undefined ? [] : ['-cert', 'cert.pem', '-key', 'key.pem']),
  ];
}

const NAMED: Readonly<Record<string, string>> = { '\r': '\\r', '\n': '\\n', '\t': '\\t', '\\': '\\\\', '%': '%%' };

/** As printf reads it, any shell's: what is no printable letter of ASCII in octal, and what would be an option of its own. */
function formatOf(sent: Sent): string {
  return bytesOf(sent)
    .toString('latin1')
    .replace(/[^\x20-\x7e]|[\\%]|^-/g, (byte) => NAMED[byte] ?? `\\${byte.charCodeAt(0).toString(8).padStart(3, '0')}`);
}
