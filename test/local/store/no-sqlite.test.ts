import { expect, it } from 'vitest';
import { noSqlite } from '#local/store/no-sqlite.ts';

it('names the Node that brings SQLite where this one does not', () => {
  expect(noSqlite()).toBeNull();
  expect(noSqlite(false)).toBe(
    `what is remembered needs Node 22.13 or newer, which brings SQLite; this is ${process.version}`,
  );
});
