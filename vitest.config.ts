import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    sequence: { shuffle: true },
    coverage: {
      include: ['core/**', 'functions/**', 'local/**', 'cli/**', 'infra/**'],
      thresholds: { 'core/**': { lines: 95, functions: 95 } },
    },
  },
});
