import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { type AddressInfo, isIPv6 } from 'node:net';
import { sessionsOf } from './access/session.ts';
import { type Access, STRANGER, viewerOf } from './access/viewer.ts';
import { type Answer, type Stream, words } from './http/answer.ts';
import { type Asked, askedOf } from './http/asked.ts';
import { clientFault } from './http/client-fault.ts';
import { isLoopback, type KnownHosts, knownHosts } from './http/known-hosts.ts';
import { router } from './http/route.ts';
import { send } from './http/send.ts';
import type { WebOptions } from './options.ts';
import { routesOf } from './routes/routes.ts';
import { type Shared, sharedBy } from './shared.ts';
import { WebFault } from './web-fault.ts';

/** A server that answers. `url`: where, without a slash at the end. */
export type RunningServer = { readonly url: string; close(): Promise<void> };

/** More than any browser or scraper of ours sends. */
const MOST_HEADER_BYTES = 8 * 1024;
/** Who sends a request byte by byte has this long. */
const HEADERS_WITHIN_MS = 5_000;
const REQUEST_WITHIN_MS = 15_000;
const IDLE_MS = 10_000;
const LOOK_EVERY_MS = 1_000;
/** Those that hear of events, and as many again for all that is asked beside it. */
const MOST_CONNECTIONS = 1_000;
/** Of an answer that nobody reads; news write more often, and a check that is run now takes less. */
const SILENT_MS = 120_000;
/** What is under way when the server ends has this long. */
const END_WITHIN_MS = 3_000;

/**
 * Serves the page, events, metrics, the API and the URLs of heartbeats. Throws WebFault where it cannot listen, and where
 * nobody could see anything.
 */
export async function startServer(options: WebOptions): Promise<RunningServer> {
  const { watching, host, port, baseUrls, token, now } = options;
  const secure = baseUrls.length > 0 && baseUrls.every((url) => url.startsWith('https:'));
  const isPublic = () => (watching.inUse().list.page?.public ?? null) !== null;
  if (!isLoopback(host) && token === null && !isPublic()) throw new WebFault(nobodySees(host));
  const access: Access = {
    token,
    sessions: token === null ? null : sessionsOf(token, secure),
    bound: host,
    isProxied: baseUrls.some((url) => !isLoopback(new URL(url).hostname)),
    origins: baseUrls.map((url) => new URL(url).origin),
    isPublic,
    now,
  };
  const shared = sharedBy(options, access);
  const answer = answererOf(shared, knownHosts(host, baseUrls), router(routesOf(shared)));
  const server = createServer(
    {
      maxHeaderSize: MOST_HEADER_BYTES,
      headersTimeout: HEADERS_WITHIN_MS,
      requestTimeout: REQUEST_WITHIN_MS,
      keepAliveTimeout: IDLE_MS,
      connectionsCheckingInterval: LOOK_EVERY_MS,
    },
    (request, response) => void serve(request, response, answer, options.onFault, shared.base),
  );
  server.maxConnections = MOST_CONNECTIONS;
  // Node drops those beyond a number in silence, perhaps what a proxy adds; their bytes are bounded.
  server.maxHeadersCount = 0;
  server.timeout = SILENT_MS;
  const url = await listening(server, host, port);
  return {
    url,
    async close() {
      shared.close();
      const ended = new Promise((resolve) => server.close(resolve));
      server.closeIdleConnections();
      const late = setTimeout(() => server.closeAllConnections(), END_WITHIN_MS).unref();
      await ended;
      clearTimeout(late);
    },
  };
}

function nobodySees(host: string): string {
  return `at ${host} others can ask, and nobody would see anything: name what is public under page.public.tags in the checks file, give a token with --token-file or ROLLCALL_TOKEN, or listen at 127.0.0.1`;
}

async function listening(server: Server, host: string, port: number): Promise<string> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error) => reject(listenFault(error, host, port)));
    server.listen(port, host, resolve);
  });
  const { port: taken } = server.address() as AddressInfo;
  return `http://${isIPv6(host) ? `[${host}]` : host}:${taken}`;
}

const WHY: Readonly<Record<string, string>> = {
  EADDRINUSE: 'something else listens there; end it, or take another with --port',
  EACCES: 'it takes rights that this user has not; take one above 1023 with --port',
  EADDRNOTAVAIL: 'this machine does not have that address; see --host',
  ENOTFOUND: 'there is no such name; see --host',
};

function listenFault(cause: NodeJS.ErrnoException, host: string, port: number): WebFault {
  return new WebFault(`port ${port} of ${host} cannot be taken: ${WHY[cause.code ?? ''] ?? cause.message}`, { cause });
}

type Answerer = (asked: Asked) => Promise<Answer | Stream>;

/** Who asks under another name, or shows a wrong token, comes no further. */
function answererOf({ access, brake }: Shared, hosts: KnownHosts, find: ReturnType<typeof router>): Answerer {
  return async (asked) => {
    if (!hosts.isKnown(asked.headers.host)) {
      return words(421, `this server is ${hosts.names.join(', ')}; start it with --base-url to give it another name`);
    }
    const found = find(asked);
    if (!('handler' in found)) return found;
    const { handler, at, hasOwnToken } = found;
    const viewer = hasOwnToken ? STRANGER : viewerOf(asked, access);
    if (viewer !== 'wrong') return handler({ asked, viewer, at });
    const isHeard = await brake.hold(asked.from);
    return isHeard ? words(401, 'this is not the token', BEARER) : words(429, 'too many wrong tokens', RETRY);
  };
}

const BEARER = { 'www-authenticate': 'Bearer' };
const RETRY = { 'retry-after': '5' };

async function serve(
  request: IncomingMessage,
  response: ServerResponse,
  answer: Answerer,
  onFault: (error: unknown) => void,
  base: string,
): Promise<void> {
  try {
    const asked = askedOf(request, base);
    const answered = asked === null ? words(400, 'this is no path') : await answer(asked).catch(faultAnswer(onFault));
    if ('stream' in answered) answered.stream(response);
    else await send(answered, request, response);
  } catch (error) {
    // Whoever asked has gone; anything else is ours.
    if (!response.destroyed) onFault(error);
    response.destroy();
  }
}

/** What a client sent wrong is said to it; what is wrong here is said here. */
function faultAnswer(onFault: (error: unknown) => void): (error: unknown) => Answer {
  return (error) => {
    const theirs = clientFault(error);
    if (theirs !== null) return theirs;
    onFault(error);
    return words(500, 'something is wrong with Rollcall; its log says what');
  };
}
