import { execFile, spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { DEFAULT_CONCURRENCY } from '#core/contract.ts';
import type { Verdict } from '#core/verdict/verdict.ts';
import { widenThreadPool } from '../../cli/look-up-threads.ts';
import { folderWith } from './command.ts';

const MAIN = fileURLToPath(new URL('../../cli/main.ts', import.meta.url));
const NAME_SERVER = fileURLToPath(new URL('./name-server.ts', import.meta.url));
const NAMESPACE = ['--user', '--map-root-user', '--net', '--mount'];
const ENTER = `
  ip link set lo up && mount --bind resolv.conf /etc/resolv.conf && mount --bind nsswitch.conf /etc/nsswitch.conf &&
  exec "$@"`;
const FILES = { 'resolv.conf': 'nameserver 127.0.0.1\n', 'nsswitch.conf': 'hosts: files dns\n' };
const hasNamespaces = spawnSync('unshare', [...NAMESPACE, 'ip', 'link', 'set', 'lo', 'up']).status === 0;

/** The verdicts of `rollcall run`, in a network where `name-server.ts` is the name server. */
async function run(checks: string, { together = 0 } = {}): Promise<readonly Verdict[]> {
  const cwd = await folderWith(FILES);
  const command = [process.execPath, NAME_SERVER, String(together), checks, MAIN, 'run', '--json'];
  const { UV_THREADPOOL_SIZE: _, ...env } = process.env;
  const { stdout } = await promisify(execFile)('unshare', [...NAMESPACE, 'sh', '-c', ENTER, 'sh', ...command], {
    cwd,
    env,
  });
  return JSON.parse(stdout).results;
}

const checkOf = (name: string): string => `  - { name: ${name}, http: { url: "http://${name}.test:PORT/" } }`;
const names = (stem: string, count: number): string[] => Array.from({ length: count }, (_, i) => `${stem}${i + 1}`);

describe.skipIf(!hasNamespaces)('names', () => {
  it('that hang hurt no other check, nor make the monitor offline', async () => {
    const checks = [...names('hangs', 3), ...names('fine', 40)].map(checkOf);
    const results = await run(
      [
        'defaults: { rechecks: 1, recheckAfter: 1s }',
        'guard: [{ name: guard, tcp: { host: guard.test, port: PORT } }]',
        'checks:',
        ...checks,
      ].join('\n'),
    );
    const told = results.map(({ name, outcome, reason, quiet }) => ({ name, outcome, code: reason?.code, quiet }));
    expect(told.filter(({ name }) => name.startsWith('fine')).map(({ outcome }) => outcome)).toEqual(
      Array(40).fill('OK'),
    );
    expect(told.filter(({ name }) => name.startsWith('hangs'))).toEqual(
      names('hangs', 3).map((name) => ({ name, outcome: 'NG', code: 'connect-timeout', quiet: undefined })),
    );
  }, 90_000);

  it('of all checks in flight are looked up at once', async () => {
    const checks = names('together', DEFAULT_CONCURRENCY).map(checkOf);
    const results = await run(['defaults: { rechecks: 0 }', 'checks:', ...checks].join('\n'), {
      together: DEFAULT_CONCURRENCY,
    });
    expect(results.map(({ outcome }) => outcome)).toEqual(Array(DEFAULT_CONCURRENCY).fill('OK'));
  }, 90_000);
});

it.each<[argv: string[], set: string | undefined, threads: string]>([
  [['run'], undefined, '160'],
  [['run', '--concurrency', '100'], undefined, '400'],
  [['run', '--concurrency=1', '--concurrency=2'], undefined, '8'],
  [['run', '--concurrency', '1000'], undefined, '1024'],
  [['run', '--concurrency', 'many'], undefined, '160'],
  [['run', '--concurrency', '100'], '16', '16'],
])('%o with UV_THREADPOOL_SIZE %s makes %s threads', (argv, set, threads) => {
  const env = set === undefined ? {} : { UV_THREADPOOL_SIZE: set };
  widenThreadPool(argv, env);
  expect(env).toEqual({ UV_THREADPOOL_SIZE: threads });
});
