import { readdir, readFile, stat, unlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { httpServer } from '../kinds/servers.ts';
import { folderWith } from './command.ts';
import { rollcallHere } from './in-process.ts';

const MANIFEST = '.rollcall-export.json';

/** A folder in which a roll was called: a shop that strangers may see, and a database that they may not. */
async function remembered() {
  const url = await httpServer((_, response) => response.end('ok'));
  const file = (names: readonly string[]) =>
    `page: { title: Acme, public: { tags: [web] } }\nchecks:\n${names
      .map(
        (name) =>
          `  - { name: ${name}, tags: [${name === 'db' ? 'inside' : 'web'}], http: { url: "${url}/", allowPrivate: true } }\n`,
      )
      .join('')}`;
  const cwd = await folderWith({ 'checks.yaml': file(['shop', 'Ünder/score', 'db']) });
  const run = (...words: string[]) => rollcallHere(words, { cwd });
  await run('run', '--remember', '--quiet');
  const write = (names: readonly string[]) => writeFile(join(cwd, 'checks.yaml'), file(names));
  const files = async () =>
    (await readdir(join(cwd, 'out'), { recursive: true, withFileTypes: true }))
      .filter((one) => one.isFile())
      .map((one) => join(one.parentPath, one.name).slice(join(cwd, 'out').length + 1));
  return { cwd, run, write, files, read: (path: string) => readFile(join(cwd, 'out', path), 'utf8') };
}

describe('rollcall export', () => {
  it('writes what strangers may see as files, whose links lead to each other', async () => {
    const { run, files, read } = await remembered();
    const { code, stdout } = await run('export', '--html', 'out', '--base-url', 'https://status.example.com');
    expect([code, stdout]).toEqual([0, expect.stringMatching(/^out: \d+ files, \d+ changed\n$/)]);
    const all = await files();
    expect(all).toEqual(
      expect.arrayContaining(['index.html', 'feed.atom', 'status.json', 'checks/shop.html', MANIFEST]),
    );
    for (const file of all) expect(await read(file)).not.toContain('>db<');
    expect(JSON.parse(await read('status.json')).checks.map(({ name }: { name: string }) => name)).toHaveLength(2);
    expect(await read('feed.atom')).toContain('https://status.example.com/');
    const pages = all.filter((file) => file.endsWith('.html'));
    for (const page of pages) {
      const links = [...(await read(page)).matchAll(/(?:href|src)="([^"#:]+)"/g)].map(([, link = '']) => link);
      const broken = links.filter((link) => !all.includes(join(page, '..', decodeURIComponent(link))));
      expect([page, broken]).toEqual([page, []]);
    }
  });

  it('writes everything with --private', async () => {
    const { run, read } = await remembered();
    await run('export', '--html', 'out', '--private');
    expect(await read('index.html')).toContain('>db<');
    expect(await read('checks/db.html')).toContain('- name: db');
  });

  it('leaves alone what is as it was, and what is not its own; and takes away what it made and no check has', async () => {
    const { cwd, run, write, files } = await remembered();
    await run('export', '--html', 'out');
    const style = join(cwd, 'out', 'assets', 'page.css');
    const before = (await stat(style, { bigint: true })).mtimeNs;
    await writeFile(join(cwd, 'out', 'checks', 'mine.html'), 'mine');
    await write(['shop', 'db']);
    const { stdout } = await run('export', '--html', 'out');
    expect(stdout).toMatch(/, \d+ removed\n$/);
    expect((await stat(style, { bigint: true })).mtimeNs).toBe(before);
    const left = await files();
    expect(left).toContain('checks/mine.html');
    expect(left.filter((file) => file.includes('score'))).toEqual([]);
  });

  it('refuses a folder that holds other things', async () => {
    const { cwd, run } = await remembered();
    const { code, stderr } = await run('export', '--html', '.');
    expect([code, stderr]).toEqual([2, expect.stringContaining(`error: ${cwd} holds other things (`)]);
    expect(await readdir(cwd)).not.toContain('index.html');
  });

  it.each([
    '{"files": ["../checks.yaml"]}',
    '{"files": [""]}',
    '{"files": ["/etc/passwd"]}',
    'nothing',
  ])('deletes nothing elsewhere, whatever the list of its files says: %s', async (text) => {
    const { cwd, run } = await remembered();
    await run('export', '--html', 'out');
    await writeFile(join(cwd, 'out', MANIFEST), text);
    const { code, stderr } = await run('export', '--html', 'out');
    expect([code, stderr]).toEqual([2, expect.stringContaining("is no list of an export's files")]);
    expect(await readdir(cwd)).toContain('checks.yaml');
  });

  it('goes on where one ended amid its work', async () => {
    const { cwd, run, files } = await remembered();
    await run('export', '--html', 'out');
    const all = await files();
    await writeFile(join(cwd, 'out', MANIFEST), '{"files": []}');
    await unlink(join(cwd, 'out', 'index.html'));
    expect((await run('export', '--html', 'out')).code).toBe(0);
    expect((await files()).toSorted()).toEqual(all.toSorted());
  });

  it.each([
    [[], 'where to? rollcall export --html FOLDER'],
    [['--html', 'out', '--public', '--private'], '--public and --private exclude each other'],
    [['--html', 'checks.yaml'], 'cannot be written: '],
  ])('%j: %s', async (words, message) => {
    const { run } = await remembered();
    expect(await run('export', ...words)).toMatchObject({ code: 2, stderr: expect.stringContaining(message) });
  });

  it('says so where nothing is public', async () => {
    const cwd = await folderWith({ 'checks.yaml': 'checks: [{name: a, tcp: {host: h, port: 1}}]' });
    const { code, stderr } = await rollcallHere(['export', '--html', 'out'], { cwd });
    expect([code, stderr]).toEqual([2, expect.stringContaining('nothing is public: name tags under page.public.tags')]);
    expect(await readdir(cwd)).toEqual(['checks.yaml']);
  });
});
