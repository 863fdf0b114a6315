import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    sequence: { shuffle: true },
    // Tests that start processes or build bundles take seconds on a machine that does other things too.
    testTimeout: 20_000,
    coverage: {
      include: ['core/**', 'functions/**', 'local/**', 'cli/**', 'infra/**'],
      thresholds: { 'core/**': { lines: 95, functions: 95 } },
    },
  },
});
