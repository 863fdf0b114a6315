import { defineConfig } from 'vitest/config';

/** `npm run test:package`: builds, packs and installs, which takes longer than all other tests together. */
export default defineConfig({
  test: { include: ['test/package/**/*.packed.ts'], testTimeout: 300_000, hookTimeout: 600_000 },
});
