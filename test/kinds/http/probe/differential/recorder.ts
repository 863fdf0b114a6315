import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { buffer } from 'node:stream/consumers';

/** What one client sent, as far as two clients must agree on it. */
export type Recorded = {
  readonly method: string;
  readonly target: string;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: Buffer;
};

export type Recorder = {
  /** Host and port. */
  readonly address: string;
  /** What came since it was asked last. */
  readonly take: () => readonly Recorded[];
  readonly close: () => Promise<void>;
};

/**
 * A server that keeps what it is sent: `/to/<status>` sets a cookie and redirects to `/landed`, `/digest` asks for digest
 * authentication, `/basic` for basic,
 * all else is 200.
 */
export async function startRecorder(): Promise<Recorder> {
  let recorded: Recorded[] = [];
  const server = createServer({ joinDuplicateHeaders: false }, async (request, response) => {
    const { method = '', url: target = '', rawHeaders } = request;
    const headers = rawHeaders.flatMap((name, i) =>
      i % 2 === 0 ? [[name.toLowerCase(), rawHeaders[i + 1] ?? ''] as const] : [],
    );
    const body = await buffer(request);
    recorded.push({ method, target, headers, body });
    respond(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const bound = server.address();
  if (bound === null || typeof bound === 'string') throw new Error('the recorder listens on no port');
  return {
    address: `127.0.0.1:${bound.port}`,
    take: () => recorded.splice(0),
    close: () => {
      recorded = [];
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

function respond({ url = '', headers }: IncomingMessage, response: ServerResponse): void {
  const [, status] = /^\/to\/(\d{3})/.exec(url) ?? [];
  if (status !== undefined) response.writeHead(Number(status), { Location: '/landed', 'Set-Cookie': 'sid=1; Path=/' });
  else if (url.startsWith('/digest') && !headers.authorization) {
    response.writeHead(401, { 'WWW-Authenticate': 'Digest realm="r", nonce="n0nce", qop="auth", algorithm=MD5' });
  } else if (url.startsWith('/basic') && !headers.authorization) {
    response.writeHead(401, { 'WWW-Authenticate': 'Basic realm="r"' });
  } else response.writeHead(200, { 'Content-Type': 'text/plain' });
  response.end('ok');
}
