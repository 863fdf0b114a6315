import { fileURLToPath } from 'node:url';
import { measureNode } from '../measure.ts';
import { type Contender, NOTHING_TO_STOP } from './contender.ts';

const PROGRAM = fileURLToPath(new URL('../curl-pool.ts', import.meta.url));

/** A curl process per check. Only the curls' CPU is counted, not what starts them and judges their output. */
export function recipe(directory: string): Contender {
  return {
    run: async ({ base, checks }) => {
      const usage = await measureNode({ args: [PROGRAM, base, String(checks)], cwd: directory, env: process.env });
      const { ok, cpuSeconds } = JSON.parse(usage.output) as { ok: number; cpuSeconds: number };
      return { ok, cpuSeconds, wallSeconds: usage.wallSeconds, peakBytes: null };
    },
    stop: NOTHING_TO_STOP,
  };
}
