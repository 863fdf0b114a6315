import { join } from 'node:path';
import type { Io } from './io.ts';

/** The database of `--remember` and of jobs that report on this machine. */
export function storeFile({ cwd }: Pick<Io, 'cwd'>): string {
  return join(cwd, '.rollcall', 'rollcall.db');
}
