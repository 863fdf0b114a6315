import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';
import { folderWith } from '../../cli/command.ts';

const MAIN = fileURLToPath(new URL('../../../cli/main.ts', import.meta.url));

/** `rollcall watch` over a checks file in a process of its own, each check once a second; the address of its page. */
export async function watchedPage(checks: string, env: Readonly<Record<string, string>> = {}): Promise<string> {
  const folder = await folderWith({ 'checks.yaml': checks });
  const watch = spawn(process.execPath, [MAIN, 'watch', '--every', '1s', '--port', '0'], {
    cwd: folder,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  onTestFinished(async () => {
    watch.kill('SIGKILL');
    if (watch.exitCode === null && watch.signalCode === null) await once(watch, 'exit');
    await rm(folder, { recursive: true, force: true });
  });
  for await (const line of createInterface(watch.stdout)) {
    const { url } = JSON.parse(line) as { url?: string };
    if (url === undefined) continue;
    watch.stdout.resume();
    return url;
  }
  throw new Error('watch has ended without a page');
}
