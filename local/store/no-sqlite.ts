import { isBuiltin } from 'node:module';

/**
 * What to say where this Node has no SQLite, which is in no package, or one that lacks what is used of it, as 23 has; null
 * where it has. `version`: as in process.versions.node.
 */
export function noSqlite(version = process.versions.node, isThere = isBuiltin('node:sqlite')): string | null {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const isWhole = major >= 24 || (major === 22 && minor >= 16);
  if (isThere && isWhole) return null;
  return `what is remembered needs Node 22.16, 24 or newer, which bring SQLite; this is v${version}`;
}
