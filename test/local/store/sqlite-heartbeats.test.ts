import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { withPing } from '#kinds/heartbeat/with-ping.ts';
import { openHeartbeats } from '#local/store/sqlite-heartbeats.ts';

const start = (rid: string) => ({ sort: 'start', rid, exit: null, text: '' }) as const;

async function opened() {
  const folder = mkdtempSync(join(tmpdir(), 'rollcall-heartbeats-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const file = join(folder, '.rollcall', 'rollcall.db');
  const open = async () => {
    const store = await openHeartbeats(file);
    onTestFinished(() => store.close());
    return store;
  };
  return { file, open };
}

it('knows a job from when it was first looked for, whoever looks', async () => {
  const { open } = await opened();
  const [one, other] = [await open(), await open()];
  expect(await one.read('nightly', 1_000)).toMatchObject({ since: 1_000, beats: { ok: null, runs: [] } });
  expect(await other.read('nightly', 2_000)).toMatchObject({ since: 1_000 });
});

it('loses no report of two that are open at a time', async () => {
  const { open } = await opened();
  const stores = [await open(), await open()];
  await Promise.all(
    ['a', 'b', 'c', 'd', 'e', 'f'].map((rid, at) =>
      stores[at % 2]?.change('nightly', at, (beats) => withPing(beats, start(rid), at)),
    ),
  );
  const { since, beats } = (await stores[0]?.read('nightly', 99)) ?? {};
  expect(since).toBe(0);
  expect(beats?.runs.map(({ rid }) => rid)).toEqual(['a', 'b', 'c', 'd', 'e', 'f']);
});
