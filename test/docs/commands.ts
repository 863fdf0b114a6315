import { blocksOf } from './pages.ts';

/** A command of the documentation: its words as a shell would read them, its line as it stands, and where. */
export type Shown = { readonly at: string; readonly line: string; readonly words: readonly string[] };

/** Every command line in the blocks of shell of all pages, continued lines joined, comments taken off. */
export function shownCommands(): readonly Shown[] {
  return blocksOf('sh').flatMap(({ page, line: first, text }) =>
    text
      .replaceAll(/\\\n\s*/g, ' ')
      .split('\n')
      .map((line) =>
        line
          .replace(/^\(?(cd [^&]*&& )?/, '')
          .replace(/\)?\s+#.*$| > \S+$/, '')
          .trim(),
      )
      .filter((line) => line !== '' && !line.startsWith('#'))
      .flatMap((line) => line.split(/ (?:&&|\|\|?) /))
      .map((line) => ({ at: `${page}:${first}`, line, words: wordsOf(line) })),
  );
}

/** Words with either quotes around all or a part of them; nothing else of a shell occurs. */
function wordsOf(line: string): readonly string[] {
  return Array.from(line.matchAll(/(?:'[^']*'|"[^"]*"|[^\s'"])+/g), ([word]) =>
    word.replaceAll(/'([^']*)'|"([^"]*)"/g, '$1$2'),
  );
}

const BEFORE = [['npx', 'rollcall'], ['npm', 'run', '-s', 'rollcall', '--'], ['rollcall']] as const;

/** The words behind `rollcall`; null of another program. */
export function argumentsOf({ words }: Shown): readonly string[] | null {
  const before = BEFORE.find((start) => start.every((word, index) => words[index] === word));
  return before === undefined ? null : words.slice(before.length);
}
