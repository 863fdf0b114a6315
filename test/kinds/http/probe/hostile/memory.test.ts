import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { expect, it, onTestFinished } from 'vitest';
import type { HttpCheck } from '#kinds/http/check.ts';
import { httpCheck } from '../../../checks.ts';
import type { CheckerReport } from './checker-process.ts';
import { type Hostile, OK, say, serve } from './serving.ts';
import { HOSTILE } from './targets.ts';

const AT_ONCE = 50;
const HEAP_MIB = 64;
/** An idle Node takes 60; 50 bodies of 1 MiB are collected, joined and held until they are judged. */
const MOST_MIB = 300;

/** The checks in a process with a small heap, a batch after the other. */
async function inProcess(batches: readonly (readonly HttpCheck[])[]): Promise<CheckerReport> {
  const script = fileURLToPath(new URL('./checker-process.ts', import.meta.url));
  const child = spawn(process.execPath, ['--expose-gc', `--max-old-space-size=${HEAP_MIB}`, script], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  child.stdin.end(JSON.stringify(batches));
  return JSON.parse(await text(child.stdout));
}

async function urlOf(hostile: Pick<Hostile, 'serve'>): Promise<string> {
  const { url, close } = await serve(hostile);
  onTestFinished(close);
  return url;
}

it('checks fifty at once of each target that never ends in a heap of 64 MiB, and holds nothing after', async () => {
  const endless = Object.entries(HOSTILE).filter(([, hostile]) => hostile.endless === true);
  const urls = await Promise.all(endless.map(([, hostile]) => urlOf(hostile)));
  const batches = endless.map(([name, hostile], i) => {
    const limit = hostile.code === 'timeout' ? 300 : 20_000;
    const check = { name, timeoutMs: limit, connectTimeoutMs: limit, ...hostile.check };
    return Array<HttpCheck>(AT_ONCE).fill(httpCheck(urls[i] ?? '', check));
  });
  const healthy = httpCheck(await urlOf({ serve: say(`${OK}Content-Length: 4\r\n\r\nfine`) }), { name: 'healthy' });
  const { verdicts, left, peakMiB } = await inProcess([...batches, [healthy]]);
  const seen = new Set(verdicts.map(({ name, reason }) => `${name}: ${reason?.code ?? null}`));
  expect([...seen]).toEqual([...endless.map(([name, { code }]) => `${name}: ${code}`), 'healthy: null']);
  expect(left).toEqual([]);
  expect(peakMiB).toBeLessThan(MOST_MIB);
}, 60_000);

it('outlives servers that HTTP/2 gives up at while their headers are open', async () => {
  const hostile = HOSTILE['continues its HTTP/2 headers nine times'];
  const check = httpCheck(await urlOf(hostile ?? { serve: () => undefined }), hostile?.check);
  const { verdicts } = await inProcess(Array<HttpCheck[]>(8).fill(Array<HttpCheck>(AT_ONCE).fill(check)));
  expect(new Set(verdicts.map(({ reason }) => reason?.code))).toEqual(new Set(['protocol']));
  expect(verdicts).toHaveLength(8 * AT_ONCE);
}, 60_000);
