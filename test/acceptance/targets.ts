import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createTcpServer, type Server } from 'node:net';

export type Targets = {
  /** A checks.yaml over them: 11 checks, of which 5 are OK, one of them flaky. */
  readonly checksYaml: string;
  readonly close: () => void;
};

const SHIFT_JIS_OK = Buffer.from([0x90, 0xb3, 0x8f, 0xed]); // 正常

/** Targets on loopback that answer, fail, hang and recover, each the same way in every run. */
export async function startTargets(): Promise<Targets> {
  const site = createServer(answering());
  const tcp = createTcpServer((socket) => socket.end());
  const [sitePort, tcpPort, closedPort] = [await listening(site), await listening(tcp), await closed()];
  return {
    checksYaml: checksYaml(`http://127.0.0.1:${sitePort}`, tcpPort, closedPort),
    close: () => {
      site.close();
      site.closeAllConnections();
      tcp.close();
    },
  };
}

function answering() {
  let flakyAnswers = 0;
  const pages: Record<string, (request: IncomingMessage, response: ServerResponse) => void> = {
    '/healthy': (_, response) => response.end('all systems healthy'),
    '/echo': (request, response) => void request.pipe(response),
    '/failing': (_, response) => response.writeHead(503).end('down for maintenance'),
    '/shift-jis': (_, response) => response.setHeader('content-type', 'text/html; charset=Shift_JIS').end(SHIFT_JIS_OK),
    '/hanging': () => undefined,
    '/moved': (_, response) => response.writeHead(302, { location: '/healthy' }).end(),
    // Every second answer is good: a run with one recheck always ends OK, and leaves it as it found it.
    '/flaky': (_, response) => {
      flakyAnswers += 1;
      response.writeHead(flakyAnswers % 2 === 1 ? 500 : 200).end();
    },
  };
  return (request: IncomingMessage, response: ServerResponse) => {
    const page = pages[request.url ?? ''];
    if (page) page(request, response);
    else response.writeHead(404).end();
  };
}

function checksYaml(site: string, tcpPort: number, closedPort: number): string {
  return `
defaults: { timeout: 2s, rechecks: 0 }
checks:
  - { name: healthy, tags: [web, payments], http: { url: "${site}/healthy" }, expect: { keyword: healthy } }
  - name: posting
    tags: [web]
    http: { url: "${site}/echo", method: POST, json: { order: 42 } }
    expect: { status: 200, keyword: '"order":42' }
  - { name: shift-jis, tags: [web], http: { url: "${site}/shift-jis" }, expect: { keyword: 正常 } }
  - { name: failing, tags: [payments], http: { url: "${site}/failing" } }
  - { name: keyword-missing, http: { url: "${site}/healthy" }, expect: { keyword: operational } }
  - { name: hanging, http: { url: "${site}/hanging", timeout: 300ms } }
  - { name: moved, http: { url: "${site}/moved" } }
  - { name: refused, http: { url: "http://127.0.0.1:${closedPort}/" } }
  - { name: flaky, http: { url: "${site}/flaky" }, rechecks: 1, recheckAfter: 1s }
  - { name: port-open, tags: [ports], tcp: { host: 127.0.0.1, port: ${tcpPort} } }
  - { name: port-closed, tags: [ports], tcp: { host: 127.0.0.1, port: ${closedPort} } }
`;
}

async function listening(server: Server): Promise<number> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('a listening server has an address');
  return address.port;
}

async function closed(): Promise<number> {
  const server = createTcpServer();
  const port = await listening(server);
  server.close();
  await once(server, 'close');
  return port;
}
