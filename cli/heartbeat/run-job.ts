import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import type { Readable, Writable } from 'node:stream';
import type { Io, Out } from '../io.ts';

/** How a job ended. `said`: the end of its output, both streams as they came. */
export type Ended = { readonly code: number; readonly said: Buffer; readonly fault: string | null };

const KEPT_BYTES = 10_000;
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT', 'SIGUSR1', 'SIGUSR2'] as const;
/** As shells have them: a command that is not there, and one that cannot be run. */
const NOT_FOUND = 127;
const NOT_RUN = 126;

/**
 * Runs a command in the place of this process: its input, environment and signals, byte for byte its output. On a terminal it
 * has the terminal itself, and nothing of its output is kept. The exit code of a signal is 128 and its number.
 */
export function runJob([command = '', ...args]: readonly string[], env: NodeJS.ProcessEnv, io: Io): Promise<Ended> {
  const isTerminal = io.stdout.isTTY === true;
  const through = isTerminal ? 'inherit' : 'pipe';
  const child = spawn(command, args, { cwd: io.cwd, env, stdio: ['inherit', through, through] });
  const end = newEnd();
  if (child.stdout !== null) copy(child.stdout, io.stdout, end.add);
  if (child.stderr !== null) copy(child.stderr, io.stderr, end.add);
  const forward = (signal: NodeJS.Signals) => {
    // A terminal has sent it to the job already.
    if (!isTerminal || signal === 'SIGTERM') child.kill(signal);
  };
  for (const signal of SIGNALS) process.on(signal, forward);
  return new Promise<Ended>((resolve) => {
    child.on('error', (error: NodeJS.ErrnoException) => {
      const isMissing = error.code === 'ENOENT';
      const fault = isMissing ? 'there is no such command' : `it cannot be run (${error.code ?? error.message})`;
      resolve({ code: isMissing ? NOT_FOUND : NOT_RUN, said: Buffer.from(fault), fault });
    });
    child.on('close', (code, signal) => {
      resolve({
        code: code ?? 128 + (signal === null ? 0 : constants.signals[signal]),
        said: end.whole(),
        fault: null,
      });
    });
  }).finally(() => {
    for (const signal of SIGNALS) process.off(signal, forward);
  });
}

/** The last bytes of what is added. */
function newEnd() {
  let kept = Buffer.alloc(0);
  return {
    add: (chunk: Buffer) => {
      kept = Buffer.concat([kept, chunk]).subarray(-KEPT_BYTES);
    },
    whole: () => kept,
  };
}

/** A reader that is slow makes the job wait, and one that went away ends its output, as without us. */
function copy(from: Readable, to: Out, see: (chunk: Buffer) => void): void {
  const stream = to as Out & Partial<Pick<Writable, 'once'>>;
  stream.once?.('error', () => void from.destroy());
  from.on('data', (chunk: Buffer) => {
    see(chunk);
    if (stream.write(chunk) !== false || stream.once === undefined) return;
    from.pause();
    stream.once('drain', () => from.resume());
  });
}
