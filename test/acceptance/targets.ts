import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer as createHttpServer } from 'node:http';
import { createServer, type Server } from 'node:net';
import { startSampleApi } from '../../examples/sample-api.ts';

/** The port that examples/checks.yaml names. */
const SAMPLE_PORT = 8787;

/** Everything is told to everybody, and what is tagged switch to a chat channel too. */
const ALERTS = `alerts:
  topics: { team-chat: { format: chat } }
  routes:
    - { topic: default }
    - { topic: team-chat, tags: [switch] }

`;

export type Targets = {
  /** The sample's checks, and two of a port where nobody listens. */
  readonly checksYaml: string;
  /** Makes the target of the check `switch` OK or NG. */
  readonly turn: (up: boolean) => void;
  readonly stop: () => void;
};

/** The sample API on loopback: it answers, fails, hangs and recovers, each the same way in every run. */
export async function startTargets(): Promise<Targets> {
  const { port, stop } = await startSampleApi(SAMPLE_PORT);
  const closed = await closedPort();
  const sample = readFileSync('examples/checks.yaml', 'utf8')
    .replaceAll(String(SAMPLE_PORT), String(port))
    .replace('defaults:\n', `${ALERTS}defaults:\n  notify: every\n`);
  const toggle = createHttpServer((_, response) => {
    response.statusCode = isUp ? 200 : 503;
    response.end();
  }).listen(0, '127.0.0.1');
  let isUp = true;
  await once(toggle, 'listening');
  return {
    checksYaml: `${sample}
  - name: refused
    tags: [closed]
    http: { url: "http://127.0.0.1:${closed}/" }
    rechecks: 0

  - name: port-closed
    tags: [closed]
    tcp: { host: 127.0.0.1, port: ${closed} }
    rechecks: 0

  - name: switch
    tags: [switch]
    http: { url: "http://127.0.0.1:${portOf(toggle.address())}/" }
    rechecks: 0
    notify: transitions
    runbook: https://wiki.example.com/switch
`,
    turn: (up) => {
      isUp = up;
    },
    stop() {
      stop();
      toggle.close();
    },
  };
}

async function closedPort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const port = portOf(server.address());
  server.close();
  await once(server, 'close');
  return port;
}

function portOf(address: ReturnType<Server['address']>): number {
  if (typeof address !== 'object' || address === null) throw new Error('a server that listened had an address');
  return address.port;
}
