import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import { withoutUnknown } from './unknown-resources.ts';

export const EMULATOR = '../shared/emulated-aws';
const STACK = 'Rollcall';
const run = promisify(execFile);

export type Emulator = {
  readonly endpoint: string;
  /** Empties it and creates the stack of a cloud assembly anew. Fails when any resource of it was skipped. */
  readonly deploy: (assembly: string) => Promise<void>;
  /** Creates another stack beside what is there. */
  readonly add: (assembly: string, stack: string) => Promise<void>;
  readonly stop: () => void;
};

/** Starts the emulated AWS on ports of its own; it ends with this process at the latest. */
export async function startEmulator(): Promise<Emulator> {
  const port = await freePortPair();
  // In a process group of its own, so that its Python and Node processes end with it, whatever state they are in.
  const child = spawn(`${EMULATOR}/start.sh`, [String(port)], {
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, NODE: process.execPath },
  });
  const stop = () => killGroup(child);
  process.once('exit', stop);
  let log = '';
  child.stderr.on('data', (text) => {
    log = (log + text).slice(-4_000);
  });
  const endpoint = await Promise.race([
    once(createInterface(child.stdout), 'line').then(([line]) => String(line)),
    once(child, 'exit').then(([code]) => Promise.reject(new Error(`the emulator ended with ${code}\n${log}`))),
  ]);
  return {
    endpoint,
    deploy: (assembly) => deploy(endpoint, assembly),
    add: (assembly, stack) => create(endpoint, assembly, stack),
    stop,
  };
}

/** Synthesizes the stack as `cdk synth -c checks=FILE -c allowLoopback=true` does, without its CLI: targets are on loopback. */
export async function synthesize(checksFile: string, assembly: string): Promise<void> {
  const env = {
    ...process.env,
    CDK_OUTDIR: assembly,
    CDK_CONTEXT_JSON: JSON.stringify({ checks: checksFile, allowLoopback: true }),
  };
  await run(process.execPath, ['infra/app.ts'], { env });
}

async function deploy(endpoint: string, assembly: string): Promise<void> {
  await fetch(`${endpoint}/moto-api/reset`, { method: 'POST' });
  await create(endpoint, assembly, STACK);
}

async function create(endpoint: string, assembly: string, stack: string): Promise<void> {
  withoutUnknown(assembly, stack);
  await run('python3', [`${EMULATOR}/deploy_template.py`, endpoint, assembly, stack]);
}

function killGroup(child: ChildProcess): void {
  if (child.pid === undefined || child.exitCode !== null) return;
  try {
    process.kill(-child.pid, 'SIGTERM');
  } catch {
    // it has ended by itself
  }
}

const taken = new Set<number>();

/** A port that is free together with the next one, and given to no other emulator of this process. */
async function freePortPair(): Promise<number> {
  for (;;) {
    const port = await listenOnce(0);
    if (port === null || taken.has(port) || taken.has(port + 1)) continue;
    if ((await listenOnce(port + 1)) === null) continue;
    if (taken.has(port) || taken.has(port + 1)) continue; // another was given it while this one looked
    for (const one of [port, port + 1]) taken.add(one);
    return port;
  }
}

async function listenOnce(port: number): Promise<number | null> {
  const server = createServer();
  try {
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    return typeof address === 'object' && address !== null ? address.port : null;
  } catch {
    return null;
  } finally {
    server.close();
  }
}
