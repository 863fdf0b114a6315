import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { CONTENT_SECURITY_POLICY } from '#core/page/assets/assets.ts';
import type { Site } from '../../docs/sample-site.ts';

/** Pages behind a real server. `show` is what is answered from now on; `send` is an event for who listens at /events. */
export type Served = {
  readonly origin: string;
  show(site: Site): void;
  send(event: string, data: string): void;
  /** Ends the connections of those who listen, and takes no other until `back`. */
  drop(): void;
  back(): void;
  listeners(): number;
  stop(): Promise<void>;
};

export async function serve(first: Site): Promise<Served> {
  let site = first;
  let isGone = false;
  const listening = new Set<ServerResponse>();
  const server = createServer((request, response) => {
    const path = new URL(request.url ?? '', 'http://a').pathname;
    response.setHeader('content-security-policy', CONTENT_SECURITY_POLICY);
    if (path === '/events' && isGone) return void request.socket.destroy();
    if (path === '/events') {
      response.writeHead(200, { 'content-type': 'text/event-stream' }).write('retry: 50\n\n');
      listening.add(response);
      response.on('close', () => listening.delete(response));
      return;
    }
    const found = site.get(path);
    response.writeHead(found === undefined ? 404 : 200, { 'content-type': found?.type ?? 'text/plain' });
    response.end(found?.text);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    show: (next) => {
      site = next;
    },
    send: (event, data) => {
      const lines = data.split('\n').map((line) => `data: ${line}\n`);
      for (const response of listening) response.write(`event: ${event}\n${lines.join('')}\n`);
    },
    back: () => {
      isGone = false;
    },
    drop: () => {
      isGone = true;
      for (const response of listening) response.destroy();
    },
    listeners: () => listening.size,
    stop: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}
