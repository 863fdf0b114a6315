import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { peakMemory, processTimes } from './proc.ts';

/** How often the memory of a running child is looked at. The kernel keeps the high-water mark, so only growth in the last moments can be missed. */
const MEMORY_POLL_MS = 10;

export type Usage = {
  readonly output: string;
  readonly exitCode: number | null;
  /** User and system CPU of the child and of all that it started. */
  readonly cpuSeconds: number;
  readonly wallSeconds: number;
  readonly peakBytes: number;
};

export type Command = { readonly args: readonly string[]; readonly cwd: string; readonly env: NodeJS.ProcessEnv };

/** As `measure`, of this Node. */
export function measureNode(command: Command): Promise<Usage> {
  return measure(process.execPath, command);
}

/** Runs a program to its end and says what it cost. Only one child may be measured at a time: what ended children used is one sum. */
export async function measure(program: string, { args, cwd, env }: Command): Promise<Usage> {
  const before = processTimes(process.pid).childrenSeconds;
  const startedAt = performance.now();
  const child = spawn(program, args, { cwd, env, stdio: ['ignore', 'pipe', 'inherit'] });
  let peakBytes = 0;
  const poll = setInterval(() => {
    peakBytes = Math.max(peakBytes, peakMemory(child.pid ?? 0) ?? 0);
  }, MEMORY_POLL_MS);
  const ended = new Promise<number | null>((resolve, reject) => child.once('exit', resolve).once('error', reject));
  try {
    const [output, exitCode] = await Promise.all([text(child.stdout), ended]);
    const wallSeconds = (performance.now() - startedAt) / 1000;
    return { output, exitCode, cpuSeconds: processTimes(process.pid).childrenSeconds - before, wallSeconds, peakBytes };
  } finally {
    clearInterval(poll);
  }
}
