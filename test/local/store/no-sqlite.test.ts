import { expect, it } from 'vitest';
import { noSqlite } from '#local/store/no-sqlite.ts';

it('is not said of the Node that this is', () => {
  expect(noSqlite()).toBeNull();
});

it.each(['22.16.0', '22.23.3', '24.0.0', '24.21.0', '26.12.1'])('is not said of %s', (version) => {
  expect(noSqlite(version, true)).toBeNull();
});

it.each([
  ['20.20.2', false],
  ['22.12.0', false],
  ['22.15.1', true],
  ['23.11.1', true],
  ['24.21.0', false],
])('names the Nodes that will do on %s, where SQLite being there is %s', (version, isThere) => {
  expect(noSqlite(version, isThere)).toBe(
    `what is remembered needs Node 22.16, 24 or newer, which bring SQLite; this is v${version}`,
  );
});
