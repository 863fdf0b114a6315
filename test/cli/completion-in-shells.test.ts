import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SCRIPTS } from '../../cli/completion/scripts.ts';
import { folderWith } from './command.ts';

/** The shells themselves, on a terminal: what the Tab key makes of a line is what the command then gets. */

const MAIN = fileURLToPath(new URL('../../cli/main.ts', import.meta.url));
const LIST = `
defaults: { tags: [everyday] }
checks:
  - { name: down town, tcp: { host: h, port: 1 } }
  - { name: 'orders:eu?a=1', tags: [payments], tcp: { host: h, port: 1 } }
  - { name: db, tcp: { host: h, port: 1 } }
`;
const isThere = (program: string) => spawnSync(program, ['--version']).error === undefined;

/** In place of the command: it completes as ever, and otherwise shows what it got. */
const STAND_IN = `
rollcall() { if [ "$1" = complete ]; then "$NODE" "$MAIN" "$@"; else printf GOT; printf '<%s>' "$@"; echo; fi; }
`;
const STARTS = {
  bash: ['bash --noprofile --norc -i', `PS1='READY> '\n`],
  zsh: ['zsh -f -i', `PS1='READY> '; autoload -Uz compinit; compinit -D; setopt no_list_beep\n`],
} as const;

class Terminal {
  private readonly child: ChildProcess;
  private output = '';
  private changed = () => {};

  constructor(command: string, cwd: string) {
    this.child = spawn('script', ['-qec', command, '/dev/null'], {
      cwd,
      env: { ...process.env, NODE: process.execPath, MAIN, TERM: 'dumb' },
    });
    this.child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      this.output += text;
      this.changed();
    });
  }

  type(text: string): void {
    this.child.stdin?.write(text);
  }

  /** What is printed that matches, from here on. */
  async seen(pattern: RegExp): Promise<RegExpExecArray> {
    for (;;) {
      const found = pattern.exec(this.output);
      if (found !== null) {
        this.output = this.output.slice(found.index + found[0].length);
        return found;
      }
      await new Promise<void>((resolve) => {
        this.changed = resolve;
      });
    }
  }

  close(): void {
    this.child.kill('SIGKILL');
  }
}

const CASES: readonly [typed: string, got: string][] = [
  ['rollcall val', '<validate>'],
  ['rollcall run --jun', '<run><--junit>'],
  ['rollcall run --only do', '<run><--only><down town>'],
  ['rollcall run --only orders:e', '<run><--only><orders:eu?a=1>'],
  ['rollcall run --only=do', '<run><--only=down town>'],
  ['rollcall run --only db,do', '<run><--only><db,down town>'],
  ['rollcall run --tags pay', '<run><--tags><payments>'],
  ['rollcall run --checks oth', '<run><--checks><other file.yaml>'],
  ['rollcall cost --workflow st', '<cost><--workflow><standard>'],
];

describe.each(['bash', 'zsh'] as const)('the Tab key in %s', (shell) => {
  const isHere = isThere(shell) && isThere('script');
  it.skipIf(isHere)(`SKIPPED: there is no ${shell} here, or no script(1) for a terminal`, () => {});
  if (!isHere) return;
  let terminal: Terminal;

  beforeAll(async () => {
    const cwd = await folderWith({ 'checks.yaml': LIST, 'other file.yaml': LIST, script: STAND_IN + SCRIPTS[shell] });
    const [command, setup] = STARTS[shell];
    terminal = new Terminal(command, cwd);
    terminal.type(`${setup}. ./script; echo LOA''DED\n`);
    await terminal.seen(/LOADED/);
    await terminal.seen(/READY> /);
  });
  afterAll(() => terminal.close());

  it.each(CASES)('makes of "%s" %s', async (typed, got) => {
    terminal.type(`${typed}\t\n`);
    const [, shown] = await terminal.seen(/GOT(<[^\r\n]*>)/);
    await terminal.seen(/READY> /);
    expect(shown).toBe(got);
  });
});

describe.each(['bash', 'zsh', 'fish'] as const)('%s without rollcall on the PATH', (shell) => {
  const isHere = isThere(shell);
  it.skipIf(isHere)(`SKIPPED: there is no ${shell} here`, () => {});
  if (!isHere) return;

  it('calls the one of the project', async () => {
    const cwd = await folderWith({ 'package.json': '{}', script: SCRIPTS[shell] });
    await mkdir(join(cwd, 'node_modules/.bin'), { recursive: true });
    await mkdir(join(cwd, 'inside'));
    await writeFile(join(cwd, 'node_modules/.bin/rollcall'), '#!/bin/sh\nprintf "<%s>" "$@"\n', { mode: 0o755 });
    const PATH = (process.env['PATH'] ?? '').split(':').filter((folder) => !folder.includes('node_modules'));
    const commands = `${shell === 'zsh' ? 'compdef() {}; ' : ''}. ../script; rollcall run --only "a b" -- x`;
    const env = { ...process.env, PATH: PATH.join(':') };
    const { stdout } = spawnSync(shell, ['-c', commands], { cwd: join(cwd, 'inside'), env, encoding: 'utf8' });
    expect(stdout).toBe('<run><--only><a b><--><x>');
  });
});

describe('complete in fish', () => {
  const isHere = isThere('fish');
  it.skipIf(isHere)('SKIPPED: there is no fish here', () => {});
  if (!isHere) return;

  it.each([
    ['rollcall val', ['validate']],
    ['rollcall run --jun', ['--junit']],
    ['rollcall run --only do', ['down town']],
    ['rollcall run --only=do', ['--only=down town']],
    ['rollcall run --only db,', ['db,down town', 'db,orders:eu?a=1']],
    ['rollcall run --tags pay', ['payments']],
    ['rollcall run --checks oth', ['other file.yaml']],
    ['rollcall run --checks=oth', ['--checks=other file.yaml']],
    ['rollcall cost --workflow st', ['standard']],
  ])('makes of "%s" %j', async (typed, offered) => {
    const cwd = await folderWith({ 'checks.yaml': LIST, 'other file.yaml': LIST });
    const program = `function rollcall; $NODE $MAIN $argv; end; ${SCRIPTS.fish}; complete -C ${JSON.stringify(typed)}`;
    const env = { ...process.env, NODE: process.execPath, MAIN };
    const { stdout } = spawnSync('fish', ['--no-config', '-c', program], { cwd, env, encoding: 'utf8' });
    const words = stdout.split('\n').flatMap((line) => line.split('\t')[0] || []);
    expect(words.sort()).toEqual(offered.toSorted());
  });
});
