import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { folderWith } from '../cli/command.ts';
import { rollcallHere } from '../cli/in-process.ts';
import { onlyReading } from '../cli/only-reading.ts';
import { argumentsOf, shownCommands } from './commands.ts';

/** A checks file whose check no other file has. */
const checksOf = (file: string) => `checks:\n  - { name: check-of-${file}, http: { url: https://example.com/ } }\n`;
const all = shownCommands();
const ours = all.flatMap((shown) => {
  const args = argumentsOf(shown);
  return args === null ? [] : [{ ...shown, args }];
});

/** What needs nobody but this machine is run; of the rest the words are read. */
const RUNS = new Set(['init', 'validate', 'cost', 'completion']);

/** Why another program's command is not run here: who does it instead, or what it would need. */
const WHY_NOT: readonly (readonly [commands: RegExp, why: string])[] = [
  [/^npm (?:ci|start|test)$/, 'CI runs the two set-up commands on a clean checkout'],
  [/^npm (?:install|pack|publish|view|sbom)\b/, 'test:package packs, installs and builds; publishing is the owner’s'],
  [/^npm run (?:-s )?[\w:-]+/, 'a script of package.json, which is looked for below'],
  [/^npx (?:cdk|tsc)\b/, 'test:package synthesizes an app; the acceptance test deploys to an emulated AWS'],
  [
    /^(?:aws|eval|crontab|git|node|docker|curl|head|sqlite3|\.\/roll-back)\b/,
    'another program, which needs an account, a shell or a server',
  ],
];

describe('a command in the documentation', () => {
  it.each(ours)('has words that rollcall takes: $line ($at)', async ({ args }) => {
    const program = onlyReading(args);
    await expect(program.parseAsync([...args], { from: 'user' })).resolves.toBe(program);
  });

  it.each(ours.filter(({ args: [command = ''] }) => RUNS.has(command)))('does what it says: $line ($at)', async ({
    args,
  }) => {
    const isNew = args[0] === 'init';
    const cwd = await folderWith(isNew ? {} : Object.fromEntries(filesIn(args).map((name) => [name, checksOf(name)])));
    const { code, stderr } = await rollcallHere(args, { cwd });

    expect({ code, stderr: isNew ? '' : stderr }).toEqual({ code: 0, stderr: '' });
  });

  it.each(all.filter((shown) => argumentsOf(shown) === null))('of another program is run elsewhere: $line ($at)', ({
    line,
  }) => {
    expect(WHY_NOT.some(([commands]) => commands.test(line))).toBe(true);
  });

  it.each(
    all.flatMap(({ line }) => /^npm run (?:-s )?([\w:-]+)/.exec(line)?.[1] ?? []),
  )('is a script of package.json: npm run %s', (name) => {
    expect(Object.keys(JSON.parse(readFileSync('package.json', 'utf8')).scripts)).toContain(name);
  });
});

/** The checks files that a command reads. */
function filesIn(args: readonly string[]): readonly string[] {
  const named = args.filter((word) => /\.ya?ml$/.test(word));
  return named.length === 0 ? ['checks.yaml'] : named;
}
