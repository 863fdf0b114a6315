import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, describe, expect, it } from 'vitest';
import { rollcall } from './command.ts';
import { rollcallHere } from './in-process.ts';

const made: string[] = [];
afterAll(async () => {
  for (const folder of made) await rm(folder, { recursive: true, force: true });
});

async function folderWith(files: Readonly<Record<string, string>>): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'files-'));
  made.push(folder);
  for (const [name, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), text);
  }
  return folder;
}

/** Nothing listens on port 1 of this machine, so that each check is NG at once. */
const down = (name: string) => `checks: [{ name: "${name}", rechecks: 0, tcp: { host: 127.0.0.1, port: 1 } }]\n`;
const FILES = {
  'checks.yaml': down('usual'),
  'a.yaml': down('a'),
  'dir/z.yml': down('z'),
  'dir/b.yaml': down('b'),
  'dir/body.json': '{}',
  'dir/.c.yaml': down('hidden'),
  'dir/deeper/d.yaml': down('d'),
};

/** Lines that are something, and the second and the seventh, which are nothing. */
const JUNK = 'A=1\npassword s3cret\n\n  # B\nexport C="two\nlines = 2"\nD: 1\nE=\n';

describe('checks files on the command line', () => {
  it.each([
    [[], ['usual']],
    [['a.yaml'], ['a']],
    [
      ['a.yaml', 'dir/'],
      ['a', 'b', 'z'],
    ],
    [
      ['-c', 'a.yaml', '-c', 'dir', 'checks.yaml'],
      ['a', 'b', 'z', 'usual'],
    ],
    [['a.yaml', '--only', 'a', './a.yaml'], ['a']],
    [
      ['-', 'a.yaml'],
      ['stdin', 'a'],
    ],
  ])('run %j calls %j', async (args, wanted) => {
    const settings = { cwd: await folderWith(FILES), stdin: Readable.from([down('stdin')]) };
    const { code, stdout, stderr } = await rollcallHere(['run', ...args, '--json'], settings);
    expect(stderr).not.toMatch(/error|failed/);
    expect(JSON.parse(stdout).results.map(({ name }: { name: string }) => name)).toEqual(wanted);
    expect(code).toBe(1);
  });

  it.each([
    ['validate', /\na\.yaml, dir\/b\.yaml, dir\/z\.yml: 3 checks, no faults, 3 warnings\n$/],
    ['cost', /a month in all/],
    ['prove', /\bz\b/],
  ])('%s takes several', async (command, said) => {
    const { stdout } = await rollcallHere([command, 'a.yaml', 'dir'], { cwd: await folderWith(FILES) });
    expect(stdout).toMatch(said);
  });

  it.each([
    [
      ['validate', 'a.yaml', 'gone.yaml'],
      'error: there is no file gone.yaml; check the path, or name another with --checks FILE\n',
    ],
    [
      ['validate', 'empty'],
      'error: empty is a folder without checks files; put files that end in .yaml or .yml there, or name a file\n',
    ],
    [
      ['validate', '--var', 'x', 'a.yaml'],
      "error: option '--var <name=value>' argument 'x' is invalid. write NAME=VALUE\n",
    ],
    [
      ['run', 'a.yaml', '--', 'curl', 'h'],
      'error: run takes checks files, or a curl command behind --; take one of them out\n',
    ],
    [['run', '--var-file', 'gone.env'], 'error: there is no file gone.env; check the path\n'],
    [
      ['run', '--var-file', 'junk.env', '--var-file', 'ok.env'],
      [2, 7].map((line) => `error: junk.env:${line} is no NAME=VALUE; write one, or # before a comment\n`).join(''),
    ],
  ])('%j is refused', async (args, said) => {
    const cwd = await folderWith({ ...FILES, 'empty/a.json': '{}', 'junk.env': JUNK, 'ok.env': 'A=1\n' });
    const { code, stderr } = await rollcallHere(args, { cwd });
    expect(stderr.split('(rollcall')[0]).toBe(said);
    expect(code).toBe(2);
  });

  it.each([
    'validate',
    'prove',
    'cost',
    'watch',
    'run',
    'report',
  ])('%s says how an address is checked', async (command) => {
    const settings = { cwd: await folderWith({}) };
    const advice = (address: string) => `a URL is checked as a curl command: rollcall run -- curl ${address}\n`;
    const url = await rollcallHere([command, 'https://example.com/a'], settings);
    expect(url.stderr).toContain(
      `"https://example.com/a" is an address, and no checks file; ${advice('https://example.com/a')}`,
    );
    const host = await rollcallHere([command, 'localhost:8080/health'], settings);
    expect(host.stderr).toContain(
      `there is no file localhost:8080/health; check the path, or name another with --checks FILE; ${advice('localhost:8080/health')}`,
    );
    const file = await rollcallHere([command, 'shop.yaml'], settings);
    expect(file.stderr).toContain('there is no file shop.yaml; check the path, or name another with --checks FILE\n');
    expect([url.code, host.code, file.code]).toEqual([2, 2, 2]);
  });

  it('tells a name of a check from a file', async () => {
    const cwd = await folderWith({ 'checks.yaml': 'checks: [{ name: a, tcp: { host: h, port: 1 } }]' });
    const { code, stderr } = await rollcallHere(['run', 'a', 'b'], { cwd });
    expect(code).toBe(2);
    expect(stderr.split('\n')).toEqual([
      expect.stringMatching(/^error: there is no file a; .*; it is a check of checks.yaml: --only a$/),
      expect.stringMatching(/^error: there is no file b; .* --checks FILE$/),
      '',
    ]);
  });

  it('reads a file of variables itself, whatever Node would make of it', async () => {
    const cwd = await folderWith({
      ...FILES,
      'evil.env': 'NODE_OPTIONS=--require ./evil.cjs\n',
      'evil.cjs': 'process.exit(99)',
    });
    const { code, stderr } = await rollcall(['validate', 'a.yaml', '--var-file', 'evil.env'], { cwd });
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  });

  it('tells faults by their files', async () => {
    const cwd = await folderWith({ 'a.yaml': `include: b/*.yaml\n${down('a')}`, 'b/b.yaml': down('a') });
    const { code, stdout, stderr } = await rollcallHere(['validate', 'a.yaml'], { cwd });
    expect(stdout).toBe(
      'b/b.yaml:1:18 checks[0].name is "a", the name of checks[0] in line 2 of a.yaml too; give each check its own\n',
    );
    expect(stderr).toBe('1 fault in a.yaml\n');
    expect(code).toBe(2);
  });
});

