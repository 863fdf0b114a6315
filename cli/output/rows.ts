import { markOf } from './mark.ts';
import { type Measured, type Measures, paint } from './terminal.ts';

/** One line of a table: its mark, a name, a figure, and what is to be said, which may have several lines. */
export type Row = {
  readonly isOk: boolean;
  readonly name: string;
  readonly figure: string;
  readonly remark: string;
};
/** The words above the columns, and the most lines of a remark. */
type Head = { readonly figure: string; readonly remark: string; readonly mostLines: number };

/** The columns of a table: how wide each is, and whether remarks go below the names because there is no room beside them. */
export type Layout = {
  readonly mark: number;
  readonly name: number;
  readonly figure: number;
  readonly remark: number;
  readonly isStacked: boolean;
  readonly head: Head;
  readonly terminal: Measured;
};

const GAP = '  ';
/** A remark narrower than this is hard to read: then it goes below the name instead. */
const NARROWEST_REMARK = 24;
const LARGEST_NAME_SHARE = 0.4;

/**
 * Rows whose texts are safe to print. Widths are terminal columns, so that East Asian names line up. On a terminal a
 * remark wraps in its column, or below the name when there is no room. Elsewhere nothing is cut.
 */
export function renderRows(rows: readonly Row[], head: Head, terminal: Measured): string {
  if (rows.length === 0) return '';
  const layout = layoutOf(
    rows.map(({ name }) => name),
    rows.map(({ figure }) => figure),
    head,
    terminal,
  );
  return headerText(layout) + rows.map((row) => rowText(row, layout)).join('');
}

/** The columns for rows of these names and figures. */
export function layoutOf(names: readonly string[], figures: readonly string[], head: Head, terminal: Measured): Layout {
  const { columns, unicode, width } = terminal;
  const mark = unicode ? 1 : 2;
  const figure = widest([...figures, head.figure], width);
  const name = widest([...names, 'NAME'], width);
  const fixed = { mark, figure, head, terminal };
  if (columns === null) return { ...fixed, name, remark: Number.POSITIVE_INFINITY, isStacked: false };
  const most = Math.min(name, Math.max(Math.floor(columns * LARGEST_NAME_SHARE), 4));
  const remark = columns - mark - most - figure - 3 * GAP.length;
  if (remark >= NARROWEST_REMARK) return { ...fixed, name: most, remark, isStacked: false };
  const indent = mark + GAP.length;
  return { ...fixed, name: columns - indent - figure - GAP.length, remark: columns - indent, isStacked: true };
}

/** The line above the columns; none where remarks are below the names. */
export function headerText({ mark, name, figure, head, isStacked, terminal }: Layout): string {
  if (isStacked) return '';
  const words = [' '.repeat(mark), 'NAME'.padEnd(name), head.figure.padStart(figure), head.remark];
  return `${paint(terminal, 'dim', words.join(GAP))}\n`;
}

/**
 * A row in as many lines as it takes. A name wraps in its column; one with a word that is wider has lines of its own, above
 * the rest of the row.
 */
export function rowText(row: Row, layout: Layout): string {
  const { terminal, mark, name, figure, isStacked } = layout;
  const names = terminal.wrap(row.name, name).split('\n');
  const isWide = names.some((line) => terminal.width(line) > name);
  const remarks = remarkLines(row.remark, layout).filter((line) => line !== '');
  const beside = isStacked ? [] : remarks;
  const [above, inColumn] = isWide ? [ownLines(row.name, layout), ['']] : [[], names];
  const lines = Array.from({ length: Math.max(inColumn.length, beside.length) }, (_, at) => {
    const shownMark = at === 0 && !isWide ? markOf(row.isOk, terminal) : ' '.repeat(mark);
    const shownFigure = at === 0 ? row.figure.padStart(figure) : ' '.repeat(figure);
    return [shownMark, padEnd(inColumn[at] ?? '', name, terminal), shownFigure, beside[at] ?? ''].join(GAP).trimEnd();
  });
  const below = isStacked ? remarks.map((line) => ' '.repeat(mark + GAP.length) + line) : [];
  return [
    ...above.map((line, at) => (at === 0 ? markOf(row.isOk, terminal) : ' '.repeat(mark)) + GAP + line),
    ...lines,
    ...below,
  ]
    .map((line) => `${line}\n`)
    .join('');
}

/** A name over the whole width of the terminal. */
function ownLines(name: string, { terminal, mark }: Layout): string[] {
  const room = terminal.columns === null ? Number.POSITIVE_INFINITY : terminal.columns - mark - GAP.length;
  return terminal.wrap(name, room).split('\n');
}

function remarkLines(text: string, { remark: room, head, terminal }: Layout): string[] {
  const lines = (room === Number.POSITIVE_INFINITY ? text : terminal.wrap(text, room)).split('\n');
  if (lines.length <= head.mostLines) return lines;
  const kept = lines.slice(0, head.mostLines);
  return [...kept.slice(0, -1), endedWithEllipsis(kept.at(-1) ?? '', room, terminal)];
}

/** So many whole words as leave room for the mark that some are missing; of a lone word all. */
function endedWithEllipsis(line: string, room: number, { unicode, width }: Measured): string {
  const ellipsis = unicode ? '…' : '...';
  let kept = line.trimEnd();
  while (width(kept) + ellipsis.length > room && kept.includes(' '))
    kept = kept.slice(0, kept.lastIndexOf(' ')).trimEnd();
  return kept + ellipsis;
}

function padEnd(text: string, columns: number, { width }: Measures): string {
  return text + ' '.repeat(Math.max(columns - width(text), 0));
}

function widest(texts: readonly string[], width: Measures['width']): number {
  return texts.reduce((most, text) => Math.max(most, width(text)), 0);
}
