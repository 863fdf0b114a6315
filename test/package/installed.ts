import { execFileSync, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { text } from 'node:stream/consumers';
import { PACKAGE_ROOT } from '../../package-root.ts';

export type Ended = { readonly code: number | null; readonly stdout: string; readonly stderr: string };

/** Runs a program to its end, whatever its exit code. */
export async function ended(
  program: string,
  args: readonly string[],
  cwd: string,
  more: Readonly<Record<string, string>> = {},
): Promise<Ended> {
  const child = spawn(program, args, { cwd, env: { ...environment(), ...more }, stdio: ['ignore', 'pipe', 'pipe'] });
  const code = new Promise<number | null>((resolve, reject) => child.once('close', resolve).once('error', reject));
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr)]);
  return { code: await code, stdout, stderr };
}

/** This process's, without what a test runner or npm adds that a user has not. */
function environment(): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(?:npm_|NODE_|VITEST|CI$)/i.test(name)));
}

/** An empty project with the packed package installed, as npm does it without a network. */
export function installPacked(): { readonly project: string; readonly packed: string; readonly remove: () => void } {
  const folder = mkdtempSync(join(tmpdir(), 'rollcall-package-'));
  const npm = (args: readonly string[], cwd: string): void => {
    execFileSync('npm', [...args, '--no-audit', '--no-fund'], {
      cwd,
      env: environment(),
      stdio: ['ignore', 'ignore', 'inherit'],
    });
  };
  npm(['pack', '--pack-destination', folder], PACKAGE_ROOT); // builds first: the script prepack
  const packed = readdirSync(folder).find((name) => name.endsWith('.tgz'));
  if (packed === undefined) throw new Error('npm pack wrote no archive');
  const project = join(folder, 'project');
  mkdirSync(project);
  writeFileSync(join(project, 'package.json'), '{"name": "project", "private": true, "type": "module"}');
  npm(['install', '--offline', join(folder, packed)], project);
  return { project, packed: join(folder, packed), remove: () => rmSync(folder, { recursive: true, force: true }) };
}

/** Puts the repository's own copy of packages into a project, in place of a download. */
export function linkPackages(project: string, names: readonly string[]): void {
  for (const name of names) {
    const link = join(project, 'node_modules', name);
    mkdirSync(dirname(link), { recursive: true });
    symlinkSync(realpathSync(join(PACKAGE_ROOT, 'node_modules', name)), link);
  }
}
