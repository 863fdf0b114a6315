import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';

const MAIN = fileURLToPath(new URL('../../cli/main.ts', import.meta.url));

/** A line of the log. */
type Line = Readonly<Record<string, unknown>> & { readonly level: string; readonly message: string };

/** `rollcall watch` in a process of its own. */
export type Watched = {
  readonly child: ChildProcess;
  readonly lines: readonly Line[];
  /** Resolves to the first line from `after` on whose message matches; rejects when the process ends without it. */
  logged(pattern: RegExp, after?: number): Promise<Line>;
  /** Sends a signal and resolves to what the process ends with: its code, or the signal that ended it. */
  ended(signal?: NodeJS.Signals): Promise<number | string>;
};

/** Starts it in a folder. `command`: what runs it, where that is not Node alone. */
export function watched(cwd: string, args: readonly string[] = [], command: readonly string[] = []): Watched {
  const [file = '', ...words] = [...command, process.execPath, MAIN, 'watch', ...args];
  const child = spawn(file, words, { cwd, stdio: ['ignore', 'pipe', 'inherit'] });
  const lines: Line[] = [];
  const readers = new Set<() => void>();
  let rest = '';
  let end: number | string | null = null;
  const over = new Promise<number | string>((resolve) =>
    child.once('close', (code, signal) => {
      end = code ?? signal ?? '';
      resolve(end);
      for (const read of readers) read();
    }),
  );
  child.stdout?.setEncoding('utf8').on('data', (text: string) => {
    const whole = `${rest}${text}`.split('\n');
    rest = whole.pop() ?? '';
    lines.push(...whole.map((line) => JSON.parse(line) as Line));
    for (const read of readers) read();
  });
  onTestFinished(async () => {
    if (end === null) child.kill('SIGKILL');
    await over;
  });
  return {
    child,
    lines,
    logged: (pattern, after = 0) =>
      new Promise((resolve, reject) => {
        const read = () => {
          const line = lines.slice(after).find(({ message }) => pattern.test(message));
          if (line === undefined && end === null) return;
          readers.delete(read);
          if (line === undefined) reject(new Error(`ended with ${end} without ${pattern}: ${JSON.stringify(lines)}`));
          else resolve(line);
        };
        readers.add(read);
        read();
      }),
    ended(signal) {
      if (signal !== undefined) child.kill(signal);
      return over;
    },
  };
}
