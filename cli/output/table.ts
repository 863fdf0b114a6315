import { safeText } from '#core/text/safe-text.ts';
import type { Verdict } from '#core/verdict/verdict.ts';
import { quietText } from './standing.ts';
import { type Measures, paint, type Terminal } from './terminal.ts';

/** One line of a table: its mark, a name, a figure, and what is to be said, which may have several lines. */
export type Row = {
  readonly isOk: boolean;
  readonly name: string;
  readonly figure: string;
  readonly remark: string;
};
/** The words above the columns, and the most lines of a remark. */
type Head = { readonly figure: string; readonly remark: string; readonly mostLines: number };
/** For ASCII on one line. */
const PLAIN: Measures = { width: (text) => text.length, characters: (text) => text, wrap: (text) => text };

/** What the rows of these verdicts need: most rolls are all OK, in ASCII, and load nothing. */
export async function measuresFor(verdicts: readonly Verdict[]): Promise<Measures> {
  const isPlain = verdicts.every((verdict) => /^[ -~]*$/.test(verdict.name) && remarkOf(verdict) === '');
  return isPlain ? PLAIN : (await import('./measures.ts')).MEASURES;
}

type Measured = Terminal & Measures;
type Widths = { readonly mark: number; readonly name: number; readonly figure: number };

const GAP = '  ';
/** A reason narrower than this breaks into syllables: then it goes below the name instead. */
const NARROWEST_REASON = 24;
const LARGEST_NAME_SHARE = 0.4;
/** A reason is a sentence; what is longer than this on a terminal is the target's talk, and --json has all of it. */
const MOST_REASON_LINES = 4;

/** One line a verdict: mark, name, latency, reason. */
export function renderTable(verdicts: readonly Verdict[], terminal: Terminal, measures: Measures): string {
  const rows = verdicts.map((verdict) => ({
    isOk: verdict.outcome === 'OK',
    name: safeText(verdict.name),
    figure: verdict.latencyMs === null ? '-' : `${Math.round(verdict.latencyMs)} ms`,
    remark: safeText(remarkOf(verdict)),
  }));
  return renderRows(
    rows,
    { figure: 'LATENCY', remark: 'REASON', mostLines: MOST_REASON_LINES },
    { ...terminal, ...measures },
  );
}

/**
 * Rows whose texts are safe to print. Widths are terminal columns, so that East Asian names line up. On a terminal a
 * remark wraps in its column, or below the name when there is no room. Elsewhere nothing is cut.
 */
export function renderRows(rows: readonly Row[], head: Head, terminal: Measured): string {
  if (rows.length === 0) return '';
  const widths = widthsOf(rows, head, terminal);
  const left = widths.mark + widths.name + widths.figure + 3 * GAP.length;
  const room = terminal.columns === null ? Number.POSITIVE_INFINITY : terminal.columns - left;
  const lines =
    room < NARROWEST_REASON
      ? rows.flatMap((row) => stacked(row, widths, head, terminal))
      : [
          header(widths, head, terminal),
          ...rows.flatMap((row) => sideBySide(row, widths, { ...head, room }, terminal)),
        ];
  return lines.map((line) => `${line}\n`).join('');
}

/** What is to be said of a verdict beside its outcome; empty for one that is plainly OK. */
export function remarkOf(verdict: Verdict): string {
  const answer = answerOf(verdict);
  return verdict.quiet === undefined
    ? answer
    : [quietText(verdict.quiet), answer].filter((text) => text !== '').join(': ');
}

function answerOf({ reason, flaky, degraded, warning, lenient, attempts }: Verdict): string {
  if (reason !== null) return reason.message;
  const words = [
    flaky ? `flaky: OK on attempt ${attempts}` : '',
    degraded && !flaky ? ['degraded', warning].filter(Boolean).join(': ') : '',
    lenient === undefined ? '' : `lenient: ${lenient.join(', ')}`,
  ];
  return words.filter((word) => word !== '').join('; ');
}

function widthsOf(rows: readonly Row[], head: Head, { columns, unicode, width }: Measured): Widths {
  const mark = unicode ? 1 : 2;
  const figure = widest(rows.map((row) => row.figure).concat(head.figure), width);
  const name = widest(rows.map((row) => row.name).concat('NAME'), width);
  if (columns === null) return { mark, figure, name };
  const left = mark + figure + 3 * GAP.length;
  if (columns - left - Math.min(name, Math.floor(columns * LARGEST_NAME_SHARE)) >= NARROWEST_REASON) {
    return { mark, figure, name: Math.min(name, Math.max(Math.floor(columns * LARGEST_NAME_SHARE), 4)) };
  }
  return { mark, figure, name: Math.max(columns - mark - figure - 2 * GAP.length, 4) };
}

function header(widths: Widths, { figure, remark }: Head, terminal: Terminal): string {
  const words = [' '.repeat(widths.mark), 'NAME'.padEnd(widths.name), figure.padStart(widths.figure), remark];
  return paint(terminal, 'dim', words.join(GAP));
}

type Room = { readonly room: number; readonly mostLines: number };

function sideBySide(row: Row, widths: Widths, room: Room, terminal: Measured): string[] {
  const [first = '', ...rest] = wrapped(row.remark, room, terminal);
  const indent = ' '.repeat(widths.mark + widths.name + widths.figure + 3 * GAP.length);
  return [`${lead(row, widths, terminal)}${GAP}${first}`.trimEnd(), ...rest.map((line) => indent + line)];
}

function stacked(row: Row, widths: Widths, { mostLines }: Head, terminal: Measured): string[] {
  const indent = ' '.repeat(widths.mark + GAP.length);
  const remark = wrapped(row.remark, { room: (terminal.columns ?? 0) - indent.length, mostLines }, terminal);
  return [lead(row, widths, terminal), ...remark.filter((line) => line !== '').map((line) => indent + line)];
}

function lead(row: Row, widths: Widths, terminal: Measured): string {
  const name = padEnd(cut(row.name, widths.name, terminal), widths.name, terminal);
  return [markOf(row, terminal), name, row.figure.padStart(widths.figure)].join(GAP);
}

function markOf({ isOk }: Row, terminal: Terminal): string {
  if (isOk) return paint(terminal, 'green', terminal.unicode ? '✓' : 'OK');
  return paint(terminal, ['red', 'bold'], terminal.unicode ? '✗' : 'NG');
}

function wrapped(text: string, { room, mostLines }: Room, terminal: Measured): string[] {
  const lines = (room === Number.POSITIVE_INFINITY ? text : terminal.wrap(text, room)).split('\n');
  if (lines.length <= mostLines) return lines;
  const kept = lines.slice(0, mostLines);
  return [...kept.slice(0, -1), cut(`${kept.at(-1)}${' '.repeat(room)}`, room, terminal)];
}

/** The text if it fits, else as many whole characters as leave room for the mark that some are missing. */
function cut(text: string, width: number, { unicode, ...measures }: Measured): string {
  if (measures.width(text) <= width) return text;
  const ellipsis = unicode ? '…' : '...';
  const room = Math.max(width - ellipsis.length, 0);
  let kept = '';
  let used = 0;
  for (const character of measures.characters(text)) {
    used += measures.width(character);
    if (used > room) break;
    kept += character;
  }
  return `${kept.trimEnd()}${ellipsis}`;
}

function padEnd(text: string, columns: number, { width }: Measures): string {
  return text + ' '.repeat(Math.max(columns - width(text), 0));
}

function widest(texts: readonly string[], width: Measures['width']): number {
  return texts.reduce((most, text) => Math.max(most, width(text)), 0);
}
