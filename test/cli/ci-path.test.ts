import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ciPaths } from '../../cli/ci-path.ts';
import { folderWith } from './command.ts';

describe('a file as CI servers know it', () => {
  it.each([
    { what: 'a clone', git: (top: string) => mkdir(join(top, '.git')), shown: 'shop/api/a.yaml' },
    {
      what: 'a worktree',
      git: (top: string) => writeFile(join(top, '.git'), 'gitdir: /x\n'),
      shown: 'shop/api/a.yaml',
    },
    { what: 'no repository', git: async () => {}, shown: 'a.yaml' },
  ])('is from the root of $what on', async ({ git, shown }) => {
    const top = await folderWith();
    const cwd = join(top, 'shop/api');
    await mkdir(cwd, { recursive: true });
    await git(top);
    const pathOf = ciPaths({ cwd, env: {} });

    expect([pathOf('a.yaml'), pathOf(join(cwd, 'a.yaml')), pathOf('stdin')]).toEqual([shown, shown, 'stdin']);
  });

  it.each(['GITHUB_WORKSPACE', 'CI_PROJECT_DIR'])('is from %s on, where that is set', async (name) => {
    const top = await folderWith();
    await mkdir(join(top, 'shop/.git'), { recursive: true });
    const pathOf = ciPaths({ cwd: join(top, 'shop'), env: { [name]: top } });

    expect([pathOf('a.yaml'), pathOf('../../b.yaml')]).toEqual(['shop/a.yaml', '../../b.yaml']);
  });
});
