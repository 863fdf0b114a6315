import { execFile, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { fileURLToPath } from 'node:url';
import { expect, it, onTestFinished } from 'vitest';
import { rollcallHere } from './in-process.ts';

const MAIN = fileURLToPath(new URL('../../cli/main.ts', import.meta.url));
const NAMESPACE = ['--user', '--map-root-user', '--mount'];
const canMount = spawnSync('unshare', [...NAMESPACE, 'mount', '-t', 'tmpfs', 'tmpfs', tmpdir()]).status === 0;
const READ_ONLY =
  'mount --bind "$1" "$1" && mount -o remount,bind,ro "$1" && cd "$1" && shift && "$@" 2>&1; echo "exit $?"';

async function remembered(): Promise<string> {
  const cwd = mkdtempSync(join(tmpdir(), 'rollcall-read-only-'));
  onTestFinished(() => rmSync(cwd, { recursive: true, force: true }));
  writeFileSync(join(cwd, 'checks.yaml'), 'checks: [{ name: down, rechecks: 0, tcp: { host: 127.0.0.1, port: 1 } }]\n');
  await rollcallHere(['run', '--remember', '--quiet'], { cwd });
  return cwd;
}

const readOnly = (cwd: string, ...args: readonly string[]): Promise<string> =>
  new Promise((resolve, reject) => {
    const command = ['sh', '-c', READ_ONLY, 'sh', cwd, process.execPath, MAIN, ...args];
    execFile('unshare', [...NAMESPACE, ...command], (error, stdout) => (error ? reject(error) : resolve(stdout)));
  });

it.skipIf(!canMount)('is looked at where nobody may write', async () => {
  const cwd = await remembered();
  expect(await readOnly(cwd, 'status', '--remember')).toMatch(/5m-0: 0 OK, 1 NG, less than a minute ago/);
  // A run that is under way has written what is not in the file itself yet.
  const database = new DatabaseSync(join(cwd, '.rollcall', 'rollcall.db'));
  onTestFinished(() => database.close());
  database.exec("UPDATE verdicts SET verdict = json_set(verdict, '$.reason.message', 'as it is now')");
  expect(await readOnly(cwd, 'history', 'down', '--remember')).toMatch(/as it is now\nexit 0/);
});

it.skipIf(!canMount)('says so where it is of an older Rollcall', async () => {
  const cwd = await remembered();
  const database = new DatabaseSync(join(cwd, '.rollcall', 'rollcall.db'));
  database.exec('PRAGMA user_version = 2');
  database.close();
  expect(await readOnly(cwd, 'status', '--remember')).toMatch(
    /rollcall.db: is of another version of Rollcall, and cannot be brought up to date without writing\nexit 3/,
  );
});
