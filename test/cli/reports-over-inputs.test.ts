import { link, mkdir, readdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { folderWith } from './command.ts';
import { rollcallHere } from './in-process.ts';

/** Nothing listens on port 1 of this machine, so that a check that is called is NG at once. */
const FILES = {
  'checks.yaml': `
include: more.yaml
vars: { port: 2 }
checks:
  - { name: a, rechecks: 0, tcp: { host: 127.0.0.1, port: "\${var:port}" } }
  - { name: b, rechecks: 0, http: { url: "http://127.0.0.1:1/", method: POST, bodyFile: body.json } }
`,
  'more.yaml': 'checks: [{ name: c, rechecks: 0, tcp: { host: 127.0.0.1, port: 1 } }]\n',
  'checks.prom': 'checks: [{ name: d, rechecks: 0, tcp: { host: 127.0.0.1, port: 1 } }]\n',
  'faulty.prom': 'checks: [{ name: d }]\n',
  'values.env': 'port=1\n',
  'body.json': '{}',
};
const LIST = ['run', '--var-file', 'values.env'];

async function folder(): Promise<string> {
  const cwd = await folderWith(FILES);
  await symlink('more.yaml', join(cwd, 'leads-to-more.xml'));
  await link(join(cwd, 'body.json'), join(cwd, 'the-same-as-body.xml'));
  await mkdir(join(cwd, '.rollcall/lists'), { recursive: true });
  await writeFile(join(cwd, '.rollcall/lists/eu.db'), 'what is remembered');
  await writeFile(join(cwd, '.rollcall/rollcall.db'), 'what is remembered');
  await mkdir(join(cwd, 'kept'));
  await writeFile(join(cwd, 'kept/alerts.jsonl'), '');
  return cwd;
}

async function contents(cwd: string): Promise<Readonly<Record<string, string>>> {
  const found = await readdir(cwd, { withFileTypes: true, recursive: true });
  const files = found.filter((entry) => !entry.isDirectory()).map(({ parentPath, name }) => join(parentPath, name));
  return Object.fromEntries(await Promise.all(files.map(async (file) => [file, await readFile(file, 'utf8')])));
}

describe('a report that would be written over what a command reads', () => {
  it.each([
    { what: 'the checks file', args: [...LIST, '--junit', 'checks.yaml'] },
    { what: 'the checks file by another path', args: [...LIST, '--junit', '.rollcall/../checks.yaml'] },
    { what: 'an included file by a symbolic link', args: [...LIST, '--junit', 'leads-to-more.xml'] },
    { what: 'a file of values', args: [...LIST, '--junit', 'values.env'] },
    { what: 'a file that a check names, by a hard link', args: [...LIST, '--junit', 'the-same-as-body.xml'] },
    { what: 'what is remembered', args: [...LIST, '--junit', '.rollcall/rollcall.db'] },
    { what: 'what is remembered of another list', args: [...LIST, '--junit', '.rollcall/lists/eu.db'] },
    { what: 'what is going to be remembered', args: [...LIST, '--remember', '--junit', '.rollcall/lists/new.db'] },
    { what: 'the checks file of metrics', args: ['run', '-c', 'checks.prom', '--metrics', 'checks.prom'] },
    {
      what: 'the alerts that are kept',
      args: ['run', '--keep', 'kept', '--', 'curl', '-d', '@kept/alerts.jsonl', 'http://127.0.0.1:1/'],
    },
    {
      what: "a curl command's body",
      args: ['run', '--junit', 'body.json', '--', 'curl', '-d', '@body.json', 'http://127.0.0.1:1/'],
    },
  ])('is refused, and nothing is called: $what', async ({ args }) => {
    const cwd = await folder();
    const before = await contents(cwd);
    const { code, stdout, stderr } = await rollcallHere(args, { cwd });

    const said =
      /^error: (--junit|--metrics|--keep) \S+ is a file that this command reads, and would lose; name another file\n$/;
    expect(stderr).toMatch(said);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(await contents(cwd)).toEqual(before);
  });

  it('is not written where the list has faults either', async () => {
    const cwd = await folder();
    const { code } = await rollcallHere(['run', '-c', 'faulty.prom', '--metrics', 'faulty.prom'], { cwd });

    expect(code).toBe(2);
    expect(await readFile(join(cwd, 'faulty.prom'), 'utf8')).toBe(FILES['faulty.prom']);
  });

  it('is refused by the other commands that write one', async () => {
    const cwd = await folderWith(FILES);
    const remembered = await rollcallHere([...LIST, '--remember', '-q'], { cwd });
    expect(remembered.code).toBe(1);
    const { code, stderr } = await rollcallHere(['report', '--var-file', 'values.env', '--out', 'more.yaml'], { cwd });

    expect({ code, stderr }).toMatchObject({ code: 2, stderr: expect.stringContaining('--out more.yaml is a file') });
    expect(await readFile(join(cwd, 'more.yaml'), 'utf8')).toBe(FILES['more.yaml']);
  });
});

describe('an output without a name', () => {
  it.each([
    ['run', '--junit', '-'],
    ['run', '--metrics', '-'],
    ['run', '--keep', '-'],
    ['report', '--out', '-'],
    ['init', '--checks', '-'],
    ['import', 'body.json', '--out', '-'],
    ['import', 'body.json', '--append', '-'],
    ['export', '--html', '-'],
  ])('%s … %s %s is refused', async (...args) => {
    const cwd = await folderWith(FILES);
    for (const [name, said] of [
      ['-', 'it names a file or folder; write a name, or ./- for that one'],
      ['', 'write a path'],
    ] as const) {
      const { code, stderr } = await rollcallHere(args.with(-1, name), { cwd });
      expect(stderr.split('\n')[0]).toMatch(new RegExp(`argument '${name}' is invalid\\. ${said}$`));
      expect(code).toBe(2);
    }
    expect((await readdir(cwd)).toSorted()).toEqual(Object.keys(FILES).toSorted());
  });
});
