import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import { resolve as resolvePath } from 'node:path';
import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import { INCIDENT_TABLE } from '#core/contract.ts';
import { setVariables } from './damage.ts';
import type { Deployment } from './deployment.ts';
import type { Lane } from './lane.ts';
import { expectThat, expectTrue } from './report.ts';

const NAMES = ['a', 'b', 'c'];

/** a, b and c recover, and the table does not take what becomes of a: nothing of it is lost. */
export async function oneWriteFails(lane: Lane): Promise<void> {
  const target = await startTarget();
  const wire = await startWire(lane.emulator.endpoint);
  try {
    const deployment = await lane.deploy(target.checksYaml(NAMES));
    const run = runner(deployment);
    target.turn(false);
    expectThat('an outage of three is one message', await run(), ['SUCCEEDED', 'NG 3 of 3: a, b, c']);
    await setVariables(deployment, 'TrackIncidents', { AWS_ENDPOINT_URL_DYNAMODB: wire.url });
    wire.refuse('a');
    target.turn(true);
    expectThat('b and c recover though a cannot be written', await run(), ['SUCCEEDED', 'recovered: b, c']);
    expectThat('and are not told again', await run(), ['SUCCEEDED']);
    wire.refuse(null);
    expectThat('a is told when it can be written', await run(), ['SUCCEEDED', 'recovered: a']);
    expectThat('and then nothing more', await run(), ['SUCCEEDED']);
  } finally {
    wire.stop();
    target.stop();
  }
}

/** What an update leaves of a check that it removes, and of those that were in the one partition of before. */
export async function removedWhileDown(lane: Lane): Promise<void> {
  const target = await startTarget();
  try {
    const before = await lane.deploy(target.checksYaml(['old', 'a']));
    target.turn(false);
    await runner(before)();
    const items = [...(await before.memory()).values()];
    const after = await lane.deploy(target.checksYaml(['new', 'a']));
    for (const item of items) {
      const Item = { ...item, [INCIDENT_TABLE.partitionKey]: { S: 'incidents' } };
      await after.clients.dynamo.send(new PutItemCommand({ TableName: after.tableName, Item }));
    }
    target.turn(true);
    expectThat('the incident of a check that is gone is closed, with what recovers', await runner(after, 1)(), [
      'SUCCEEDED',
      'recovered: a; no longer checked: old',
    ]);
    const places = [...(await after.memory()).values()].map((item) => item[INCIDENT_TABLE.partitionKey]?.S);
    expectThat('all is where it belongs', places.toSorted(), ['shard 1m-0', 'shared']);
    expectThat('and nothing is told again', await runner(after, 2)(), ['SUCCEEDED']);
  } finally {
    target.stop();
  }
}

/** A person mutes a check from a terminal: nobody is told of it, and its recovery is told after that. */
export async function muted(lane: Lane): Promise<void> {
  const target = await startTarget();
  try {
    const deployment = await lane.deploy(target.checksYaml(NAMES));
    const run = runner(deployment);
    const rollcall = (...args: readonly string[]) => command(lane.emulator.endpoint, args);
    const on = await rollcall('mute', 'a', '--for', '2h');
    expectThat('mute ends with 0', on.code, 0);
    expectTrue('and shows until when', /^a {2}muted until \d{4}-.*Z\n$/.test(on.stdout), on);
    const unknown = await rollcall('mute', 'aa', '--for', '2h');
    expectThat('an unknown name is wrong usage', unknown.code, 2);
    target.turn(false);
    expectThat('the others are told', await run(), ['SUCCEEDED', 'NG 3 of 3: b, c']);
    const { stdout: status } = await rollcall('status', '--json');
    const { open, mutes } = JSON.parse(status) as Record<'open' | 'mutes', readonly { readonly check: string }[]>;
    expectThat('status shows what is down', open.map(({ check }) => check).toSorted(), ['b', 'c']);
    expectThat(
      'and what is muted',
      mutes.map(({ check }) => check),
      ['a'],
    );
    const off = await rollcall('unmute', 'a', '--json');
    expectThat('unmute leaves none', [off.code, off.stdout], [0, '[]\n']);
    expectThat('then it is told too', await run(), ['SUCCEEDED', 'NG 3 of 3: a']);
  } finally {
    target.stop();
  }
}

/** Runs of the shard, each some seconds after the one before; what came of each, and the subjects of what it sent. */
function runner(deployment: Deployment, first = 0) {
  const start = Date.now();
  let count = first;
  return async (): Promise<string[]> => {
    const scheduledTime = new Date(start + 3_000 * count).toISOString();
    count += 1;
    const { status, error } = await deployment.execute({ shard: '1m-0', scheduledTime });
    const subjects = (await deployment.alerts()).map(({ Subject }) => Subject);
    return [[status, error].filter((word) => word !== undefined).join(' '), ...subjects];
  };
}

async function startTarget() {
  let isUp = true;
  const server = createServer((_, response) => response.writeHead(isUp ? 200 : 503).end()).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  return {
    checksYaml: (names: readonly string[]) =>
      JSON.stringify({
        defaults: { every: '1m', rechecks: 0, failureThreshold: 1 },
        checks: names.map((name) => ({ name, http: { url: `http://127.0.0.1:${port}/${name}` } })),
      }),
    turn: (up: boolean) => {
      isUp = up;
    },
    stop: () => server.close(),
  };
}

/** Stands between a function and DynamoDB, and answers writes of one check as a broken service does. */
async function startWire(endpoint: string) {
  let refused: string | null = null;
  const server = createServer(async (request, response) => {
    const body = await bodyOf(request);
    const action = String(request.headers['x-amz-target'] ?? '').split('.')[1] ?? '';
    const isWrite = ['PutItem', 'DeleteItem'].includes(action);
    if (isWrite && refused !== null && body.toString().includes(`"name":{"S":"${refused}"}`)) {
      const type = 'InternalServerError';
      response.writeHead(500, { 'content-type': 'application/x-amz-json-1.0', 'x-amzn-errortype': type });
      response.end(JSON.stringify({ __type: `com.amazonaws#${type}`, message: 'refused' }));
      return;
    }
    const headers = Object.entries(request.headers).filter(([name]) => !OF_THE_WIRE.includes(name));
    const answer = await fetch(endpoint + request.url, {
      method: request.method ?? 'POST',
      headers: Object.fromEntries(headers) as Record<string, string>,
      body: new Uint8Array(body),
    });
    const kept = [...answer.headers].filter(([name]) => !OF_THE_WIRE.includes(name));
    response.writeHead(answer.status, Object.fromEntries(kept)).end(Buffer.from(await answer.arrayBuffer()));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  return {
    url: `http://127.0.0.1:${port}`,
    refuse: (name: string | null) => {
      refused = name;
    },
    stop: () => server.close(),
  };
}

const OF_THE_WIRE = ['host', 'connection', 'content-length', 'content-encoding', 'transfer-encoding'];

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts);
}

function command(endpoint: string, args: readonly string[]): Promise<{ code: number | null; stdout: string }> {
  const env = {
    ...process.env,
    AWS_ENDPOINT_URL: endpoint,
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    AWS_REGION: 'us-east-1',
  };
  return new Promise((resolve) => {
    const child = execFile(process.execPath, [resolvePath('cli/main.ts'), ...args], { env }, (_fault, stdout) =>
      resolve({ code: child.exitCode, stdout }),
    );
  });
}
