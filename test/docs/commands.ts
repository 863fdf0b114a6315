import { readFileSync } from 'node:fs';
import { type Block, blocksOf, PAGES } from './pages.ts';

/** A command of the documentation: its line as it stands, its words as a shell would read them, and where. */
export type Shown = {
  readonly line: string;
  readonly words: readonly string[];
  /** The pages and lines that show it. */
  readonly at: readonly string[];
};

/** What stands before a command where it is no line of a shell: a cron schedule, a unit's setting, a pipeline's step. */
const BEFORE_COMMAND: Readonly<Record<string, RegExp>> = {
  text: /^(?:[\d*/,-]+ +){5}/,
  '': /^(?:[\d*/,-]+ +){5}/,
  ini: /^ExecStart=(?:\/usr\/bin\/)?/,
  groovy: /^ *sh '(?=np)/,
  yaml: /^ *- (?:run: )?(?=np[mx] )/,
};

/** Every command that a page shows: in blocks of shell, crontabs, units and pipelines; each once. */
export function shownCommands(): readonly Shown[] {
  const shell = blocksOf('sh').map((block) => ({ ...block, text: block.text.replaceAll(/\\\n\s*/g, ' ') }));
  const others = Object.entries(BEFORE_COMMAND).flatMap(([language, before]) =>
    blocksOf(language).map((block) => ({ ...block, text: behind(before, block) })),
  );
  return once(
    [...shell, ...others].flatMap(({ page, line: first, text }) =>
      commandsIn(text).map((line) => ({ line, at: `${page}:${first}` })),
    ),
  );
}

/** Every command of ours, and every script of npm, that stands in the middle of a sentence; each once. */
export function namedCommands(): readonly Shown[] {
  return once(
    PAGES.flatMap((page) => {
      const text = readFileSync(page, 'utf8').replaceAll(/^( *)```.*?^\1```$/gms, '');
      const code = Array.from(text.matchAll(/`((?:[a-z]+: |eval "\$\()?(?:npx |npm run |rollcall )[^`]+)`/g));
      return code.flatMap(([, line = '']) =>
        commandsIn(line.replace(/^[a-z]+: /, '').replaceAll(/\s+/g, ' ')).map((each) => ({ line: each, at: page })),
      );
    }),
  );
}

const behind = (before: RegExp, { text }: Block): string =>
  text
    .split('\n')
    .filter((line) => before.test(line))
    .map((line) => line.replace(before, '').replace(/'$/, ''))
    .join('\n');

/** The commands of lines of a shell, without folder, lock, redirections and comments; what `$(…)` runs is one too. */
function commandsIn(text: string): readonly string[] {
  return text
    .split('\n')
    .filter((line) => !line.trim().startsWith('#'))
    .map((line) => line.replace(/\)?\s+#.*$/, '').replace(/^\(/, ''))
    .flatMap((line) => line.split(/ (?:&&|\|\|?) /))
    .map((line) =>
      line
        .replace(/^flock -n \S+ /, '')
        .replace(/ >.*$/, '')
        .trim(),
    )
    .filter((line) => line !== '' && !line.startsWith('cd '))
    .flatMap((line) => [line, ...Array.from(line.matchAll(/\$\((.*?)\)/g), ([, inner = '']) => inner)]);
}

function once(lines: readonly { readonly line: string; readonly at: string }[]): readonly Shown[] {
  return Array.from(
    Map.groupBy(lines, ({ line }) => line),
    ([line, shown]) => ({ line, words: wordsOf(line), at: shown.map(({ at }) => at) }),
  );
}

/** Words with either quotes around all or a part of them; nothing else of a shell occurs. */
function wordsOf(line: string): readonly string[] {
  return Array.from(line.matchAll(/(?:'[^']*'|"[^"]*"|[^\s'"])+/g), ([word]) =>
    word.replaceAll(/'([^']*)'|"([^"]*)"/g, '$1$2'),
  );
}

const BEFORE = [
  ['npx', 'rollcall'],
  ['npx', '--no', 'rollcall'],
  ['npm', 'run', '-s', 'rollcall', '--'],
  ['rollcall'],
] as const;

/** The words behind `rollcall`, also in a container of its image; null of another program. */
export function argumentsOf({ words }: Pick<Shown, 'words'>): readonly string[] | null {
  const inner = words[0] === 'docker' && words[1] === 'run' ? words.slice(words.indexOf('rollcall')) : words;
  const before = BEFORE.find((start) => start.every((word, index) => inner[index] === word));
  return before === undefined ? null : inner.slice(before.length);
}
