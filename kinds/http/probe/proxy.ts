import type { Socket } from 'node:net';
import { rootCertificates } from 'node:tls';
import { refusedHost } from '#core/address/address-policy.ts';
import type { TlsSettings } from '#core/check/tls.ts';
import { quote, told } from '#core/text/safe-text.ts';
import type { Reason } from '#core/verdict/reason.ts';
import { type Attempt, type Endpoint, nameOf, notOfLast } from '../../probing/attempt.ts';
import { connectTcp } from '../../probing/connect-tcp.ts';
import { NOT_YET } from '../../probing/timeline.ts';
import { connectTls } from '../../probing/tls/connect-tls.ts';
import type { HttpRequest } from '../check.ts';
import { offeredVersions } from './alpn.ts';
import { type Outgoing, userInfo } from './encode.ts';
import { type Answer, informationCounter } from './exchange.ts';
import { type Listener, newReader, read } from './http1/reader.ts';
import { requestBytes } from './http1/request-bytes.ts';
import { endpointOf } from './place.ts';
import { brokenConnection, brokenHttp, closedEarly, notHttp } from './protocol-reason.ts';

type Converse = (stream: Socket, outgoing: Outgoing, http: HttpRequest, attempt: Attempt) => Promise<Answer | Reason>;

/**
 * One hop through a proxy: a tunnel (CONNECT) for https and for HTTP/2, else the request in absolute form. What goes
 * wrong with the proxy is reported as the proxy's.
 */
export async function sendThroughProxy(
  outgoing: Outgoing,
  http: HttpRequest,
  proxyUrl: string,
  attempt: Attempt,
  converse: Converse,
): Promise<Answer | Reason> {
  const proxy = proxyOf(proxyUrl);
  if ('code' in proxy) return proxy;
  // A name is the proxy's to look up; an address is known here.
  const refused = refusedHost(endpointOf(outgoing.url, {}), attempt.allowPrivate, attempt.effects.addresses);
  if (refused !== null) return refused;
  const stream = await connectProxy(proxy, http, attempt);
  if ('code' in stream) return { code: stream.code, message: `proxy: ${stream.message}` };
  const authorization = userInfo(proxy);
  const credentials = authorization === null ? [] : ['Proxy-Authorization', authorization];
  const { url } = outgoing;
  if (url.protocol === 'https:' || http.httpVersion === '2') {
    const tunnelled = await tunnel(stream, outgoing, http, credentials, attempt);
    return 'code' in tunnelled ? tunnelled : converse(tunnelled, outgoing, http, attempt);
  }
  const target = `${url.origin}${outgoing.target}`;
  const answer = await converse(
    stream,
    { ...outgoing, target, headers: [...outgoing.headers, ...credentials] },
    http,
    attempt,
  );
  return 'status' in answer && answer.status === 407
    ? refusal(attempt.to, url.host, 407, 'Proxy Authentication Required')
    : answer;
}

function proxyOf(text: string): URL | Reason {
  const url = URL.parse(text);
  if (url !== null && (url.protocol === 'http:' || url.protocol === 'https:')) return url;
  // What cannot be read may be a password.
  const scheme = /^[a-z][a-z0-9+.-]*:\/\//i.exec(text)?.[0];
  const is = scheme === undefined ? 'has no scheme' : `is ${quote(scheme)}…`;
  return { code: 'config', message: `http.proxy ${is}, wanted http:// or https://` };
}

async function connectProxy(proxy: URL, http: HttpRequest, attempt: Attempt): Promise<Socket | Reason> {
  attempt.effects.trace?.tell('*', `by the proxy ${proxy.protocol}//${proxy.host}`);
  const socket = await connectTcp(endpointOf(proxy, http), attempt);
  if ('code' in socket || proxy.protocol === 'http:') return socket;
  const secured = await connectTls(socket, tlsOf(http.tls), attempt);
  attempt.certificate = null; // the proxy's own, which no expectation is about
  return secured;
}

/** A proxy may have a certificate of the public's or of the check's authority; ours and `insecure` are for the target. */
function tlsOf(tls: TlsSettings | undefined): TlsSettings | undefined {
  return tls?.ca === undefined ? undefined : { ca: `${rootCertificates.join('\n')}\n${tls.ca}` };
}

/** The connection to the target that the proxy makes, with TLS for https. */
async function tunnel(
  stream: Socket,
  { url, headers }: Outgoing,
  http: HttpRequest,
  credentials: readonly string[],
  attempt: Attempt,
): Promise<Socket | Reason> {
  // Which address that is, is the proxy's business.
  const to = endpointOf(url, {});
  const agent = headers[headers.findIndex((name, i) => i % 2 === 0 && /^user-agent$/i.test(name)) + 1];
  const sent = ['Host', nameOf(to), ...credentials, ...(agent === undefined ? [] : ['User-Agent', agent])];
  const refused = await connectThrough(stream, nameOf(to), sent, attempt);
  notOfLast(attempt, 'proxy');
  if (refused !== null) return refused;
  attempt.to = to;
  attempt.line.connected = attempt.effects.now();
  attempt.line.secured = NOT_YET;
  return url.protocol === 'https:' ? connectTls(stream, http.tls, attempt, offeredVersions(http)) : stream;
}

/** Null when the stream leads to the target from now on. */
function connectThrough(
  stream: Socket,
  target: string,
  headers: readonly string[],
  attempt: Attempt,
): Promise<Reason | null> {
  return new Promise((resolve) => {
    const fail = ({ code, message }: Reason): void => resolve({ code, message: `proxy: ${message}` });
    attempt.giveUp = fail;
    const { effects } = attempt;
    const reader = newReader('CONNECT', attempt.lenient);
    const listener: Listener = {
      information: informationCounter(attempt, fail),
      head: ({ status, words, version, rawHeaders }) => {
        effects.trace?.head('<', `HTTP/${version} ${status} ${words}`, rawHeaders);
        if (status < 200 || status > 299) resolve(refusal(attempt.to, target, status, words));
        return false;
      },
      body: () => undefined,
      over: (rest) => {
        stream.removeListener('data', take);
        stream.pause();
        if (rest.length > 0) stream.unshift(rest);
        resolve(null);
      },
      fault: (words, isHttp) => fail(isHttp ? brokenHttp(words, attempt) : notHttp(words, attempt)),
    };
    const take = (chunk: Buffer): void => read(reader, chunk, listener);
    stream.on('data', take);
    stream.on('end', () => fail(closedEarly(null, reader.filled > 0, attempt)));
    stream.on('error', (error) => fail(brokenConnection(error, null, attempt)));
    const request = requestBytes({ method: 'CONNECT', target, headers, body: null });
    effects.trace?.tell('>', request);
    stream.write(request);
  });
}

function refusal(proxy: Endpoint, target: string, status: number, words: string): Reason {
  const said = words === '' ? '' : ` ${told(words, 80)}`;
  return { code: 'refused', message: `proxy ${nameOf(proxy)} answered ${status}${said} to a request for ${target}` };
}
