import { defineConfig } from 'vitest/config';

/** Test files that keep nothing in a module: workers are shared between them, so that each module is loaded once. */
const SHARED = ['core', 'checks-file', 'kinds', 'infra', 'statemachines', 'house', 'docs', 'bench'].map(
  (folder) => `test/${folder}/**/*.test.ts`,
);

export default defineConfig({
  test: {
    maxWorkers: '100%', // a core for each: nothing else runs meanwhile
    sequence: { shuffle: true },
    unstubEnvs: true,
    // Tests that start processes or build bundles take seconds on a machine that does other things too.
    testTimeout: 60_000,
    projects: [
      { extends: true, test: { name: 'shared', include: SHARED, isolate: false } },
      { extends: true, test: { name: 'alone', include: ['test/**/*.test.ts'], exclude: SHARED } },
    ],
  },
});
