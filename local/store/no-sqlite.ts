import { isBuiltin } from 'node:module';

/** What to say where this Node has no SQLite, which is in no package; null where it has. */
export function noSqlite(isThere = isBuiltin('node:sqlite')): string | null {
  return isThere
    ? null
    : `what is remembered needs Node 22.13 or newer, which brings SQLite; this is ${process.version}`;
}
