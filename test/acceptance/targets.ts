import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { startSampleApi } from '../../examples/sample-api.ts';

/** The port that examples/checks.yaml names. */
const SAMPLE_PORT = 8787;

export type Targets = {
  /** The sample's checks, and two of a port where nobody listens. */
  readonly checksYaml: string;
  readonly stop: () => void;
};

/** The sample API on loopback: it answers, fails, hangs and recovers, each the same way in every run. */
export async function startTargets(): Promise<Targets> {
  const { port, stop } = await startSampleApi(SAMPLE_PORT);
  const closed = await closedPort();
  const sample = readFileSync('examples/checks.yaml', 'utf8').replaceAll(String(SAMPLE_PORT), String(port));
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
`,
    stop,
  };
}

async function closedPort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (typeof address !== 'object' || address === null) throw new Error('a server that listened had an address');
  return address.port;
}