describe('reports of several files', () => {
  const folder = () =>
    folderWith({
      'a.yaml': `include: parts/*.yaml\n${down('a')}`,
      'parts/b.yaml': [
        '# of the team',
        'checks:',
        '  - { name: off, enabled: false, tcp: { host: 127.0.0.1, port: 1 } }',
        '  - { name: b, rechecks: 0, tcp: { host: 127.0.0.1, port: 1 } }',
      ].join('\n'),
      'more/c.yaml': down('c'),
    });

  it('have a suite a file in JUnit, and annotations at the lines of each file', async () => {
    const cwd = await folder();
    const args = ['run', 'a.yaml', 'more', '--junit', 'junit.xml', '--github'];
    const { stdout } = await rollcallHere(args, { cwd });
    const junit = await readFile(join(cwd, 'junit.xml'), 'utf8');

    expect([...junit.matchAll(/<testsuite name="([^"]+)" tests="(\d)"/g)].map(([, ...found]) => found)).toEqual([
      ['a.yaml', '1'],
      ['parts/b.yaml', '2'],
      ['more/c.yaml', '1'],
    ]);
    expect(
      [...stdout.matchAll(/^::error file=([^,]+),line=(\d+),title=(.*?)::/gm)].map(([, ...found]) => found),
    ).toEqual([
      ['a.yaml', '2', 'NG a'],
      ['parts/b.yaml', '4', 'NG b'],
      ['more/c.yaml', '1', 'NG c'],
    ]);
  });

  it('are faults with their files in the document and the annotations of validate', async () => {
    const cwd = await folder();
    await writeFile(join(cwd, 'more/c.yaml'), down('a'));
    const { stdout, stderr } = await rollcallHere(['validate', 'a.yaml', 'more', '--json', '--github'], { cwd });

    expect(JSON.parse(stdout)).toMatchObject({
      file: 'a.yaml, more/c.yaml',
      valid: false,
      faults: [{ file: 'more/c.yaml', line: 1, column: 18, path: 'checks[0].name' }],
    });
    expect(stderr).toMatch(/^::error file=more\/c\.yaml,line=1,col=18,title=checks\[0\]\.name::/);
  });
});

describe('variables on the command line', () => {
  const text = `
vars: { port: 2, stage: dev }
environments: { prod: { vars: { port: 1, stage: prod } } }
checks: [{ name: "a \${var:stage}", rechecks: 0, tcp: { host: "\${var:host}", port: "\${var:port}" } }]
`;

  it.each([
    [['--environment', 'prod', '--var', 'host=127.0.0.1'], 'a prod'],
    [['--var-file', 'x.env', '--var-file', 'y.env', '--var', 'port=1'], 'a y'],
  ])('%j', async (args, name) => {
    const cwd = await folderWith({
      'checks.yaml': text,
      'x.env': '# a comment\nexport host="127.0.0.1"\nstage=x\n',
      'y.env': 'stage=y\nOTHER=1\n',
    });
    const { stdout } = await rollcallHere(['run', '--json', ...args], { cwd });
    expect(JSON.parse(stdout)).toMatchObject({ results: [{ name, reason: { code: 'refused' } }] });
  });

  it('are told of with the environment by validate and cost', async () => {
    const cwd = await folderWith({ 'checks.yaml': text });
    const args = ['--environment', 'prod', '--var', 'host=h'];
    expect((await rollcallHere(['validate', ...args], { cwd })).stdout).toBe(
      'checks.yaml (environment prod): 1 check, no faults\n',
    );
    expect((await rollcallHere(['cost', ...args], { cwd })).stdout).toMatch(/^environment prod\n/);
    for (const command of ['cost', 'validate']) {
      const { stdout } = await rollcallHere([command, '--json', ...args], { cwd });
      expect(JSON.parse(stdout)).toMatchObject({ environment: 'prod' });
    }
  });
});
