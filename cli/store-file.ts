import { join } from 'node:path';
import { noSqlite } from '#local/store/no-sqlite.ts';
import type { Io } from './io.ts';
import { UsageError } from './usage-error.ts';

/** The database of checks.yaml without an environment, and of jobs that say none. Others: list-files.ts. */
export function storeFile({ cwd }: Pick<Io, 'cwd'>): string {
  return join(cwd, '.rollcall', 'rollcall.db');
}

/** Throws UsageError where no store can be opened, before anything is sent for what would be remembered. */
export function requireStore(): void {
  const fault = noSqlite();
  if (fault !== null) throw new UsageError(fault);
}
