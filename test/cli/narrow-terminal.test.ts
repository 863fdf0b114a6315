import { execFileSync } from 'node:child_process';
import stringWidth from 'string-width';
import { describe, expect, it } from 'vitest';
import { logTo } from '../../cli/output/log.ts';
import { folderWith } from './command.ts';
import { rollcallHere } from './in-process.ts';

const FAULTY =
  "checks:\n  - name: a\n    http: {url: 'http://127.0.0.1:9/'}\n    expect: {latency: 99 hours, statsu: 200}\n";
const SOUND = [
  'checks:',
  '  - name: a-check-whose-name-is-long-enough',
  '    every: 1m',
  "    http: {url: 'http://127.0.0.1:9/'}",
  '  - {name: mail, every: 1m, tcp: {host: mail.example.com, port: 25}}',
  '',
].join('\n');

const COMMANDS = [
  ...([
    'run',
    'watch',
    'report',
    'test-alert',
    'validate',
    'prove',
    'cost',
    'init',
    'import',
    'export',
    'exec',
  ] as const),
  ...(['start', 'last', 'history', 'rerun', 'status', 'mute', 'unmute', 'open', 'completion', 'heartbeat'] as const),
];

/** What is wider than the terminal and could have been broken: lines of more than a mark or a name and one word. */
async function wideLines(args: readonly string[], columns: number): Promise<readonly string[]> {
  const cwd = await folderWith({ 'checks.yaml': SOUND, 'faulty.yaml': FAULTY });
  const { screen } = await rollcallHere(args, { cwd, columns });
  expect(screen).not.toBe('');
  return screen.split('\n').filter((line) => stringWidth(line) > columns && line.trim().includes(' '));
}

describe('on a terminal of 60 columns no word is broken', () => {
  it.each([[[]], ...COMMANDS.map((command) => [[command]])])('in the help of %j', async (command) => {
    expect(await wideLines([...command, '--help'], 60)).toEqual([]);
  });

  it.each([
    ['a bill', ['cost']],
    ['warnings', ['validate']],
    ['faults', ['validate', 'faulty.yaml']],
    ['faults before a run', ['run', 'faulty.yaml']],
    ['an error', ['run', 'there/is/no/such/file.yaml']],
    ['an unknown option', ['run', '--only-these-checks-that-I-name', 'a']],
    ['a bad value', ['run', '--concurrency', '0']],
    [
      'a fault of a command',
      ['run', '--', 'curl', '--proxy-header', 'a: b', '--no-such-option', 'https://example.com/a'],
    ],
    ['an error with a command to copy', ['run', 'https://example.com/a/path?and=a&query=too']],
    ['what is muted', ['mute', '--remember']],
  ])('in %s', async (_, args) => {
    expect(await wideLines(args, 60)).toEqual([]);
  });

  it.each([
    [['--help'], 100, /^ {2}validate \[options\] \[files\.\.\.\] +print every fault of a checks file$/m],
    [['--help'], 60, /^ {2}validate \[options\] \[files\.\.\.\]\n {6}print every fault of a checks file$/m],
    [['run', '--help'], 60, /^ {2}--exclude <names> {12}all but the checks of these\n {31}names$/m],
  ])('in %j of %i columns the options are told beside their names where there is room', async (args, columns, shown) => {
    expect((await rollcallHere(args, { cwd: await folderWith(), columns })).stdout).toMatch(shown);
  });

  it.each([
    [['--help']],
    [['status', '--help']],
    [['run', '--', 'curl', '--no-such-option', 'a b']],
  ])('and where nobody says how wide it is %j is as wide as in a pipe, line by line as it was written', async (args) => {
    const cwd = await folderWith();
    const [piped, odd] = [await rollcallHere(args, { cwd }), await rollcallHere(args, { cwd, columns: 0 })];
    expect(odd.screen).toBe(piped.screen);
    if (args.at(0) === '--help') expect(piped.stdout).toMatch(/\n130 interrupted/);
  });

  it('and a command that is too long is still one to a shell', async () => {
    const url = `https://example.com/it's?${'q=1&'.repeat(5)}`;
    const { stderr } = await rollcallHere(['run', url], { cwd: await folderWith(), columns: 60 });
    const command = /command: rollcall (.*)$/s.exec(stderr)?.[1] ?? '';

    expect(command).toContain(' \\\n');
    expect(shellWords(command)).toEqual(['run', '--', 'curl', url, '']);
  });

  it('nor in the log of a watch, whose messages stand below one another', async () => {
    let text = '';
    const out = { isTTY: true, columns: 40, write: (line: string | Uint8Array) => (text += line) };
    (await logTo(out, 'info')).warn({}, 'the checks file has faults, so the list before is in use');

    const [, ...further] = text.trimEnd().split('\n');
    expect(further).not.toEqual([]);
    for (const line of further) expect(line).toMatch(/^ {17}\S.{0,22}$/);
  });

  it('nor do the commands of a trace and of an alert end where their line does', async () => {
    const headers = `{accept: 'text/html, application/json', x-odd: "it's  so"}`;
    const checks = `checks: [{name: a, rechecks: 0, http: {url: 'http://127.0.0.1:1/', headers: ${headers}}}]\n`;
    const settings = { cwd: await folderWith({ 'checks.yaml': checks }) };
    const [narrow, whole] = await Promise.all([
      rollcallHere(['run', '-v', '--alert'], { ...settings, columns: 60 }),
      rollcallHere(['run', '-v', '--alert'], settings),
    ]);

    for (const before of ['by hand:', 'try:']) {
      const commands = [narrow, whole].map(({ stdout }) => commandBehind(before, stdout));
      expect(commands[0]).toContain(' \\\n');
      expect(shellWords(commands[0] ?? '')).toEqual(shellWords(commands[1] ?? ''));
    }
  });
});

/** A command, with the lines that it goes on in. */
function commandBehind(before: string, text: string): string {
  const rest = text.slice(text.indexOf(before) + before.length);
  return /^(?:.*\\\n)*.*/.exec(rest)?.[0] ?? '';
}

const shellWords = (command: string) =>
  execFileSync('sh', ['-c', `printf '%s\\n' ${command}`], { encoding: 'utf8' }).split('\n');
