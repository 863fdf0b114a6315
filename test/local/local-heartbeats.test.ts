import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { localHeartbeats } from '#local/local-heartbeats.ts';

function reading(makes: boolean) {
  const folder = mkdtempSync(join(tmpdir(), 'rollcall-beats-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const file = join(folder, '.rollcall', 'rollcall.db');
  const heartbeats = localHeartbeats({ own: file, shared: file }, makes);
  onTestFinished(() => heartbeats.close());
  return { folder, file, read: (at: number) => heartbeats.read('nightly', at) };
}

it.each([
  [false, false, { since: 2, isForgotten: true }],
  [true, true, { since: 1 }],
])('keeps since when a job is looked for where the file is made: %s', async (makes, isThere, known) => {
  const { file, read } = reading(makes);
  await read(1);
  expect(existsSync(file)).toBe(isThere);
  expect(await read(2)).toMatchObject(known);
});

it.each([false, true])('knows of no report where the file cannot be made, wanted or not: %s', async (makes) => {
  const { folder, read } = reading(makes);
  writeFileSync(join(folder, '.rollcall'), 'no folder');
  expect(await read(1)).toMatchObject({ since: 1, beats: { ok: null, fail: null }, isForgotten: true });
});
