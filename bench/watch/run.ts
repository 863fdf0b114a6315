/**
 * `rollcall watch` beside a Prometheus with blackbox_exporter: the same targets as often, one after the other in one run.
 * `npm run bench:watch -- --checks 1000 --every 10 --minutes 10`. Lateness is measured at the target, in the same way for both.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { findBlackbox } from '../contenders/blackbox.ts';
import { findProgram, freePort } from '../machine.ts';
import { machineLine } from '../print.ts';
import { peakMemory, processTimes } from '../proc.ts';
import type { Lateness } from './lateness.ts';
import { type Monitor, ours, type Watched } from './ours.ts';
import { costOf } from './page.ts';
import { prometheus } from './prometheus.ts';

const { values } = parseArgs({
  options: {
    checks: { type: 'string', default: '1000' },
    every: { type: 'string', default: '10' },
    minutes: { type: 'string', default: '10' },
  },
});
const [checks, everySeconds, minutes] = [Number(values.checks), Number(values.every), Number(values.minutes)];
/** Both have begun by then, and have called each target at least once. */
const warmUpMs = 3_000 * everySeconds;

const targets = spawn(process.execPath, [fileURLToPath(new URL('targets.ts', import.meta.url))], {
  stdio: ['pipe', 'pipe', 'inherit'],
});
const base = String((await once(targets.stdout, 'data'))[0]).trim();
const urls = Array.from({ length: checks }, (_, index) => `${base}/${index + 1}`);
const folder = mkdtempSync(join(tmpdir(), 'rollcall-bench-watch-'));

const path = process.env['PATH'] ?? '';
const [blackbox, server] = [findBlackbox(path), findProgram(['prometheus'], path)];

try {
  process.stdout.write(
    `${machineLine()}\n\n${checks} checks, each every ${everySeconds} s, for ${minutes} minutes each\n\n` +
      '| process | CPU, % of one core | peak MB | requests | late, p99 ms | turns missed |\n' +
      '| ------- | ----------------- | ------- | -------- | ------------ | ------------ |\n',
  );
  await measured('rollcall', ours);
  if (blackbox === null || server === null) {
    process.stdout.write('\nSKIPPED: prometheus or blackbox_exporter is not on the PATH\n');
  } else {
    await measured('prometheus', (own, watched) => prometheus(own, { prometheus: server, blackbox }, watched));
  }
} finally {
  targets.stdin.end();
  rmSync(folder, { recursive: true, force: true });
}

async function measured(name: string, start: (folder: string, watched: Watched) => Monitor): Promise<void> {
  const own = join(folder, name);
  mkdirSync(own);
  const monitor = start(own, { urls, everySeconds, port: await freePort() });
  try {
    await pause(warmUpMs);
    await lateness();
    const before = [...monitor.processes.values()].map(cpuOf);
    const startedAt = performance.now();
    await pause(minutes * 60_000);
    const seconds = (performance.now() - startedAt) / 1000;
    const { requests, p99Ms, missed } = await lateness();
    for (const [index, [called, child]] of [...monitor.processes].entries()) {
      const percent = ((cpuOf(child) - (before[index] ?? 0)) / seconds) * 100;
      const peak = (peakMemory(child.pid ?? 0) ?? Number.NaN) / 2 ** 20;
      const seen = index === 0 ? [requests, p99Ms.toFixed(0), missed] : ['', '', ''];
      process.stdout.write(`| ${[called, percent.toFixed(1), peak.toFixed(0), ...seen].join(' | ')} |\n`);
    }
    if (monitor.page !== null) {
      const { bytes, firstContentMs } = await costOf(monitor.page);
      const shown =
        firstContentMs === null ? 'no Chromium here' : `first content after ${firstContentMs.toFixed(0)} ms`;
      process.stdout.write(`\nIts page: ${(bytes / 1000).toFixed(1)} kB transferred, ${shown}\n\n`);
    }
  } finally {
    await monitor.stop();
  }
}

async function lateness(): Promise<Lateness> {
  const answer = await fetch(`${base}/arrivals?every=${everySeconds * 1000}`);
  return (await answer.json()) as Lateness;
}

function cpuOf({ pid, exitCode, spawnfile }: ChildProcess): number {
  if (pid === undefined || exitCode !== null) throw new Error(`${spawnfile} ended before it was measured`);
  return processTimes(pid).ownSeconds;
}
