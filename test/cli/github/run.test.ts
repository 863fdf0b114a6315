import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { folderWith } from '../command.ts';
import { rollcallHere } from '../in-process.ts';
import { heardByRunner } from './runner.ts';

/** A target that tries to speak to the runner. */
async function hostileTarget(): Promise<string> {
  const said = '\n::set-output name=ng::0\n  ::add-mask::OK\n##[set-output name=ng]0\n::error::not ours\n';
  const server = createServer((_, response) => response.writeHead(503).end(said));
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  onTestFinished(() => {
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
}

async function inWorkspace() {
  const workspace = await folderWith();
  const cwd = join(workspace, 'shop');
  await mkdir(cwd);
  const url = await hostileTarget();
  const checks = [
    'defaults: { rechecks: 0 }',
    'checks:',
    '  - name: down',
    `    http: { url: ${url} }`,
    '    expect: { keyword: "::set-output name=ng::0" }',
    '  - { name: off, enabled: false, tcp: { host: 127.0.0.1, port: 1 } }',
    '',
  ];
  await writeFile(join(cwd, 'checks.yaml'), checks.join('\n'));
  const env = {
    LANG: 'C.UTF-8',
    GITHUB_ACTIONS: 'true',
    GITHUB_WORKSPACE: workspace,
    GITHUB_OUTPUT: join(workspace, 'output'),
    GITHUB_STEP_SUMMARY: join(workspace, 'summary.md'),
    GITHUB_SERVER_URL: 'https://github.com',
    GITHUB_REPOSITORY: 'me/shop',
    GITHUB_SHA: 'abc',
  };
  return { workspace, cwd, env };
}

describe('rollcall run in GitHub Actions', () => {
  it.each([
    [['--alert']],
    [['--json', '--alert']],
  ])('annotates, and its target says nothing to the runner: %o', async (options) => {
    const { cwd, env } = await inWorkspace();
    const { code, stdout, stderr } = await rollcallHere(['run', ...options], { cwd, env });
    const spoken = options.includes('--json') ? stderr : stdout;

    expect(code).toBe(1);
    expect(stdout).toContain('::set-output name=ng::0');
    expect(heardByRunner(spoken)).toEqual({
      annotations: [
        {
          level: 'error',
          title: 'NG down',
          file: 'shop/checks.yaml',
          line: 3,
          message: expect.stringContaining('503'),
        },
      ],
      others: [],
    });
    if (options.includes('--json')) expect(JSON.parse(stdout).counts.ng).toBe(1);
  });

  it('writes the counts as outputs, and adds to the summary', async () => {
    const { cwd, env } = await inWorkspace();
    await writeFile(env.GITHUB_STEP_SUMMARY, '# Before\n');
    await rollcallHere(['run'], { cwd, env });

    expect(await readFile(env.GITHUB_OUTPUT, 'utf8')).toBe('ok=0\nng=1\ntotal=1\n');
    const summary = await readFile(env.GITHUB_STEP_SUMMARY, 'utf8');
    expect(summary).toMatch(/^# Before\n## Rollcall: 0 OK, 1 NG in /);
    expect(summary).toContain('| ❌ NG | <code>down</code> | 503 |');
    expect(summary).toContain('me&#47;shop&#47;blob&#47;abc&#47;shop&#47;checks&#46;yaml&#35;L3');
    expect(summary).toContain('| ⏭️ skipped | <code>off</code>');
  });

  it('adds nothing to a summary that is full, and takes a summary that cannot be written for a note', async () => {
    const { workspace, cwd, env } = await inWorkspace();
    await writeFile(env.GITHUB_STEP_SUMMARY, '.'.repeat(1024 * 1024));
    await rollcallHere(['run'], { cwd, env });
    expect((await readFile(env.GITHUB_STEP_SUMMARY, 'utf8')).length).toBe(1024 * 1024);

    const ended = await rollcallHere(['run'], { cwd, env: { ...env, GITHUB_STEP_SUMMARY: workspace } });
    expect([ended.code, ended.stderr]).toEqual([
      1,
      expect.stringContaining('note: GITHUB_STEP_SUMMARY was not written'),
    ]);
  });

  it('says nothing to it with --no-github, nor elsewhere, and speaks with --github', async () => {
    const { cwd, env } = await inWorkspace();
    const { GITHUB_ACTIONS: _, ...elsewhere } = env;
    const spoken = async (args: readonly string[], settings: Readonly<Record<string, string>>) => {
      const { stdout, stderr } = await rollcallHere(['run', ...args], { cwd, env: settings });
      return /::stop-commands::/.test(stdout + stderr);
    };

    expect(await spoken(['--no-github'], env)).toBe(false);
    expect(await spoken([], elsewhere)).toBe(false);
    expect(await spoken(['--github'], elsewhere)).toBe(true);
  });

  it.each([['run'], ['validate']])('annotates the faults of a checks file: %s', async (command) => {
    const { cwd, env } = await inWorkspace();
    await writeFile(join(cwd, 'checks.yaml'), 'checks:\n  - name: a\n    htp: {}\n');
    const { code, stdout, stderr } = await rollcallHere([command], { cwd, env });

    expect(code).toBe(2);
    expect(heardByRunner(stdout + stderr).annotations).toEqual([
      expect.objectContaining({ level: 'error', file: 'shop/checks.yaml', line: 3, col: 5, title: 'checks[0].htp' }),
    ]);
  });
});

describe('a command that came to nothing in GitHub Actions', () => {
  const WRONG = 'Rollcall was called wrongly';
  it.each([
    { args: ['run', '--only', 'gone'], title: WRONG, message: /^--only "gone" is the name of no enabled check/ },
    { args: ['run', '--checks', 'gone.yaml'], title: WRONG, message: /^there is no file gone\.yaml/ },
    { args: ['run', '--jsn'], title: WRONG, message: /^unknown option '--jsn'/ },
    { args: ['run', '--', 'curl', '--no-such-option', 'h'], title: WRONG, message: /^the log of the step says why$/ },
    { args: ['prove', '--allow', 'all'], title: WRONG, message: /^--allow all is nothing that can be allowed/ },
  ])('is an error of the step: $args', async ({ args, title, message }) => {
    const { cwd, env } = await inWorkspace();
    const { code, screen } = await rollcallHere(args, { cwd, env });

    expect(heardByRunner(screen).annotations).toEqual([
      { level: 'error', title, message: expect.stringMatching(message) },
    ]);
    expect(code).toBe(2);
  });

  it.each([
    { what: 'a store that is none', args: ['--remember'], message: /rollcall\.db: unable to open database file/ },
    {
      what: 'metrics without their folder',
      args: ['--metrics', 'gone/a.prom'],
      message: /^the log of the step says why$/,
    },
  ])('is an error of the step beside those of its checks: $what', async ({ args, message }) => {
    const { cwd, env } = await inWorkspace();
    await writeFile(join(cwd, '.rollcall'), 'no folder');
    const { code, stdout } = await rollcallHere(['run', ...args], { cwd, env });

    const ofRun = heardByRunner(stdout).annotations.filter(({ title }) => title === 'Rollcall failed');
    expect(ofRun).toEqual([{ level: 'error', title: 'Rollcall failed', message: expect.stringMatching(message) }]);
    expect(code).toBe(3);
  });

  it.each([
    { args: ['run', '--only', 'gone', '--no-github'], actions: 'true' },
    { args: ['run', '--only', 'gone'], actions: 'false' },
    { args: ['run', '--help'], actions: 'true' },
  ])('is told to nobody else: $args, GITHUB_ACTIONS is $actions', async ({ args, actions }) => {
    const { cwd, env } = await inWorkspace();
    const { stderr } = await rollcallHere(args, { cwd, env: { ...env, GITHUB_ACTIONS: actions } });

    expect(heardByRunner(stderr).annotations).toEqual([]);
  });
});
