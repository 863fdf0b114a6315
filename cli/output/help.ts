import type { Help } from 'commander';
import type { Out } from '../io.ts';

/** A description narrower than this beside its option is hard to read: then it goes below. */
const NARROWEST = 24;
const INDENT = '  ';

/** How commander lays help out: beside the options where there is room, and below them on a narrow terminal. */
export const HELP_LAYOUT: Pick<Help, 'minWidthToWrap' | 'formatItem'> = {
  minWidthToWrap: 1,
  formatItem(term, termWidth, description, helper) {
    const room = (helper.helpWidth ?? 80) - termWidth - 2 * INDENT.length;
    if (description === '') return INDENT + term;
    if (room >= NARROWEST) {
      const beside = helper
        .boxWrap(description, room)
        .replaceAll('\n', `\n${' '.repeat(termWidth + 2 * INDENT.length)}`);
      return `${INDENT}${term.padEnd(termWidth)}${INDENT}${beside}`;
    }
    const below = helper.boxWrap(description, Math.max(room + termWidth - INDENT.length, 1));
    return [INDENT + term, ...below.split('\n').map((line) => INDENT.repeat(3) + line)].join('\n');
  },
};

/** The lines that a paragraph was written in, as one on a terminal that is narrower than they are. */
export function paragraphs(text: string, { columns }: Out): string {
  if (!columns) return text;
  return text.split('\n').some((line) => line.length > columns) ? text.replace(/(?<=\S)\n(?=[a-z\d])/g, ' ') : text;
}
