import { safeText } from '#core/text/safe-text.ts';
import { markOf } from './mark.ts';
import type { Measured, Terminal } from './terminal.ts';

/** A line with a mark in front, and lines below it that say more. Texts may be anybody's: they are made safe here. */
export type Item = { readonly mark: 'ok' | 'ng' | 'note'; readonly text: string; readonly details?: readonly string[] };

/** Items one below the other, words whole and in as many columns as there are; in a pipe each text is one line. */
export function renderItems(items: readonly Item[], terminal: Measured): string {
  return items
    .flatMap(({ mark, text, details = [] }) => [
      ...block(text, `${leadOf(mark, terminal)} `, terminal),
      ...details.flatMap((detail) => block(detail, ' '.repeat(indentOf(terminal)), terminal)),
    ])
    .map((line) => `${line}\n`)
    .join('');
}

function block(text: string, lead: string, terminal: Measured): string[] {
  const indent = indentOf(terminal);
  const room = terminal.columns === null ? null : terminal.columns - indent;
  const safe = safeText(text);
  const [first = '', ...rest] = room === null ? [safe] : terminal.wrap(safe, room).split('\n');
  return [`${lead}${first}`, ...rest.map((line) => ' '.repeat(indent) + line)];
}

const indentOf = ({ unicode }: Terminal): number => (unicode ? 2 : 3);

function leadOf(mark: Item['mark'], terminal: Terminal): string {
  if (mark === 'note') return terminal.unicode ? '·' : '- ';
  return markOf(mark === 'ok', terminal);
}
