import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { againstBaseline, readBaseline } from './baseline.ts';
import { blackbox, findBlackbox } from './contenders/blackbox.ts';
import type { Contender } from './contenders/contender.ts';
import { curlParallel } from './contenders/curl-parallel.ts';
import { floor } from './contenders/floor.ts';
import { recipe } from './contenders/recipe.ts';
import { packaged, rollcall } from './contenders/rollcall.ts';
import { checkerBundles, importTargets } from './import-time.ts';
import { type ContenderName, type Options, readOptions, USAGE } from './options.ts';
import { planOf, type Step } from './plan.ts';
import { bundlesTable, machineLine, profileTables, rowsTable, targetsTable } from './print.ts';
import { readProfile } from './profile.ts';
import { rowsOf, type Sample, targetsOf } from './summary.ts';
import { PROTOCOLS, type Protocol } from './work.ts';

const WARM_UP_CHECKS = 40;

/** Where the server listens. */
type Bases = Readonly<Record<Protocol, string>>;

async function startServer(): Promise<{ bases: Bases; stop: () => void }> {
  const program = fileURLToPath(new URL('server.ts', import.meta.url));
  const server = spawn(process.execPath, [program], { stdio: ['pipe', 'pipe', 'inherit'] });
  for await (const line of createInterface(server.stdout)) {
    return { bases: JSON.parse(line) as Bases, stop: () => server.stdin.end() };
  }
  throw new Error('the bench server ended before it listened');
}

/** Those of `wanted` that this machine can run. */
function contendersIn(directory: string, wanted: readonly ContenderName[]): Map<ContenderName, Contender> {
  const contenders = new Map<ContenderName, Contender>([
    ['rollcall', rollcall(directory)],
    ['floor', floor(directory)],
    ['recipe', recipe(directory)],
    ['curl', curlParallel(directory)],
  ]);
  if (wanted.includes('package')) contenders.set('package', packaged(directory));
  const program = findBlackbox(process.env['PATH'] ?? '');
  if (program !== null) contenders.set('blackbox', blackbox(program, directory));
  else process.stderr.write('blackbox_exporter is not on the PATH: its rows are left out\n');
  return new Map([...contenders].filter(([name]) => wanted.includes(name)));
}

async function take(contender: Contender, bases: Bases, step: Step): Promise<Sample> {
  const { protocol, checks } = step;
  const { ok, cpuSeconds, wallSeconds, peakBytes } = await contender.run({ protocol, base: bases[protocol], checks });
  if (ok !== checks) {
    throw new Error(`${step.contender} found ${ok} of ${checks} checks OK over ${protocol}: nothing to compare`);
  }
  return { ...step, ok, cpuSeconds, wallSeconds, peakBytes };
}

/** What is in dist/ may be of other sources than these, so it is built anew. */
function build(): void {
  process.stderr.write('npm run build\n');
  execFileSync('npm', ['run', '-s', 'build'], { cwd: fileURLToPath(new URL('..', import.meta.url)), stdio: 'inherit' });
}

async function compare(directory: string, bases: Bases, options: Options): Promise<void> {
  if (options.only.includes('package')) build();
  const contenders = contendersIn(directory, options.only);
  const takeAll = async (sizes: readonly number[], rounds: number): Promise<Sample[]> => {
    const samples: Sample[] = [];
    for (const step of planOf([...contenders.keys()], sizes, rounds)) {
      const contender = contenders.get(step.contender);
      if (contender === undefined) continue;
      const sample = await take(contender, bases, step);
      process.stderr.write(
        `round ${step.round + 1}: ${step.protocol} ${step.checks} ${step.contender} ${sample.cpuSeconds.toFixed(2)} s CPU\n`,
      );
      samples.push(sample);
    }
    return samples;
  };
  try {
    process.stderr.write('warm-up\n');
    await takeAll([WARM_UP_CHECKS], 1);
    const samples = await takeAll(options.sizes, options.rounds);
    const [rows, aims] = [rowsOf(samples), targetsOf(samples)];
    const targets = [...aims, ...againstBaseline(aims, readBaseline()), ...importTargets(directory)];
    const bundles = checkerBundles(directory);
    process.stdout.write(`${machineLine()}\n\n${rowsTable(rows)}\n${targetsTable(targets)}\n${bundlesTable(bundles)}`);
    if (options.json !== null) {
      writeFileSync(
        options.json,
        `${JSON.stringify({ machine: machineLine(), rows, targets, bundles, samples }, null, 2)}\n`,
      );
    }
  } finally {
    for (const contender of contenders.values()) await contender.stop();
  }
}

async function profile(directory: string, bases: Bases, checks: number): Promise<void> {
  for (const protocol of PROTOCOLS) {
    const profiles = mkdtempSync(join(directory, 'profile-'));
    const contender = rollcall(directory, ['--cpu-prof', `--cpu-prof-dir=${profiles}`]);
    await take(contender, bases, { round: 0, protocol, checks, contender: 'rollcall' });
    process.stdout.write(`${protocol}, N = ${checks}\n\n${profileTables(readProfile(profiles))}\n`);
  }
}

async function bench(options: Options): Promise<void> {
  const directory = mkdtempSync(join(tmpdir(), 'rollcall-bench-'));
  const server = await startServer();
  try {
    if (options.profile) await profile(directory, server.bases, options.sizes.at(-1) ?? 0);
    else await compare(directory, server.bases, options);
  } finally {
    server.stop();
    rmSync(directory, { recursive: true, force: true });
  }
}

function optionsOrExit(): Options {
  try {
    const options = readOptions(process.argv.slice(2));
    if (options !== null) return options;
    process.stdout.write(USAGE);
    process.exit(0);
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n\n${USAGE}`);
    process.exit(2);
  }
}

await bench(optionsOrExit());
