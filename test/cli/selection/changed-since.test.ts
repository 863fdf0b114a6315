import { execFileSync } from 'node:child_process';
import { appendFile, mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { folderWith } from '../command.ts';
import { rollcallHere } from '../in-process.ts';

const CHECKS = `defaults: { rechecks: 0, timeout: 2s }
checks:
  - { name: plain, http: { url: http://127.0.0.1:9/a } }
  - { name: order, http: { url: http://127.0.0.1:9/b, method: POST, bodyFile: order.json } }
  - { name: by-curl, curl: 'curl -d @order.json http://127.0.0.1:9/c' }
  - { name: port, tcp: { host: 127.0.0.1, port: 9 } }
`;

function git(cwd: string, ...args: readonly string[]): void {
  const settings = ['-c', 'user.name=t', '-c', 'user.email=t@example.com', '-c', 'init.defaultBranch=main'];
  execFileSync('git', [...settings, ...args], { cwd, stdio: 'pipe' });
}

/** A clone with the checks in a folder of it, committed on main. */
async function clone() {
  const top = await folderWith();
  const cwd = join(top, 'my checks');
  await mkdir(cwd);
  await writeFile(join(cwd, 'checks.yaml'), CHECKS);
  await writeFile(join(cwd, 'order.json'), '{"sku":"A-1"}');
  git(top, 'init');
  git(top, 'add', '.');
  git(top, 'commit', '-m', 'first');
  return { top, cwd };
}

async function changed(cwd: string, ...args: readonly string[]) {
  const { code, stdout, stderr } = await rollcallHere(['run', '--json', '--changed-since', ...args], { cwd });
  const names = stdout === '' ? [] : JSON.parse(stdout).results.map(({ name }: { name: string }) => name);
  return { code, names, stderr };
}

const edit = async (cwd: string, from: string, to: string) =>
  writeFile(join(cwd, 'checks.yaml'), CHECKS.replace(from, to));

describe('rollcall run --changed-since', () => {
  it('calls nothing and is content when nothing has changed, comments and layout aside', async () => {
    const { cwd } = await clone();
    await edit(cwd, '  - { name: plain,', '  # ours\n\n  - {   name: plain,');

    expect(await changed(cwd, 'main')).toMatchObject({
      code: 0,
      names: [],
      stderr: expect.stringContaining('no check has changed since main; nothing is called\n'),
    });
  });

  it.each([
    ['an entry', '9/a', '9/z', ['plain']],
    ['a name', 'name: port', 'name: gate', ['gate']],
    ['a new entry', 'checks:\n', 'checks:\n  - { name: new, tcp: { host: 127.0.0.1, port: 9 } }\n', ['new']],
    ['what all share', 'timeout: 2s', 'timeout: 3s', ['plain', 'order', 'by-curl', 'port']],
  ])('calls what %s concerns', async (_, from, to, names) => {
    const { cwd } = await clone();
    await edit(cwd, from, to);

    expect((await changed(cwd, 'HEAD')).names).toEqual(names);
  });

  it('calls the checks that name a file which has changed, whether it is committed or not', async () => {
    const { top, cwd } = await clone();
    await appendFile(join(cwd, 'order.json'), ' ');
    expect((await changed(cwd, 'HEAD')).names).toEqual(['order', 'by-curl']);

    git(top, 'commit', '-am', 'second');
    expect((await changed(cwd, 'HEAD')).names).toEqual([]);
    expect((await changed(cwd, 'HEAD~1')).names).toEqual(['order', 'by-curl']);
  });

  it('leaves out what others changed since the work left the branch', async () => {
    const { top, cwd } = await clone();
    git(top, 'checkout', '-b', 'work');
    await edit(cwd, '9/a', '9/z');
    git(top, 'commit', '-am', 'ours');
    git(top, 'checkout', 'main');
    await edit(cwd, 'port: 9', 'port: 10');
    git(top, 'commit', '-am', 'theirs');
    git(top, 'checkout', 'work');

    expect((await changed(cwd, 'main')).names).toEqual(['plain']);
  });

  it('goes with the other options', async () => {
    const { cwd } = await clone();
    await edit(cwd, 'timeout: 2s', 'timeout: 3s');

    expect((await changed(cwd, 'HEAD', '--exclude', 'by-*', '--only', '*r*')).names).toEqual(['order', 'port']);
  });

  it.each([
    ['was not there', 'is not in HEAD', async (cwd: string) => rename(join(cwd, 'checks.yaml'), join(cwd, 'new.yaml'))],
    [
      'had faults',
      'has faults in HEAD',
      async (cwd: string, top: string) => {
        await writeFile(join(cwd, 'new.yaml'), 'checks: 1\n');
        git(top, 'add', '.');
        git(top, 'commit', '-m', 'broken');
        await writeFile(join(cwd, 'new.yaml'), CHECKS);
      },
    ],
  ])('counts all as changed when the file %s, and says so', async (_, said, change) => {
    const { top, cwd } = await clone();
    await change(cwd, top);
    const { names, stderr } = await changed(cwd, 'HEAD', '-c', 'new.yaml');

    expect(names).toHaveLength(4);
    expect(stderr).toContain(`note: new.yaml ${said}: every check counts as changed\n`);
  });

  it.each([
    ['no-such', /--changed-since no-such is no commit of the repository .*; .*fetch-depth: 0/],
    ['--output=x', /--changed-since --output=x is no git ref/],
    ['$(touch hacked)', /is no commit/],
  ])('refuses the ref %s', async (ref, message) => {
    const { cwd } = await clone();
    const { code, stderr } = await changed(cwd, ref);

    expect([code, stderr]).toEqual([2, expect.stringMatching(message)]);
  });

  it('says that a folder is in no repository, and that the standard input cannot be compared', async () => {
    const cwd = await folderWith({ 'checks.yaml': CHECKS, 'order.json': '{}' });
    const outside = await changed(cwd, 'HEAD');

    expect([outside.code, outside.stderr]).toEqual([2, expect.stringMatching(/is in no git repository; leave it out/)]);
    const settings = { cwd, stdin: Readable.from(['checks: [{ name: a, tcp: { host: 127.0.0.1, port: 9 } }]']) };
    expect(await rollcallHere(['run', '-c', '-', '--changed-since', 'HEAD'], settings)).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('compares a file with git; name it with --checks FILE'),
    });
  });

  it('says that git is not installed', async () => {
    const { cwd } = await clone();
    const path = process.env['PATH'];
    process.env['PATH'] = cwd;
    try {
      expect(await changed(cwd, 'HEAD')).toMatchObject({
        code: 2,
        stderr: expect.stringContaining('git, which is not installed here'),
      });
    } finally {
      process.env['PATH'] = path;
    }
  });
});
