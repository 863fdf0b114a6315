import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { folderWith } from '../cli/command.ts';
import { onlyReading } from '../cli/only-reading.ts';

const EXAMPLES = new URL('../../examples/watch/', import.meta.url);
const textOf = (name: string) => readFileSync(new URL(name, EXAMPLES), 'utf8');
const hasSystemd = spawnSync('systemd-analyze', ['--version']).status === 0;
const hasHadolint = spawnSync('hadolint', ['--version']).status === 0;

/** Rejects a command line that rollcall does not understand. */
async function read(args: readonly string[]): Promise<void> {
  await onlyReading(args).parseAsync([...args], { from: 'user' });
}

describe('the unit of systemd', () => {
  const unit = textOf('rollcall-watch.service');

  it('starts what rollcall understands', async () => {
    const [, words = ''] = /^ExecStart=\S+\/rollcall (.*)$/m.exec(unit) ?? [];
    expect(words).toMatch(/^watch /);
    await read(words.split(' '));
  });

  it.skipIf(!hasSystemd)(
    'is without faults for systemd, and exposes little (systemd-analyze is missing where skipped)',
    async () => {
      const file = join(await folderWith(), 'rollcall-watch.service');
      // The command is not installed here.
      writeFileSync(file, unit.replace(/^ExecStart=\S+/m, 'ExecStart=/bin/true'));
      const verified = spawnSync('systemd-analyze', ['verify', file], { encoding: 'utf8' });
      expect(verified).toMatchObject({ status: 0, stderr: '' });
      const secure = spawnSync(
        'systemd-analyze',
        ['security', '--offline=true', '--threshold=20', '--no-pager', file],
        {
          encoding: 'utf8',
        },
      );
      expect(secure.status, secure.stdout).toBe(0);
    },
  );
});

describe('the containers', () => {
  const compose = textOf('compose.yaml');

  it('are started with what rollcall understands, and can write to their own folder alone', async () => {
    const [, words = ''] = /^ {4}command: \[(.*)\]$/m.exec(compose) ?? [];
    expect(words).toMatch(/^watch, /);
    await read(words.split(', '));
    expect(compose).toMatch(/^ {4}read_only: true$/m);
    expect(compose).toMatch(/^ {4}cap_drop: \[ALL\]$/m);
  });

  it.skipIf(!hasHadolint)('are built of a file without faults for hadolint (which is missing where skipped)', () => {
    const file = new URL('../../Dockerfile', import.meta.url).pathname;
    expect(spawnSync('hadolint', [file], { encoding: 'utf8' })).toMatchObject({ status: 0, stdout: '' });
  });
});
