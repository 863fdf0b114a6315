import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { readYaml } from '#checks-file/text/yaml.ts';
import { folderWith } from '../cli/command.ts';
import { heardByRunner } from '../cli/github/runner.ts';
import { checksOf, startTarget } from '../cli/target.ts';

type Step = {
  readonly id?: string;
  readonly uses?: string;
  readonly shell?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly run?: string;
};
type Action = {
  readonly inputs: Readonly<Record<string, { readonly required?: boolean; readonly default?: string }>>;
  readonly outputs: Readonly<Record<string, { readonly value: string }>>;
  readonly runs: { readonly using: string; readonly steps: readonly Step[] };
};

const read = readYaml(readFileSync(new URL('../../action.yml', import.meta.url), 'utf8'));
const action = ('value' in read ? read.value : {}) as Action;
const steps = action.runs.steps;
const BIN = fileURLToPath(new URL('../../bin/rollcall.cjs', import.meta.url));

/** A step's lines as GitHub runs them: `shell: bash`, inputs filled into `env`. */
async function perform(
  step: Step,
  inputs: Readonly<Record<string, string>>,
  cwd: string,
  env: Readonly<Record<string, string>>,
) {
  const given = {
    ...Object.fromEntries(Object.entries(action.inputs).map(([name, input]) => [name, input.default ?? ''])),
    ...inputs,
  };
  const filled = Object.entries(step.env ?? {}).map(([name, value]) => [
    name,
    value.replace(/\$\{\{ inputs\.([\w-]+) \}\}/g, (_, input: string) => given[input] ?? ''),
  ]);
  const script = join(env['RUNNER_TEMP'] ?? '', `${step.id}.sh`);
  await writeFile(script, step.run ?? '');
  return new Promise<{ code: number; stdout: string; stderr: string }>((resolve) => {
    execFile(
      'bash',
      ['--noprofile', '--norc', '-eo', 'pipefail', script],
      {
        cwd,
        env: { PATH: process.env['PATH'] ?? '', HOME: env['RUNNER_TEMP'] ?? '', ...env, ...Object.fromEntries(filled) },
      },
      (error, stdout, stderr) => resolve({ code: error === null ? 0 : Number(error.code), stdout, stderr }),
    );
  });
}

const stepOf = (id: string): Step => steps.find((step) => step.id === id) ?? {};

describe('action.yml', () => {
  it('is a composite action whose steps use all of its inputs, and whose outputs are those that a run writes', () => {
    const text = JSON.stringify(steps);
    expect(action.runs.using).toBe('composite');
    for (const name of Object.keys(action.inputs)) expect(text).toContain(`inputs.${name}`);
    expect(Object.entries(action.outputs).map(([name, { value }]) => [name, value])).toEqual(
      ['ok', 'ng', 'total'].map((name) => [name, `\${{ steps.run.outputs.${name} }}`]),
    );
  });

  it('pins what it uses, and has no input within a script', () => {
    for (const { uses, run, shell } of steps) {
      if (uses !== undefined) expect(uses).toMatch(/@[0-9a-f]{40}$/);
      if (run === undefined) continue;
      expect(shell).toBe('bash');
      expect(run).not.toContain('${{');
    }
  });
});

describe('the lines of the action', () => {
  let temp = '';

  beforeAll(async () => {
    temp = await folderWith({
      'rollcall.cjs': `#!/usr/bin/env node\nrequire(${JSON.stringify(BIN)});\n`,
      'package.json': '{"name": "rollcall", "version": "0.0.0", "bin": "rollcall.cjs"}',
    });
    const ended = await perform(stepOf('install'), { package: '.' }, temp, { RUNNER_TEMP: temp });
    expect(ended.code, ended.stderr).toBe(0);
  }, 60_000);

  async function run(inputs: Readonly<Record<string, string>>, files: Readonly<Record<string, string>> = {}) {
    const { url } = await startTarget();
    const workspace = await folderWith();
    const cwd = join(workspace, 'my shop');
    await mkdir(cwd);
    await writeFile(join(cwd, 'my checks.yaml'), checksOf(url, ['ok', 'down', 'gone']));
    for (const [name, text] of Object.entries(files)) await writeFile(join(cwd, name), text);
    const env = {
      GITHUB_ACTIONS: 'true',
      GITHUB_WORKSPACE: workspace,
      GITHUB_OUTPUT: join(workspace, 'output'),
      GITHUB_STEP_SUMMARY: join(workspace, 'summary.md'),
      RUNNER_TEMP: temp,
    };
    const ended = await perform(stepOf('run'), { checks: 'my checks.yaml', ...inputs }, cwd, env);
    const written = async (file: string) => (existsSync(file) ? readFile(file, 'utf8') : '');
    return { ...ended, cwd, output: await written(env.GITHUB_OUTPUT), summary: await written(env.GITHUB_STEP_SUMMARY) };
  }

  it('call the roll, report to GitHub and fail on an NG', async () => {
    const { code, stdout, output, summary, cwd } = await run({ junit: 'out/junit.xml' });

    expect(code).toBe(1);
    expect(output).toBe('ok=1\nng=2\ntotal=3\n');
    expect(summary).toContain('## Rollcall: 1 OK, 2 NG');
    expect(heardByRunner(stdout).annotations).toMatchObject([
      { title: 'NG down', file: 'my shop/my checks.yaml', line: 4 },
      { title: 'NG gone', file: 'my shop/my checks.yaml', line: 5 },
    ]);
    expect(existsSync(join(cwd, 'out/junit.xml'))).toBe(true);
  });

  it.each([
    [`--only "*o*" --exclude 'gone,down'  --concurrency 3\n`, 0, '1'],
    ['--only\nok\n', 0, '1'],
  ])('split the arguments %j as a command line does', async (args, code, total) => {
    const ended = await run({ args });
    expect([ended.code, ended.output], ended.stderr).toEqual([code, expect.stringContaining(`total=${total}\n`)]);
  });

  it('take several files, and checks.yaml or a curl command without one', async () => {
    const several = await run(
      { checks: 'my checks.yaml\n../more.yaml\n' },
      { '../more.yaml': checksOf('http://127.0.0.1:1', ['far']) },
    );
    expect(several.output, several.stderr).toBe('ok=1\nng=3\ntotal=4\n');
    const none = await run({ checks: '' }, { 'checks.yaml': checksOf('http://127.0.0.1:1', ['far']) });
    expect(none.output, none.stderr).toBe('ok=0\nng=1\ntotal=1\n');
    const command = await run({ checks: '', args: '-- curl http://127.0.0.1:1/' });
    expect(command.output, command.stderr).toBe('ok=0\nng=1\ntotal=1\n');
  });

  it.each([
    ['--only "ok', /quote/],
    ['--only ok $(touch hacked) `touch hacked`; touch hacked > hacked', /\$\(touch/],
  ])('run nothing of %j', async (args, message) => {
    const { code, stderr, cwd } = await run({ args });
    expect(code).not.toBe(0);
    expect(stderr).toMatch(message);
    expect(existsSync(join(cwd, 'hacked'))).toBe(false);
  });
});
