import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer as createHttpServer } from 'node:http';
import { createServer, type Server } from 'node:net';
import { startSampleApi } from '../../examples/sample-api.ts';

/** The port that examples/checks.yaml names. */
const SAMPLE_PORT = 8787;

/** The check whose target `turn` makes OK or NG. */
export const SWITCH = 'switch';

/** Everything is told to everybody, and what is tagged switch to a chat channel too. */
const ALERTS = `alerts:
  topics: { team-chat: { format: chat } }
  routes:
    - { topic: default }
    - { topic: team-chat, tags: [${SWITCH}] }

`;

const switchAt = (port: number) => `  - name: ${SWITCH}
    tags: [${SWITCH}]
    http: { url: "http://127.0.0.1:${port}/" }
    rechecks: 0
    notify: transitions
    runbook: https://wiki.example.com/switch
`;

export type Targets = {
  /** The sample's checks, two of a port where nobody listens, and the switch. */
  readonly checksYaml: string;
  /** The switch every minute on an express workflow, beside a check that is always OK. */
  readonly incidentYaml: string;
  /** Of the sample's checks those of these names, alerted by default. */
  readonly yamlOf: (names: readonly string[]) => string;
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
    response.end(isUp ? 'all is well' : 'the card network does not answer');
  }).listen(0, '127.0.0.1');
  let isUp = true;
  await once(toggle, 'listening');
  const checksYaml = `${sample}
  - name: refused
    tags: [closed]
    http: { url: "http://127.0.0.1:${closed}/" }
    rechecks: 0

  - name: port-closed
    tags: [closed]
    tcp: { host: 127.0.0.1, port: ${closed} }
    rechecks: 0

${switchAt(portOf(toggle.address()))}`;
  return {
    checksYaml,
    yamlOf: (names) => only(names, checksYaml),
    incidentYaml: `deploy: { workflow: express }
${ALERTS}defaults: { every: 1m }
checks:
  - name: health
    http: { url: "http://127.0.0.1:${port}/health" }
${switchAt(portOf(toggle.address()))}`,
    turn: (up) => {
      isUp = up;
    },
    stop() {
      stop();
      toggle.close();
    },
  };
}

/** A check is what begins with its name, up to the next. */
function only(names: readonly string[], checksYaml: string): string {
  const [sections = '', ...checks] = checksYaml.replace(ALERTS, '').split(/\n(?= {2}- name: )/);
  return [sections, ...checks.filter((check) => names.some((name) => check.startsWith(`  - name: ${name}\n`)))].join(
    '\n',
  );
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
