import { execFileSync } from 'node:child_process';
import { appendFile, mkdir, rename, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
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

  describe('of several files', () => {
    const check = (name: string, port = 9) => `  - { name: ${name}, tcp: { host: 127.0.0.1, port: ${port} } }\n`;
    const FILES = {
      'checks.yaml': `include: [parts/*.yaml, ../shared.yaml]\nchecks:\n${check('root')}`,
      'parts/a.yaml': `checks:\n${check('a')}`,
      'parts/b.yaml': `checks:\n  - { name: b, http: { url: "http://127.0.0.1:9/", method: POST, bodyFile: b.json } }\n`,
      'parts/b.json': '{}',
      '../shared.yaml':
        'defaults: { rechecks: 0, timeout: 2s }\nvars: { port: 9 }\nenvironments: { prod: { vars: { port: 9 } } }\n',
      'more/m.yaml': `checks:\n${check('m')}  - { name: var, tcp: { host: 127.0.0.1, port: "\${var:port}" } }\n`,
    };

    async function cloneOfSeveral() {
      const top = await folderWith();
      const cwd = join(top, 'my checks');
      await write(cwd, FILES);
      git(top, 'init');
      git(top, 'add', '.');
      git(top, 'commit', '-m', 'first');
      return { top, cwd };
    }

    async function write(cwd: string, files: Readonly<Record<string, string>>): Promise<void> {
      for (const [name, text] of Object.entries(files)) {
        await mkdir(dirname(join(cwd, name)), { recursive: true });
        await writeFile(join(cwd, name), text);
      }
    }

    it.each<[what: string, files: Readonly<Record<string, string>>, names: readonly string[]]>([
      ['nothing', {}, []],
      ['an included file', { 'parts/a.yaml': `checks:\n${check('a', 10)}` }, ['a']],
      ['a file that an included one names', { 'parts/b.json': '{ }' }, ['b']],
      ['a new file that a pattern fits', { 'parts/c.yaml': `checks:\n${check('c')}` }, ['c']],
      ['a new file of the folder', { 'more/n.yaml': `checks:\n${check('n')}` }, ['n']],
      [
        'an entry that stands in another file',
        {
          'parts/a.yaml': 'checks: []\n',
          'more/n.yaml': `checks:\n${check('a')}`,
        },
        [],
      ],
      [
        'what all files share',
        { '../shared.yaml': FILES['../shared.yaml'].replace('2s', '3s') },
        ['root', 'a', 'b', 'm', 'var'],
      ],
      ['a variable', { '../shared.yaml': FILES['../shared.yaml'].replace('{ port: 9 }\n', '{ port: 10 }\n') }, ['var']],
      [
        'a variable of another environment',
        { '../shared.yaml': FILES['../shared.yaml'].replace('{ port: 9 } }', '{ port: 10 } }') },
        [],
      ],
    ])('calls what %s concerns', async (_, files, names) => {
      const { cwd } = await cloneOfSeveral();
      await write(cwd, files);

      expect(await changed(cwd, 'HEAD', 'checks.yaml', 'more')).toMatchObject({ names });
    });

    it('has the same environment then and now', async () => {
      const { cwd } = await cloneOfSeveral();
      const [from, to] = ['{ port: 9 } }', '{ port: 10 } }'];
      await write(cwd, { '../shared.yaml': FILES['../shared.yaml'].replace(from, to) });

      const { names } = await changed(cwd, 'HEAD', 'checks.yaml', 'more', '--environment', 'prod');
      expect(names).toEqual(['var']);
    });

    it('counts all of a new file, and all of all files where none was there', async () => {
      const { cwd } = await cloneOfSeveral();
      await write(cwd, { 'new.yaml': `checks:\n${check('new')}`, 'newer.yaml': `checks:\n${check('newer')}` });

      expect((await changed(cwd, 'HEAD', 'checks.yaml', 'more', 'new.yaml')).names).toEqual(['new']);
      expect(await changed(cwd, 'HEAD', 'new.yaml', 'newer.yaml')).toMatchObject({
        names: ['new', 'newer'],
        stderr: expect.stringContaining('note: new.yaml, newer.yaml are not in HEAD: every check counts as changed\n'),
      });
    });

    it('follows a link as it was, and reads what is outside the repository as it is', async () => {
      const { top, cwd } = await cloneOfSeveral();
      const outside = await folderWith({ 'out.yaml': `checks:\n${check('out')}` });
      await symlink('parts/a.yaml', join(cwd, 'link.yaml'));
      git(top, 'add', '.');
      git(top, 'commit', '-m', 'link');
      await write(cwd, { 'parts/a.yaml': `checks:\n${check('a')}${check('a2')}` });

      expect(await changed(cwd, 'HEAD', 'link.yaml', join(outside, 'out.yaml'))).toMatchObject({ names: ['a2'] });
    });
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
