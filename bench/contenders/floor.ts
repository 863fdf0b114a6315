import { fileURLToPath } from 'node:url';
import { measureNode } from '../measure.ts';
import { CERTIFICATE_FILE } from '../work.ts';
import { type Contender, NOTHING_TO_STOP } from './contender.ts';

const PROGRAM = fileURLToPath(new URL('../floor.ts', import.meta.url));

/** A bare node:http(s) loop: nothing written on Node can cost less. */
export function floor(directory: string): Contender {
  return {
    run: async ({ base, checks }) => {
      const usage = await measureNode({
        args: [PROGRAM, base, String(checks)],
        cwd: directory,
        env: { ...process.env, NODE_EXTRA_CA_CERTS: CERTIFICATE_FILE },
      });
      return { ...usage, ok: Number(usage.output) };
    },
    stop: NOTHING_TO_STOP,
  };
}
