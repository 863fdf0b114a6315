import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, it, onTestFinished, vi } from 'vitest';
import { endDeadline, startDeadline } from '#kinds/probing/deadline.ts';
import { runHttp } from '../checks.ts';

/** In a process of its own, so that it answers while this one is kept. */
const SERVER = `
  const server = require('node:http').createServer((_, response) => response.end('fine'));
  server.listen(0, '127.0.0.1', () => console.log(server.address().port));`;

it('does not hold against a target that this process was kept from reading its answer', async () => {
  const child = spawn(process.execPath, ['-e', SERVER], { stdio: ['ignore', 'pipe', 'inherit'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  const [port] = await once(child.stdout, 'data');
  const checked = runHttp(`http://127.0.0.1:${Number(port)}`, { timeoutMs: 400, connectTimeoutMs: 400 });
  setImmediate(() => setImmediate(keepBusy, 900));
  expect((await checked).reason).toBeNull();
});

function keepBusy(ms: number): void {
  for (const until = performance.now() + ms; performance.now() < until; );
}

it('comes when it is due, not when it was ended, and later by what the process was kept', () => {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  let kept = 0;
  const now = (): number => Date.now() + kept;
  const rung: string[] = [];
  startDeadline(100, now, () => rung.push('due'));
  endDeadline(startDeadline(100, now, () => rung.push('ended')));
  vi.advanceTimersByTime(99);
  expect(rung).toEqual([]);
  vi.advanceTimersByTime(1);
  expect(rung).toEqual(['due']);
  startDeadline(100, now, () => rung.push('late'));
  kept = 500;
  vi.advanceTimersByTime(599);
  expect(rung).toEqual(['due']);
  vi.advanceTimersByTime(1);
  expect(rung).toEqual(['due', 'late']);
});
