import { quote } from '#core/text/safe-text.ts';
import type { Certificate, Failure, Measured } from '#core/verdict/observation.ts';
import type { Reason } from '#core/verdict/reason.ts';
import type { HttpCheck } from '../../http/check.ts';
import { type HttpResponse, headerValues } from '../../http/observation.ts';
import { observe } from '../../http/probe/observe.ts';
import { type Attempt, endAttempt, startAttempt } from '../../probing/attempt.ts';
import type { CheckerEffects } from '../../probing/effects.ts';
import type { DnsCheck } from '../check.ts';
import type { Message } from '../wire/message.ts';
import { type Asked, heard } from './heard.ts';
import type { Server } from './server.ts';

const TYPE = 'application/dns-message';
const MOST_BYTES = 16 * 1024;

/** An answer over https, with what http measured of it. */
export type HttpsAnswer = Measured & { readonly message: Message; readonly certificate?: Certificate };

/** Asks over https (RFC 8484), as an http check makes its request: guard, deadlines, TLS and HTTP/2 are the same. */
export async function askOverHttps(
  server: Server,
  asked: Asked,
  check: DnsCheck,
  effects: CheckerEffects,
): Promise<HttpsAnswer | Failure> {
  const observed = await observe(requestOf(server, asked, check), effects);
  if (observed.outcome === 'failure') return observed;
  const { status, phases, latencyMs, facts, lenient } = observed;
  const certificate = facts?.certificate ?? undefined;
  const measured = { phases, latencyMs, ...(certificate && { certificate }), ...(lenient && { lenient }) };
  const answer = answerIn(observed, server, asked, startedOnly(check, effects));
  if ('code' in answer) return { outcome: 'failure', reason: answer, status, ...measured };
  return { message: answer, ...measured };
}

/** What reads a message notes what it was lenient about; here nobody waits for anything any more. */
function startedOnly({ timeoutMs, connectTimeoutMs }: DnsCheck, effects: CheckerEffects): Attempt {
  const attempt = startAttempt({ timeoutMs, connectTimeoutMs }, effects);
  endAttempt(attempt);
  return attempt;
}

function requestOf(server: Server, asked: Asked, check: DnsCheck): HttpCheck {
  const { tls, serverName, allowPrivate } = check.target;
  const url = new URL(server.url ?? '');
  const { host, port } = server;
  if (serverName !== undefined) url.hostname = serverName;
  return {
    ...check,
    kind: 'http',
    target: {
      url: url.href,
      method: 'POST',
      headers: [
        ['Accept', TYPE],
        ['Content-Type', TYPE],
      ],
      query: [],
      body: { base64: asked.bytes.toString('base64') },
      follow: 0,
      inflate: true,
      ...(tls && { tls }),
      ...(serverName !== undefined && { pins: [{ host: '', port: 0, toHost: host, toPort: port }] }),
      ...(allowPrivate === true && { allowPrivate }),
    },
    expect: { status: [], keyword: null, absent: null, latencyMs: null, headers: [] },
  };
}

function answerIn(response: HttpResponse, { name }: Server, asked: Asked, attempt: Attempt): Message | Reason {
  const { status, body, truncated, rawHeaders } = response;
  if (status !== 200) return { code: 'status', message: `HTTP status ${status} from ${name}, wanted 200` };
  const [type = ''] = headerValues(rawHeaders, 'content-type');
  if (type.split(';', 1)[0]?.trim().toLowerCase() !== TYPE) {
    const said = type === '' ? 'no content-type' : `content-type ${quote(type)}`;
    return { code: 'protocol', message: `answer is no DNS message: ${said}, wanted ${TYPE}` };
  }
  if (truncated || body.length > MOST_BYTES) {
    return { code: 'too-large', message: `answer of more than ${MOST_BYTES.toLocaleString('en-US')} bytes` };
  }
  const answer = heard(body, asked, attempt);
  return answer ?? { code: 'protocol', message: `answer from ${name} is to another question` };
}
