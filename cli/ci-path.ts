import { existsSync } from 'node:fs';
import { dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import type { Io } from './io.ts';

/**
 * Files as CI servers know them: from where they cloned the repository (GitHub Actions, GitLab, else where its `.git` is), and
 * from the current folder where there is no repository. One outside of that keeps the path that was given.
 */
export function ciPaths({ cwd, env }: Pick<Io, 'cwd' | 'env'>): (file: string) => string {
  const root = env['GITHUB_WORKSPACE'] || env['CI_PROJECT_DIR'] || repositoryAt(cwd) || cwd;
  return (file) => {
    if (file === 'stdin') return file;
    const inside = relative(root, resolve(cwd, file));
    return inside.startsWith('..') || isAbsolute(inside) ? file : inside.split(sep).join('/');
  };
}

/** Git itself need not be installed. Of a worktree and a submodule `.git` is a file. */
function repositoryAt(folder: string): string | null {
  if (existsSync(join(folder, '.git'))) return folder;
  const above = dirname(folder);
  return above === folder ? null : repositoryAt(above);
}
