import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

/**
 * Kills `rollcall run --remember --send`, or `rollcall watch`, at random moments while its target goes down and up, and
 * compares what a receiver was told with what was so: `node test/cli/killed-runs.ts 500`, `… 500 SEED watch`.
 */

const MAIN = fileURLToPath(new URL('../../cli/main.ts', import.meta.url));
const CHECKS = ['a', 'b', 'c'];
const KILLS_A_PHASE = 4;

/** One event of one check, as the receiver was told. `id` is the same when it is told again. */
type Told = { readonly check: string; readonly event: string; readonly id: string };
export type KillReport = {
  readonly kills: number;
  /** Events that the target's life had, a check. */
  readonly truth: readonly string[];
  readonly told: Readonly<Record<string, readonly string[]>>;
  /** Deliveries that a kill between the receiver's answer and our note of it made once more. */
  readonly repeated: number;
};

/** What is killed, and how it comes to what is so when it is not. */
type Subject = {
  readonly args: readonly string[];
  /** Resolves when a receiver was told of each phase, unless something is lost. */
  settle(folder: string, world: World, phases: number, random: () => number): Promise<void>;
};

const SUBJECTS: Readonly<Record<'run' | 'watch', Subject>> = {
  run: {
    args: ['run', '--remember', '--send'],
    // Two at once now and then, and whatever was killed: one run that comes to its end has seen what is so.
    async settle(folder, _, __, random) {
      await Promise.all(Array.from({ length: random() < 0.2 ? 2 : 1 }, () => ended(start(folder, 'run'))));
    },
  },
  watch: {
    args: ['watch', '--every', '1s', '--port', '0'],
    async settle(folder, { told }, phases) {
      const child = start(folder, 'watch');
      const until = performance.now() + LOST_AFTER_MS;
      const isLate = () => performance.now() > until;
      while (!isLate() && CHECKS.some((check) => phasesTold(told, check) < phases)) await delay(20);
      child.kill('SIGTERM');
      await ended(child);
    },
  },
};
/** Longer than a start, a run of each check and a receiver that is tried again take on a busy machine. */
const LOST_AFTER_MS = 60_000;

const phasesTold = (told: readonly Told[], check: string): number =>
  once(told.filter((one) => one.check === check)).length;

/** Numbers from 0 to 1, the same for the same seed. */
function randoms(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

export async function killRuns(kills: number, seed: number, what: 'run' | 'watch' = 'run'): Promise<KillReport> {
  const random = randoms(seed);
  const folder = await mkdtemp(join(tmpdir(), 'rollcall-kills-'));
  const world = await startWorld();
  try {
    await writeFile(join(folder, 'checks.yaml'), listOf(world.url));
    let killed = 0;
    const truth: string[] = [];
    const usualMs = what === 'run' ? await usualTime(folder) : FEW_RUNS_MS;
    while (killed < kills) {
      world.isUp = !world.isUp;
      truth.push(world.isUp ? 'recovered' : 'opened');
      for (let tries = 0; tries < KILLS_A_PHASE; tries += 1)
        killed += await killOne(start(folder, what), random() * usualMs * 1.1);
      await SUBJECTS[what].settle(folder, world, truth.length, random);
    }
    return { kills: killed, truth, ...comparable(world.told) };
  } finally {
    world.close();
    await rm(folder, { recursive: true });
  }
}

/** A start of watch and some runs of its checks. */
const FEW_RUNS_MS = 3_000;

function comparable(told: readonly Told[]): Pick<KillReport, 'told' | 'repeated'> {
  const ofChecks = CHECKS.map((check) => [check, told.filter((one) => one.check === check)] as const);
  const events = ofChecks.map(([check, all]) => [check, once(all).map(({ event }) => event)] as const);
  const count = events.reduce((sum, [, some]) => sum + some.length, 0);
  return { told: Object.fromEntries(events), repeated: told.length - count };
}

/** Only what directly follows itself counts as told again: anything else would be out of order. */
function once(all: readonly Told[]): readonly Told[] {
  return all.filter(({ id }, at) => all[at - 1]?.id !== id);
}

function start(folder: string, what: 'run' | 'watch'): ChildProcess {
  return spawn(process.execPath, [MAIN, ...SUBJECTS[what].args], { cwd: folder, stdio: 'ignore' });
}

const ended = (child: ChildProcess) => new Promise<void>((resolve) => child.once('close', () => resolve()));

async function usualTime(folder: string): Promise<number> {
  await ended(start(folder, 'run'));
  const began = performance.now();
  await ended(start(folder, 'run'));
  return performance.now() - began;
}

/** 1 when the run was killed, 0 when it had come to its end before. */
async function killOne(child: ChildProcess, afterMs: number): Promise<number> {
  const over = ended(child);
  await Promise.race([over, delay(afterMs)]);
  child.kill('SIGKILL');
  await over;
  return child.signalCode === 'SIGKILL' ? 1 : 0;
}

const listOf = (url: string) => `
alerts: { topics: { default: { receivers: [{ webhook: { url: "${url}/hook" } }] } } }
defaults: { rechecks: 0, failureThreshold: 1 }
checks: [${CHECKS.map((name) => `{ name: ${name}, http: { url: "${url}/${name}" } }`).join(', ')}]
`;

type World = Awaited<ReturnType<typeof startWorld>>;

/** A target that is up or down, and a receiver that notes what it is told before it answers. */
async function startWorld() {
  const world = { isUp: true, told: [] as Told[], url: '', close: () => {} };
  const server = createServer((request, response) => {
    if (request.url !== '/hook') return response.writeHead(world.isUp ? 200 : 503).end();
    let body = '';
    request.on('data', (text) => {
      body += text;
    });
    request.on('end', () => {
      for (const { check, event, at, since } of JSON.parse(body).news) {
        world.told.push({ check, event, id: `${event} ${since} ${at}` });
      }
      response.end();
    });
    return response;
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  world.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  world.close = () => {
    server.close();
    server.closeAllConnections();
  };
  return world;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const seed = Number(process.argv[3] ?? Date.now() % 2 ** 32);
  const { kills, truth, told, repeated } = await killRuns(
    Number(process.argv[2] ?? 500),
    seed,
    process.argv[4] === 'watch' ? 'watch' : 'run',
  );
  const wrong = CHECKS.filter((check) => JSON.stringify(told[check]) !== JSON.stringify(truth));
  const lines = [
    `seed ${seed}: ${kills} kills, ${truth.length} transitions of each of ${CHECKS.length} checks`,
    `reported otherwise than they were: ${wrong.length} checks; reported twice: ${repeated}`,
    ...wrong.map((check) => `${check}: ${JSON.stringify(told[check])}\n   not ${JSON.stringify(truth)}`),
  ];
  process.stdout.write(`${lines.join('\n')}\n`);
  process.exitCode = wrong.length === 0 ? 0 : 1;
}
