import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'vitest';

export const hasBash = spawnSync('bash', ['-c', 'true']).status === 0;

/**
 * Runs each command in a shell of its own where `curl` writes its arguments and there is no other program. What bash adds
 * to quoting is off: it replaces no pattern by names of files, no braces by a list, and no `~` by a folder.
 */
const REFEREE = `
PATH=/nonexistent; HOME='~'; set +B -f
curl() { printf '%s\\0' curl "$@"; exit; }
while IFS= read -r -d '' command; do
  ( eval "$command"; printf 'bash refuses it\\0' ) 2>/dev/null || printf 'bash refuses it\\0'
  printf '\\1\\0'
done`;

/** The words that bash hands to curl, of each command. It runs in an empty folder, or in one with some files. */
export function inBash(commands: readonly string[], files: readonly string[] = []): readonly (readonly string[])[] {
  const cwd = mkdtempSync(join(tmpdir(), 'rollcall-bash-'));
  try {
    for (const name of files) writeFileSync(join(cwd, name), '');
    const { stdout } = spawnSync('bash', ['--norc', '-c', REFEREE], {
      cwd,
      input: commands.map((command) => `${command}\0`).join(''),
      env: { PATH: process.env['PATH'], LC_ALL: 'C.UTF-8' },
      maxBuffer: 64 * 1024 * 1024,
    });
    const read = stdout.toString().split('\x01\0').slice(0, -1);
    expect(read).toHaveLength(commands.length);
    return read.map((words) => words.split('\0').slice(0, -1));
  } finally {
    rmSync(cwd, { recursive: true });
  }
}
