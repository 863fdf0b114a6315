import { REDACTED } from '#core/redact/literal.ts';
import { safeText } from '#core/text/safe-text.ts';
import { quote } from '#core/text/shell-quoting.ts';
import { basic } from '../http/probe/encode.ts';
import type { Evidence } from '../kind.ts';
import type { WebsocketCheck, WebsocketTarget } from './check.ts';
import type { WebsocketObservation } from './observation.ts';
import { literalSecrets, mapSecrets } from './secrets.ts';

/** What an NG shows: the beginning of the last message, and the command that talks to the server again. */
export const websocketEvidence: Evidence<WebsocketCheck, WebsocketObservation> = {
  secretsIn: literalSecrets,
  shown: (observed, { target }) => ({
    excerpt: 'last' in observed && observed.last?.isText === true ? safeText(observed.last.bytes.toString()) : null,
    command: commandOf(target),
  }),
};

/** websocat (github.com/vi/websocat), which sends each line of its input as a message. */
function commandOf(target: WebsocketTarget): string {
  const { url, headers, auth, protocols, exchange, tls } = mapSecrets(target, () => REDACTED);
  const words = [
    ...headers.flatMap(([name, value]) => ['-H', `${name}: ${value}`]),
    ...authWords(auth),
    ...(protocols.length === 0 ? [] : ['--protocol', protocols.join(', ')]),
    ...(tls?.insecure === true ? ['-k'] : []),
    url,
  ];
  const command = ['websocat', ...words.map(quote)].join(' ');
  const lines = exchange.flatMap((sent) => {
    if (sent === null || 'base64' in sent.body) return [];
    return 'text' in sent.body ? [sent.body.text] : [JSON.stringify(sent.body.json)];
  });
  return lines.length === 0 ? command : `printf '%s\\n' ${lines.map(quote).join(' ')} | ${command}`;
}

function authWords(auth: WebsocketTarget['auth']): readonly string[] {
  if (auth === undefined) return [];
  if (auth.scheme === 'bearer') return ['-H', `Authorization: Bearer ${auth.token}`];
  const isHidden = auth.password === '***' || auth.user === '***';
  return ['-H', `Authorization: ${isHidden ? 'Basic ***' : basic(auth.user, auth.password)}`];
}
