import { Option } from 'commander';

export const GITHUB = new Option(
  '--github',
  'also speak to GitHub Actions: annotations, a run’s summary and outputs (default: where GITHUB_ACTIONS is set)',
);
export const NO_GITHUB = new Option('--no-github', 'say nothing to GitHub Actions');
