import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

type Endpoint = (request: IncomingMessage, response: ServerResponse, api: SampleApi) => void | Promise<void>;

/** What the sample remembers between requests: an endpoint that is down every other time shows what a recheck is for. */
type SampleApi = { flakyCalls: number };

// 在庫あり (in stock), as a Shift_JIS page has it.
const SHIFT_JIS_IN_STOCK = Buffer.from([0x8d, 0xdd, 0x8c, 0xc9, 0x82, 0xa0, 0x82, 0xe8]);
const SLOW_MS = 700;

const ENDPOINTS: Readonly<Record<string, Endpoint>> = {
  'GET /health': (_, response) => json(response, 200, { status: 'up' }),
  'POST /orders/search': searchOrders,
  'GET /old-home': (_, response) => void response.writeHead(302, { location: '/health' }).end(),
  'GET /stock': (_, response) =>
    void response
      .writeHead(200, { 'content-type': 'text/html; charset=Shift_JIS' })
      .end(Buffer.concat([Buffer.from('<p>'), SHIFT_JIS_IN_STOCK, Buffer.from('</p>')])),
  'GET /flaky': (_, response, api) => {
    api.flakyCalls += 1;
    json(response, api.flakyCalls % 2 === 1 ? 503 : 200, { calls: api.flakyCalls });
  },
  'GET /reports': (_, response) => void setTimeout(() => json(response, 200, { reports: [] }), SLOW_MS),
  'GET /payments': (_, response) => json(response, 503, { error: 'the card network does not answer' }),
  'GET /news': (_, response) => json(response, 200, { headlines: [] }),
  'GET /hanging': () => {},
};

/** A small API on loopback with all that can be right and wrong about one. It prefers `port`, and takes any if that is taken. */
export async function startSampleApi(port: number): Promise<{ readonly port: number; readonly stop: () => void }> {
  const api: SampleApi = { flakyCalls: 0 };
  const server = createServer((request, response) => {
    const path = new URL(request.url ?? '/', 'http://sample').pathname;
    const endpoint = ENDPOINTS[`${request.method} ${path}`];
    if (endpoint === undefined) json(response, 404, { error: `there is no ${request.method} ${path}` });
    else void endpoint(request, response, api);
  });
  await listen(server, port).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EADDRINUSE') throw error;
    return listen(server, 0);
  });
  return {
    port: (server.address() as AddressInfo).port,
    stop: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

async function searchOrders(request: IncomingMessage, response: ServerResponse): Promise<void> {
  if (request.headers['x-api-key'] !== 'sample-key') return json(response, 401, { error: 'wrong x-api-key' });
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  const { sku } = JSON.parse(Buffer.concat(chunks).toString()) as { sku?: unknown };
  return json(response, 200, { results: [{ sku, quantity: 3 }] });
}

function json(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject);
      resolve();
    });
  });
}
