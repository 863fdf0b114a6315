import { globSync, readFileSync } from 'node:fs';

/** Every page that people read, by its path from the root. */
export const PAGES: readonly string[] = globSync([
  '*.md',
  'docs/**/*.md',
  'kinds/*/README.md',
  'examples/*/*.md',
]).toSorted();

export type Block = {
  readonly page: string;
  /** Of its first line, from 1. */
  readonly line: number;
  readonly text: string;
  /** What the comment on the line above says: why a test cannot take it. */
  readonly why: string | undefined;
};

const FENCE = /(?:<!-- (.*) -->\n\s*\n?)?^([ ]*)```(.*)\n([\s\S]*?)^\2```$/gm;

/** The blocks of code of a language in all pages, whatever they are indented by; of `''` those that name none. */
export function blocksOf(language: string): readonly Block[] {
  return PAGES.flatMap((page) => {
    const text = readFileSync(page, 'utf8');
    return Array.from(text.matchAll(FENCE))
      .filter(([, , , named]) => named === language)
      .map(({ 0: whole, 1: why, 2: indent = '', 4: inside = '', index }) => ({
        page,
        line: text.slice(0, index + whole.indexOf('```')).split('\n').length + 1,
        text: inside.replaceAll(new RegExp(`^${indent}`, 'gm'), ''),
        why,
      }));
  });
}
