import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { folderWith, rollcall } from './command.ts';

describe('rollcall', () => {
  it.each([['--help'], ['run', '--help'], ['help', 'run']])('prints its help on stdout: %s %s', async (...args) => {
    const { code, stdout } = await rollcall(args, { cwd: await folderWith() });

    expect(code).toBe(0);
    expect(stdout).toMatch(/^Usage: rollcall/);
  });

  it('tells a default once, as it is written', async () => {
    const { stdout } = await rollcall(['run', '--help'], { cwd: await folderWith() });

    expect(stdout).toContain('how long --remember keeps verdicts (default: 30d)\n');
    expect(stdout).not.toMatch(/\(default: .*\(default: /);
  });

  it('prints the version of package.json', async () => {
    const { version } = JSON.parse(await readFile(new URL('../../package.json', import.meta.url), 'utf8'));

    expect(await rollcall(['--version'], { cwd: await folderWith() })).toEqual({
      code: 0,
      stdout: `${version}\n`,
      stderr: '',
    });
  });

  it.each([
    { args: [], message: /^Usage: rollcall/ },
    { args: ['runn'], message: /unknown command 'runn'.*Did you mean run\?/s },
    { args: ['evil\u001b[31m'], message: /unknown command 'evil␛\[31m'/ },
  ])('ends with 2 for $args', async ({ args, message }) => {
    const { code, stdout, stderr } = await rollcall(args, { cwd: await folderWith() });

    expect(code).toBe(2);
    expect(stdout).toBe('');
    expect(stderr).toMatch(message);
  });
});

describe('rollcall validate', () => {
  it('prints every fault at once and ends with 2', async () => {
    const cwd = await folderWith({ 'my.yaml': 'checks:\n  - name: a\n    htp: {}\n  - name: a\n    tcp: {host: h}\n' });
    const { code, stdout, stderr } = await rollcall(['validate', '--checks', 'my.yaml'], { cwd });

    expect(code).toBe(2);
    expect(stdout).toMatch(/^my\.yaml:3:5 checks\[0\]\.htp/m);
    expect(stdout).toMatch(/^my\.yaml:\d:\d+ checks\[1\]/m);
    expect(stderr).toMatch(/^\d faults in my\.yaml\n$/);
  });

  it('counts the checks of a good file', async () => {
    const cwd = await folderWith({ 'checks.yaml': 'checks:\n  - { name: a, tcp: { host: h, port: 1 } }\n' });

    expect(await rollcall(['validate'], { cwd })).toEqual({
      code: 0,
      stdout: 'checks.yaml: 1 check, no faults\n',
      stderr: '',
    });
  });

  it.each([
    {
      name: 'missing',
      files: {},
      message: 'there is no file checks.yaml; name another with --checks FILE, or write one with: rollcall init',
    },
    { name: 'not text', files: { 'checks.yaml': Buffer.from([0x82, 0xa0]) }, message: 'checks.yaml is not UTF-8 text' },
  ])('says that the file is $name', async ({ files, message }) => {
    const { code, stderr } = await rollcall(['validate'], { cwd: await folderWith(files) });

    expect(code).toBe(2);
    expect(stderr).toContain(message);
  });
});

describe('rollcall init', () => {
  it('writes a file that validate finds nothing wrong with', async () => {
    const cwd = await folderWith();
    const written = await rollcall(['init'], { cwd });

    expect(written.code).toBe(0);
    expect(written.stdout).toContain('checks.yaml');
    expect((await rollcall(['validate'], { cwd })).stdout).toContain('no faults');
  });

  it('points editors to the schema from where the file lies', async () => {
    const cwd = await folderWith();
    await rollcall(['init', '--checks', 'my.yaml'], { cwd });
    const [, path = ''] =
      /^# yaml-language-server: \$schema=(.+)\n/.exec(await readFile(join(cwd, 'my.yaml'), 'utf8')) ?? [];

    expect(resolve(cwd, path)).toBe(fileURLToPath(new URL('../../checks.schema.json', import.meta.url)));
  });

  it('never writes over a file', async () => {
    const cwd = await folderWith({ 'checks.yaml': 'mine' });
    const { code, stderr } = await rollcall(['init'], { cwd });

    expect(code).toBe(2);
    expect(stderr).toContain('checks.yaml was not written');
    expect(await readFile(join(cwd, 'checks.yaml'), 'utf8')).toBe('mine');
  });
});
