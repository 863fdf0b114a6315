import { isAbsolute, relative, resolve, sep } from 'node:path';
import type { Io } from './io.ts';

/**
 * A file as CI servers know it: from where they cloned the repository (GitHub Actions, GitLab), elsewhere from the current
 * folder. One outside of that keeps the path that was given.
 */
export function ciPath(file: string, { cwd, env }: Pick<Io, 'cwd' | 'env'>): string {
  if (file === 'stdin') return file;
  const root = env['GITHUB_WORKSPACE'] || env['CI_PROJECT_DIR'] || cwd;
  const inside = relative(root, resolve(cwd, file));
  return inside.startsWith('..') || isAbsolute(inside) ? file : inside.split(sep).join('/');
}
