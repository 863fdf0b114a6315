import { appendFile, mkdir, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { changesOf } from '#local/watch/changes.ts';
import { SYSTEM_CLOCK } from '#local/watch/clock.ts';
import { linksOf } from '#local/watch/links.ts';
import { folderWith } from '../../cli/command.ts';
import { fakeClock } from './fake-clock.ts';

/** Changes of a path, by the system's clock, and a promise of the next one. */
function followed(path: string) {
  let told = Promise.withResolvers<void>();
  let count = 0;
  const changes = changesOf(SYSTEM_CLOCK, () => {
    count += 1;
    told.resolve();
    told = Promise.withResolvers();
  });
  changes.follow(new Set([path]));
  onTestFinished(changes.stop);
  return { next: () => told.promise, count: () => count };
}

it('tells of a file that is written, replaced, taken away and back', async () => {
  const path = join(await folderWith({ 'checks.yaml': 'one' }), 'checks.yaml');
  const changes = followed(path);
  const steps = [
    () => writeFile(path, 'other'),
    async () => {
      await writeFile(`${path}.new`, 'third');
      await rename(`${path}.new`, path);
    },
    () => rm(path),
    () => writeFile(path, 'back'),
  ];
  for (const step of steps) {
    const next = changes.next();
    await step();
    await next;
  }
  expect(changes.count()).toBeGreaterThanOrEqual(steps.length);
});

it('tells of it also while something else in the folder is written all the time, and not of that', async () => {
  const folder = await folderWith({ 'checks.yaml': 'one', log: '' });
  const changes = followed(join(folder, 'checks.yaml'));
  const writing = setInterval(() => void appendFile(join(folder, 'log'), 'line\n').catch(() => {}), 20);
  onTestFinished(() => clearInterval(writing));
  const next = changes.next();
  await writeFile(join(folder, 'checks.yaml'), 'another');
  await next;
  expect(changes.count()).toBe(1);
});

it('looks now and then, where no file system tells', async () => {
  const path = join(await folderWith(), 'not', 'there.yaml');
  const clock = fakeClock();
  let count = 0;
  const changes = changesOf(clock, () => {
    count += 1;
  });
  changes.follow(new Set([path]));
  clock.advance(60_000);
  expect(count).toBe(0);
  await mkdir(join(path, '..'));
  await writeFile(path, 'come');
  clock.advance(5_000);
  expect(count).toBe(1);
  changes.stop();
});

it('knows each link on the way to a file', async () => {
  const folder = await folderWith();
  await mkdir(join(folder, 'v1'));
  await writeFile(join(folder, 'v1', 'checks.yaml'), '');
  await symlink('v1', join(folder, '..data'));
  await symlink('..data/checks.yaml', join(folder, 'checks.yaml'));
  await symlink('circle', join(folder, 'circle'));
  expect(linksOf(join(folder, 'checks.yaml'))).toEqual(
    ['checks.yaml', '..data', 'v1/checks.yaml'].map((name) => join(folder, name)),
  );
  expect(linksOf(join(folder, 'circle')).length).toBeLessThan(100);
});
