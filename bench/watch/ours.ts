import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const MAIN = fileURLToPath(new URL('../../cli/main.ts', import.meta.url));

/** The processes of a monitor, by what they are called in the table, and where its page is, if it has one. */
export type Monitor = {
  readonly processes: ReadonlyMap<string, ChildProcess>;
  readonly page: string | null;
  readonly stop: () => Promise<void>;
};

/** What to watch: each of these URLs each `everySeconds`. `port` is free. */
export type Watched = { readonly urls: readonly string[]; readonly everySeconds: number; readonly port: number };

/** `rollcall watch` of the sources, as a person starts it, in a folder of its own. */
export function ours(folder: string, { urls, everySeconds, port }: Watched): Monitor {
  const checks = urls.map((url, index) => {
    return { name: `target-${index + 1}`, tags: [`group-${index % 10}`], http: { url, allowPrivate: true } };
  });
  writeFileSync(join(folder, 'checks.yaml'), JSON.stringify({ checks }));
  const options = ['--every', `${everySeconds}s`, '--port', String(port), '--log-level', 'warn'];
  const child = spawn(process.execPath, ['--max-semi-space-size=8', MAIN, 'watch', ...options], {
    cwd: folder,
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  return {
    processes: new Map([['rollcall watch', child]]),
    page: `http://127.0.0.1:${port}/`,
    stop: () => ended([child]),
  };
}

/** Ends processes as a service manager does. */
export async function ended(children: readonly ChildProcess[]): Promise<void> {
  await Promise.all(
    children.map(async (child) => {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const exit = once(child, 'exit');
      child.kill('SIGTERM');
      await exit;
    }),
  );
}
