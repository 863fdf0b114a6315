import { mkdir, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { folderWith, rollcall } from './command.ts';
import { checksOf, startTarget } from './target.ts';
import { watched } from './watched.ts';

const OFTEN = ['--every', '1s', '--log-level', 'debug', '--port', '0'];
const READ = /^the checks file was read again/;
const REFUSED = /^the checks file is not in use/;

describe('rollcall watch', () => {
  it.each(['SIGTERM', 'SIGINT'] as const)('runs checks until %s, and ends with 0', async (signal) => {
    const { url } = await startTarget();
    const watch = watched(await folderWith({ 'checks.yaml': checksOf(url, ['ok', 'down']) }), OFTEN);
    expect(await watch.logged(/^ok: OK$/)).toMatchObject({ level: 'debug', check: 'ok', outcome: 'OK' });
    expect(await watch.logged(/^down: NG: status 503/)).toMatchObject({ level: 'warn', code: 'status' });
    expect(await watch.ended(signal)).toBe(0);
    expect(watch.lines.at(-1)).toMatchObject({ message: 'stopped' });
  });

  it('ends at once by a second signal, whatever is under way', async () => {
    const { url, hung } = await startTarget();
    const watch = watched(await folderWith({ 'checks.yaml': checksOf(url, ['hanging']) }), OFTEN);
    await hung;
    watch.child.kill('SIGTERM');
    await watch.logged(/^stopping/);
    expect(await watch.ended('SIGTERM')).toBe('SIGTERM');
  });

  it('is one a store: a second one says who has it, and run --remember goes beside', async () => {
    const { url } = await startTarget();
    const folder = await folderWith({ 'checks.yaml': checksOf(url, ['ok']) });
    const watch = watched(folder, OFTEN);
    await watch.logged(/^watching 1 check$/);
    const second = await rollcall(['watch', ...OFTEN], { cwd: folder });
    expect(second).toMatchObject({ code: 2, stdout: '' });
    expect(second.stderr).toMatch(
      /^error: .*rollcall\.db is in use by another rollcall watch \(process \d+ on .*\); stop it/,
    );
    expect(second.stderr).toContain(`process ${watch.child.pid} `);
    expect(await rollcall(['run', '--remember'], { cwd: folder })).toMatchObject({ code: 0 });
    expect(await watch.ended('SIGTERM')).toBe(0);
    const third = watched(folder, OFTEN);
    await third.logged(/^watching 1 check$/);
    expect(await third.ended('SIGTERM')).toBe(0);
  });

  it('ends with 2 where its first checks file has faults, and refuses the standard input', async () => {
    const cwd = await folderWith({ 'checks.yaml': 'checks: [{ name: a }]\n' });
    expect(await rollcall(['watch'], { cwd })).toMatchObject({
      code: 2,
      stdout: '',
      stderr: expect.stringContaining('checks.yaml:1:'),
    });
    expect(await rollcall(['watch', '-'], { cwd })).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('cannot the standard input; name a file'),
    });
  });
});

describe('a new checks file', () => {
  it('is used when it is edited or put in the place of the old one; one with a fault is not', async () => {
    const { url } = await startTarget();
    const folder = await folderWith({ 'checks.yaml': checksOf(url, ['ok']) });
    const watch = watched(folder, OFTEN);
    await watch.logged(/^ok: OK$/);
    await writeFile(join(folder, 'checks.yaml'), 'checks: [{ name: x, htp: {} }]\n');
    expect(await watch.logged(REFUSED)).toMatchObject({ fault: expect.stringMatching(/^checks\.yaml:1:\d+ /) });
    await watch.logged(/^ok: OK$/, watch.lines.length);
    await writeFile(join(folder, '.checks.yaml.swp'), checksOf(url, ['ok-again']));
    await rename(join(folder, '.checks.yaml.swp'), join(folder, 'checks.yaml'));
    await watch.logged(/^ok-again: OK$/);
    const then = watch.lines.length;
    await watch.logged(/^ok-again: OK$/, then);
    expect(watch.lines.slice(then).some(({ check }) => check === 'ok')).toBe(false);
    expect(await watch.ended('SIGTERM')).toBe(0);
  });

  it('is seen through the symbolic links of a config map, and in a file that another includes', async () => {
    const { url } = await startTarget();
    const folder = await folderWith();
    for (const [version, path] of Object.entries({ one: 'ok-1', two: 'ok-2' })) {
      await mkdir(join(folder, version));
      await writeFile(join(folder, version, 'checks.yaml'), `include: more.yaml\n${checksOf(url, [path])}`);
      await writeFile(join(folder, version, 'more.yaml'), checksOf(url, ['ok']).replace(/defaults.*\n/, ''));
    }
    await symlink('one', join(folder, '..data'));
    await symlink('..data/checks.yaml', join(folder, 'checks.yaml'));
    await symlink('..data/more.yaml', join(folder, 'more.yaml'));
    const watch = watched(folder, OFTEN);
    await watch.logged(/^ok-1: OK$/);
    await symlink('two', join(folder, '..new'));
    await rename(join(folder, '..new'), join(folder, '..data'));
    await watch.logged(/^ok-2: OK$/);
    await writeFile(
      join(folder, 'two', 'more.yaml'),
      (await readFile(join(folder, 'two', 'more.yaml'), 'utf8')).replace(/\bok\b/g, 'ok-3'),
    );
    await watch.logged(/^ok-3: OK$/);
    expect(await watch.ended('SIGTERM')).toBe(0);
  });

  it('is read on SIGHUP too, and one that is gone leaves the old list in use', async () => {
    const { url } = await startTarget();
    const folder = await folderWith({ 'checks.yaml': checksOf(url, ['ok']) });
    const watch = watched(folder, OFTEN);
    await watch.logged(/^watching/);
    watch.child.kill('SIGHUP');
    await watch.logged(READ);
    await rm(join(folder, 'checks.yaml'));
    expect(await watch.logged(REFUSED)).toMatchObject({
      fault: expect.stringMatching(/^there is no file checks\.yaml/),
    });
    await watch.logged(/^ok: OK$/, watch.lines.length);
    expect(await watch.ended('SIGTERM')).toBe(0);
  });
});
