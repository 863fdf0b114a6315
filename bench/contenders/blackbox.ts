import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { findProgram, freePort } from '../machine.ts';
import { peakMemory, processTimes } from '../proc.ts';
import { BODY, CERTIFICATE_FILE, CONCURRENCY, HEADERS, KEYWORD, targets } from '../work.ts';
import type { Contender, Job } from './contender.ts';

/** As Debian and as upstream name the program. */
const PROGRAMS = ['prometheus-blackbox-exporter', 'blackbox_exporter'] as const;
const READY_WITHIN_MS = 10_000;

/** JSON is YAML, so the configuration needs no writer of its own. */
const CONFIG = {
  modules: {
    bench: {
      prober: 'http',
      timeout: '10s',
      http: {
        method: 'POST',
        headers: HEADERS,
        body: BODY,
        valid_status_codes: [200],
        fail_if_body_not_matches_regexp: [KEYWORD],
        preferred_ip_protocol: 'ip4',
        tls_config: { ca_file: CERTIFICATE_FILE },
      },
    },
  },
};

/** The program on the PATH; null where there is none. */
export function findBlackbox(path: string): string | null {
  return findProgram(PROGRAMS, path);
}

/** A new exporter for every run, so that its peak memory is that run's; its start, which a daemon pays once, is not counted. */
export function blackbox(program: string, directory: string): Contender {
  const config = join(directory, 'blackbox.yml');
  writeFileSync(config, JSON.stringify(CONFIG));
  let exporter: ChildProcess | null = null;
  const stop = async (): Promise<void> => {
    if (exporter === null) return;
    const ended = once(exporter, 'exit');
    exporter.kill();
    await ended;
    exporter = null;
  };
  const run = async (job: Job) => {
    const port = await freePort();
    const args = [`--config.file=${config}`, `--web.listen-address=127.0.0.1:${port}`, '--log.level=error'];
    exporter = spawn(program, args, { stdio: 'ignore' });
    const pid = exporter.pid;
    if (pid === undefined) throw new Error(`${program} does not start`);
    await untilReady(port);
    const before = processTimes(pid).ownSeconds;
    const startedAt = performance.now();
    const ok = await probeAll(port, job);
    const wallSeconds = (performance.now() - startedAt) / 1000;
    const cost = { ok, wallSeconds, cpuSeconds: processTimes(pid).ownSeconds - before, peakBytes: peakMemory(pid) };
    await stop();
    return cost;
  };
  return { run, stop };
}

type Probes = {
  readonly module: string;
  readonly target: string;
  readonly checks: number;
  readonly concurrency: number;
};

/** A warm exporter's CPU seconds for so many probes of one target, and how many of them succeeded. */
export async function probing(
  program: string,
  config: string,
  { module, target, checks, concurrency }: Probes,
): Promise<{ readonly ok: number; readonly cpuSeconds: number }> {
  const port = await freePort();
  const args = [`--config.file=${config}`, `--web.listen-address=127.0.0.1:${port}`, '--log.level=error'];
  const exporter = spawn(program, args, { stdio: 'ignore' });
  const { pid } = exporter;
  if (pid === undefined) throw new Error(`${program} does not start`);
  try {
    await untilReady(port);
    const path = `/probe?module=${module}&target=${encodeURIComponent(target)}`;
    await probeOften(port, path, 200, concurrency);
    const before = processTimes(pid).ownSeconds;
    const ok = await probeOften(port, path, checks, concurrency);
    return { ok, cpuSeconds: processTimes(pid).ownSeconds - before };
  } finally {
    exporter.kill();
    await once(exporter, 'exit');
  }
}

async function probeOften(port: number, path: string, times: number, concurrency: number): Promise<number> {
  const agent = new Agent({ keepAlive: true });
  let [left, ok] = [times, 0];
  const work = async (): Promise<void> => {
    while (left > 0) {
      left -= 1;
      if (/^probe_success 1$/m.test(await get(port, path, agent))) ok += 1;
    }
  };
  await Promise.all(Array.from({ length: concurrency }, work));
  agent.destroy();
  return ok;
}

/** What Prometheus does: asks the exporter to probe, over kept connections, here 40 at a time. */
async function probeAll(port: number, { base, checks }: Job): Promise<number> {
  const agent = new Agent({ keepAlive: true });
  const pending = targets(base, checks).values();
  let ok = 0;
  const work = async (): Promise<void> => {
    for (const target of pending) {
      const answer = await get(port, `/probe?module=bench&target=${encodeURIComponent(target)}`, agent);
      if (/^probe_success 1$/m.test(answer)) ok += 1;
    }
  };
  await Promise.all(Array.from({ length: CONCURRENCY }, work));
  agent.destroy();
  return ok;
}

function get(port: number, path: string, agent?: Agent): Promise<string> {
  return new Promise((resolve, reject) => {
    request({ host: '127.0.0.1', port, path, ...(agent && { agent }) }, (response) => {
      text(response).then(resolve, reject);
    })
      .on('error', reject)
      .end();
  });
}

async function untilReady(port: number): Promise<void> {
  const deadline = performance.now() + READY_WITHIN_MS;
  for (;;) {
    try {
      await get(port, '/-/healthy');
      return;
    } catch (error) {
      if (performance.now() > deadline) throw new Error('blackbox_exporter does not answer', { cause: error });
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }
}
