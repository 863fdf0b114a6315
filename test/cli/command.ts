import { spawn } from 'node:child_process';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { holdToSchema } from './documents.ts';

const MAIN = fileURLToPath(new URL('../../cli/main.ts', import.meta.url));

export type Ended = { readonly code: number | null; readonly stdout: string; readonly stderr: string };

type Settings = {
  readonly cwd: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly stdin?: string;
  /** Goes away before anything is written, as `| head` does after its lines. */
  readonly closeStdout?: boolean;
  /** Sent once `stopWhen` resolves. */
  readonly signal?: NodeJS.Signals;
  readonly stopWhen?: Promise<unknown>;
};

/** Runs `rollcall` as users do: a process of its own, all of its streams pipes. */
export async function rollcall(args: readonly string[], settings: Settings): Promise<Ended> {
  const { NO_COLOR: _, FORCE_COLOR: __, GITHUB_ACTIONS: ___, ...inherited } = process.env;
  const child = spawn(process.execPath, [MAIN, ...args], {
    cwd: settings.cwd,
    env: { ...inherited, LC_ALL: 'C.UTF-8', ...settings.env },
  });
  const ended = new Promise<number | null>((resolve) => child.on('close', resolve));
  child.stdin.end(settings.stdin ?? '');
  const output = { stdout: '', stderr: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output.stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    output.stderr += text;
  });
  if (settings.closeStdout) child.stdout.destroy();
  if (settings.stopWhen !== undefined) {
    await settings.stopWhen;
    child.kill(settings.signal);
  }
  const code = await ended;
  if (!settings.closeStdout) holdToSchema(args, output.stdout);
  return { code, ...output };
}

/** A folder of its own for one test, with these files in it. */
export async function folderWith(files: Readonly<Record<string, string | Uint8Array>> = {}): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'rollcall-cli-'));
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
  return folder;
}
