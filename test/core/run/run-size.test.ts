import { expect, it } from 'vitest';
import { roomOfRun } from '#core/run/run-size.ts';
import { manyChecks } from './check-list.ts';

it.each([
  [0, '100 checks, 128KiB'],
  [1, '100 checks, 128KiB, 1 guard among them'],
  [3, '100 checks, 128KiB, 3 guards among them'],
])('says what a run takes beside %d guards', (count, wanted) => {
  expect(roomOfRun(manyChecks(count))).toBe(wanted);
});
