import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';

const FUZZ = fileURLToPath(new URL('fuzz.ts', import.meta.url));

/** So that what is kept shows, and what a collection has not come to yet does not. */
const HEAP = ['--max-semi-space-size=1', '--max-old-space-size=48'];

/** For longer, and with a seed of its own each time: npm run fuzz. */
it('answers made of odd ones each get a verdict, in 150 MiB', async () => {
  const { stdout } = await promisify(execFile)(process.execPath, [...HEAP, FUZZ, '--seconds', '3', '--seed', '11']);
  expect(stdout).toMatch(/^\d{2,} answers, seed 11, peak \d+ MiB, 0 faults\n$/);
}, 60_000);
