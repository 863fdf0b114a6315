import type { Io } from '../io.ts';

export type GithubOptions = { readonly github?: boolean };

/** Whether a command speaks to GitHub Actions too: where it runs, unless the command line says otherwise. */
export function isForGithub({ github }: GithubOptions, { env }: Pick<Io, 'env'>): boolean {
  return github ?? env['GITHUB_ACTIONS'] === 'true';
}
