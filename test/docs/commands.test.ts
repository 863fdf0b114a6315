import { readFileSync } from 'node:fs';
import { CommanderError } from 'commander';
import { describe, expect, it } from 'vitest';
import { onlyReading } from '../cli/only-reading.ts';
import { httpServer } from '../kinds/servers.ts';
import { runShown } from './command-folder.ts';
import { argumentsOf, namedCommands, type Shown, shownCommands } from './commands.ts';
import { ONLY_AWS, OTHER_PROGRAMS, type Reason } from './not-run.ts';
import { blocksOf } from './pages.ts';

type Ours = Shown & { readonly args: readonly string[] };

const shown = shownCommands();
const named = namedCommands();
const oursOf = (commands: readonly Shown[]): readonly Ours[] =>
  commands.flatMap((each) => {
    const args = argumentsOf(each);
    // Where no command stands, or a gap for any, the sentence is about all of them.
    return args === null || /^(?:…|COMMAND|)$/.test(args[0] ?? '') ? [] : [{ ...each, args }];
  });
const others = [...shown, ...named].filter((each) => argumentsOf(each) === null);

/** Names a command or an option without the words that it takes, as sentences do. */
const isMention = ({ args }: Ours) => args.length === 1 || faultOf(args) !== null;
const toRun = Map.groupBy([...oursOf(shown), ...oursOf(named).filter((each) => !isMention(each))], ({ args }) =>
  args.join(' '),
);

/** What a command prints that has done what it is for. */
const PRINTED: Readonly<Record<string, RegExp>> = {
  run: /^[1-9]\d* OK, 0 NG|^no check has changed|"ng": 0,/m,
  validate: /no faults/,
  prove: /^[1-9]\d* proven, 0 would miss something/m,
  cost: /a month/,
  init: /^wrote checks\.yaml/,
  import: /: [1-9]\d* checks?( in checks\.yaml|,|$)/m,
  export: /: [1-9]\d* files, [1-9]\d* changed/,
  report: /^orders-api +100 %|nothing is remembered of/m,
  status: /^nothing is down\n\nlast runs\nOK/,
  history: /OK \d{4}-/,
  completion: /rollcall complete -- /,
  heartbeat: /\/ping\/nightly-backup\/|^$/,
  exec: /^$/,
  watch: /the page is at http/,
};

describe('a command in the documentation', () => {
  it.each(oursOf(shown))('has words that rollcall takes: $line ($at)', ({ args }) => {
    expect(faultOf(args)).toBe(null);
  });

  it.each(['text', ''].flatMap(blocksOf))('stands in a block of shell: $page:$line', ({ text }) => {
    const begins = ['npx ', 'rollcall ', ...OTHER_PROGRAMS.map(({ starts }) => starts)];
    expect(text.split('\n').filter((line) => begins.some((start) => line.startsWith(start)))).toEqual([]);
  });

  it.each(
    ['text', '', 'ini', 'yaml', 'groovy'].flatMap(blocksOf).filter(({ text }) => text.includes('npx')),
  )('installs nothing where nobody sits at a terminal: $page:$line', ({ text }) => {
    expect(text).not.toContain('npx rollcall');
  });

  it.each(oursOf(named))('in a sentence names what there is: $line ($at)', ({ args }) => {
    expect([null, 'commander.missingArgument', 'commander.optionMissingArgument', 'commander.help']).toContain(
      faultOf(args),
    );
  });

  const runs = Array.from(toRun, ([line, [first]]) => ({ line, at: first?.at, args: first?.args ?? [] }));
  it.each(runs.filter(({ args }) => reasonOf(args) === undefined))('does what it says: rollcall $line ($at)', async ({
    args,
  }) => {
    const target = await httpServer((_, response) => {
      response.writeHead(200, { connection: 'close' }).end('Example: the order is accepted');
    });
    const { code, stdout, stderr, unwritten } = await runShown(args, target);

    expect({ code, said: stdout + stderr, unwritten }).toEqual({
      code: 0,
      said: args.includes('--quiet') ? '' : expect.stringMatching(PRINTED[args[0] ?? ''] ?? 'a row of PRINTED'),
      unwritten: [],
    });
  });

  const reasons = [
    ...ONLY_AWS.map((reason) => ({ ...reason, starts: `rollcall ${reason.starts}` })),
    ...OTHER_PROGRAMS,
  ];
  it.each(reasons)('is not run for a reason that holds: $starts', ({ starts, runBy }) => {
    if (runBy !== undefined) expect(readFileSync(runBy[0], 'utf8')).toContain(runBy[1]);
    const lines = [...others.map(({ line }) => line), ...runs.map(({ args }) => ['rollcall', ...args].join(' '))];
    expect(lines.filter((line) => `${line} `.startsWith(starts))).not.toEqual([]);
  });

  it.each(others)('of another program has a reason not to be run: $line ($at)', ({ line }) => {
    expect(OTHER_PROGRAMS.filter(({ starts }) => line.startsWith(starts))).toHaveLength(1);
  });

  it.each(
    others.flatMap(({ line }) => /^npm run (?:-s )?([\w:-]+)/.exec(line)?.[1] ?? []),
  )('is a script of package.json: npm run %s', (name) => {
    expect(Object.keys(JSON.parse(readFileSync('package.json', 'utf8')).scripts)).toContain(name);
  });
});

/** What rollcall does not take of these words, by commander's name for it; null: it takes them. */
function faultOf(args: readonly string[]): string | null {
  try {
    onlyReading(args).parse([...args], { from: 'user' });
    return null;
  } catch (error) {
    if (error instanceof CommanderError) return error.code;
    throw error;
  }
}

function reasonOf(args: readonly string[]): Reason | undefined {
  if (args.includes('--remember')) return undefined;
  return ONLY_AWS.find(({ starts }) => `${args.join(' ')} `.startsWith(`${starts} `));
}
