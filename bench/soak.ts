import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { readChecks } from '#checks-file/reader/read-checks.ts';
import { SYSTEM_CLOCK } from '#local/watch/clock.ts';
import { startWatch } from '#local/watch/watch.ts';

/**
 * Watches targets on loopback for real minutes, and prints what that takes:
 * `node --max-semi-space-size=8 --expose-gc bench/soak.ts --minutes 20 --checks 1000 --every 10`.
 * One target in fifty goes down and up with the minutes. RSS and CPU are those of the process that watches.
 */

const TARGET = 'target';
const MINUTE_MS = 60_000;

function serve(): void {
  const server = createServer((request, response) => {
    const number = Number(request.url?.slice(1));
    const isDown = number % 50 === 0 && Math.floor(Date.now() / MINUTE_MS) % 2 === 1;
    response.writeHead(isDown ? 503 : 200).end('ok');
  });
  server.listen(0, '127.0.0.1', () => process.send?.((server.address() as AddressInfo).port));
  process.on('disconnect', () => process.exit());
}

async function soak(): Promise<void> {
  const { values } = parseArgs({
    options: {
      minutes: { type: 'string', default: '20' },
      checks: { type: 'string', default: '1000' },
      every: { type: 'string', default: '10' },
    },
  });
  const target = fork(fileURLToPath(import.meta.url), [TARGET]);
  const [port] = (await once(target, 'message')) as [number];
  const folder = await mkdtemp(join(tmpdir(), 'rollcall-soak-'));
  const entries = Array.from({ length: Number(values.checks) }, (_, number) => {
    return `  - { name: c${number}, rechecks: 0, http: { url: "http://127.0.0.1:${port}/${number}" } }`;
  });
  const { list, faults } = await readChecks(`checks:\n${entries.join('\n')}\n`, folder);
  if (list === null) throw new Error(JSON.stringify(faults));
  let runs = 0;
  const counts = { warn: 0, error: 0 };
  const file = join(folder, 'rollcall.db');
  const watch = await startWatch({
    list,
    store: file,
    jobs: { own: file, shared: file },
    listId: 'soak',
    retentionMs: 7 * 24 * 60 * MINUTE_MS,
    concurrency: 200,
    sends: true,
    everyMs: Number(values.every) * 1_000,
    clock: SYSTEM_CLOCK,
    env: {},
    log: {
      debug: () => {},
      info: () => {},
      warn: () => {
        counts.warn += 1;
      },
      error(_, message) {
        counts.error += 1;
        process.stdout.write(`${message}\n`);
      },
    },
  });
  watch.subscribe((event) => {
    if (event.type === 'verdicts') runs += event.verdicts.length;
  });
  process.stdout.write('minute    runs  RSS MB  heap MB  CPU %  lag p99 ms  warnings\n');
  try {
    for (let minute = 1; minute <= Number(values.minutes); minute += 1) {
      const cpu = process.cpuUsage();
      await delay(MINUTE_MS);
      const { user, system } = process.cpuUsage(cpu);
      globalThis.gc?.();
      const { rss, heapUsed } = process.memoryUsage();
      const cells = [minute, runs, mb(rss), mb(heapUsed), ((user + system) / MINUTE_MS / 10).toFixed(1)];
      const row = [...cells, watch.health().lagMs.toFixed(1), counts.warn].map((cell, index) =>
        String(cell).padStart([6, 8, 8, 9, 7, 12, 10][index] ?? 0),
      );
      process.stdout.write(`${row.join('')}\n`);
    }
    for (const trouble of watch.health().troubles) process.stdout.write(`${trouble}\n`);
  } finally {
    await watch.stop(5_000);
    target.kill();
    await rm(folder, { recursive: true });
  }
}

const mb = (bytes: number): string => (bytes / 1024 / 1024).toFixed(1);

if (process.argv[2] === TARGET) serve();
else await soak();
