import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, renameSync, rmSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';
import { PACKAGE_ROOT } from '../../package-root.ts';
import { ended } from './installed.ts';

const LISTED = join(PACKAGE_ROOT, 'test', 'package', 'claimed');

/** Where what was fetched stays for the next time. */
const KEPT = join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'rollcall-package-test');

/**
 * The folder in which the Nodes and the peers at the ends of what the package claims are installed, as claimed/ lists and
 * locks them; null, and a line on the standard error, where they cannot be had.
 */
export async function installClaimed(): Promise<string | null> {
  const lock = createHash('sha256').update(readFileSync(join(LISTED, 'package-lock.json')));
  const folder = join(KEPT, `${process.platform}-${process.arch}-${lock.digest('hex').slice(0, 16)}`);
  if (existsSync(folder)) return folder;
  mkdirSync(KEPT, { recursive: true });
  const part = mkdtempSync(join(KEPT, 'part-'));
  try {
    cpSync(LISTED, part, { recursive: true });
    // Where there is no network, a minute of tries changes nothing.
    const once = ['--fetch-retries=1', '--fetch-retry-mintimeout=1000'];
    const { code, stderr } = await ended('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund', ...once], part);
    if (code !== 0) throw new Error(stderr);
    if (!existsSync(folder)) renameSync(part, folder);
    return folder;
  } catch (error) {
    process.stderr.write(
      `NOT TRIED: the oldest and the newest Node, the oldest peers: ${String(error).split('\n')[0]}\n`,
    );
    return null;
  } finally {
    rmSync(part, { recursive: true, force: true });
  }
}

/** The file of a Node that claimed/ names; null where it was not installed, as on another system than Linux on x64. */
export function claimedNode(folder: string | null, name: string): string | null {
  const file = join(folder ?? '', 'node_modules', name, 'bin', 'node');
  return folder !== null && existsSync(file) ? file : null;
}

/** The first Node of the PATH that is not this project's. */
export function hostNode(): string | null {
  const name = process.platform === 'win32' ? 'node.exe' : 'node';
  const found = (process.env['PATH'] ?? '')
    .split(delimiter)
    .map((folder) => join(folder, name))
    .find((file) => !file.includes('node_modules') && existsSync(file));
  return found === undefined ? null : realpathSync(found);
}
