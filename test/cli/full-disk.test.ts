import { execFile, spawnSync } from 'node:child_process';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const MAIN = fileURLToPath(new URL('../../cli/main.ts', import.meta.url));
const NAMESPACE = ['--user', '--map-root-user', '--mount'];
const canMount = spawnSync('unshare', [...NAMESPACE, 'mount', '-t', 'tmpfs', 'tmpfs', tmpdir()]).status === 0;
/** A disk of two pages: one holds the user's file, the other is taken. */
const ON_A_FULL_DISK = `
  mount -t tmpfs -o size=8k tmpfs "$1" && cd "$1" && printf 'checks: [{name: a, tcp: {host: h, port: 1}}]\\n' > mine.yaml
  printf 'https://example.com/\\n' > /dev/shm/$$ && head -c 4096 /dev/zero > filler; shift
  "$@" < /dev/shm/$$ 2>&1; echo "exit $?"; rm -f /dev/shm/$$; ls; cat mine.yaml`;

async function onFullDisk(...args: string[]): Promise<string> {
  const disk = await mkdtemp(join(tmpdir(), 'rollcall-disk-'));
  const command = ['sh', '-c', ON_A_FULL_DISK, 'sh', disk, process.execPath, MAIN, ...args];
  return new Promise((resolve, reject) => {
    execFile('unshare', [...NAMESPACE, ...command], (error, stdout) => (error ? reject(error) : resolve(stdout)));
  });
}

const LEFT = 'filler\nmine.yaml\nchecks: [{name: a, tcp: {host: h, port: 1}}]\n';

it.skipIf(!canMount).each([
  [['init'], 'error: checks.yaml was not written: no space left on the disk; name another file with --checks FILE'],
  [['import', '--out', 'new.yaml'], 'error: new.yaml was not written: no space left on the disk; name a file'],
  [['import', '--append', 'mine.yaml'], 'error: mine.yaml was not written: no space left on the disk; name a file'],
])('%j on a full disk leaves everything as it was', async (args, message) => {
  const said = await onFullDisk(...args);
  expect(said).toContain(message);
  expect(said).toMatch(/^exit 2$/m);
  expect(said.slice(said.indexOf('exit 2\n') + 'exit 2\n'.length)).toBe(LEFT);
});
