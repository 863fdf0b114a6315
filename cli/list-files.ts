import { createHash } from 'node:crypto';
import { join, relative, resolve, sep } from 'node:path';
import type { JobFiles } from '#local/local-heartbeats.ts';
import { type Asked, pathsAsked } from './checks-files.ts';
import { DEFAULT_CHECKS_FILE, STDIN } from './files.ts';
import type { Io } from './io.ts';
import { storeFile } from './store-file.ts';

type Where = Pick<Io, 'cwd'>;
type Named = Pick<Asked, 'checks' | 'environment'>;

/**
 * The database in which a list is remembered. What a list is, the words say by which it is asked for, in any order, and the
 * environment: each has a memory of its own, so that a check of one says nothing of a check of that name in another.
 */
export function memoryFile(asked: Named, io: Where): string {
  const paths = new Set(pathsAsked(asked).map((path) => wordFor(path, io)));
  if (asked.environment === undefined && paths.size === 1 && paths.has(DEFAULT_CHECKS_FILE)) return storeFile(io);
  return join(io.cwd, '.rollcall', 'lists', fileName(asked.environment, [...paths].toSorted()));
}

/** Those of an environment. A job is reported by its name alone, whichever lists have it. */
export function jobFiles({ environment }: Pick<Asked, 'environment'>, io: Where): JobFiles {
  const shared = storeFile(io);
  if (environment === undefined) return { own: shared, shared };
  return { own: join(io.cwd, '.rollcall', 'jobs', fileName(environment, [])), shared };
}

/** The same word wherever the folder of the store is moved to. */
function wordFor(path: string, { cwd }: Where): string {
  if (path === STDIN) return path;
  return relative(cwd, resolve(cwd, path)).split(sep).join('/') || '.';
}

const READABLE = 40;

/** Words for people, and a digest of all that is said: upper and lower case are one on some disks. */
function fileName(environment: string | undefined, files: readonly string[]): string {
  const isPlain = files.length === 1 && files[0] === DEFAULT_CHECKS_FILE;
  const words = [environment ?? '', ...(isPlain ? [] : files)].join('-');
  const readable = words.replace(/[^A-Za-z0-9._-]+/g, '-').replace(/^[.-]+/, '');
  const digest = createHash('sha256').update(JSON.stringify([environment ?? null, ...files]));
  return `${readable.slice(0, READABLE)}-${digest.digest('hex').slice(0, 12)}.db`;
}
