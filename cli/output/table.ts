import stringWidth from 'string-width';
import wrapAnsi from 'wrap-ansi';
import { safeText } from '#core/verdict/safe-text.ts';
import type { Quiet, Verdict } from '#core/verdict/verdict.ts';
import { paint, type Terminal } from './terminal.ts';

type Row = { readonly verdict: Verdict; readonly name: string; readonly latency: string; readonly remark: string };
type Widths = { readonly mark: number; readonly name: number; readonly latency: number };

const GAP = '  ';
/** A reason narrower than this breaks into syllables: then it goes below the name instead. */
const NARROWEST_REASON = 24;
const LARGEST_NAME_SHARE = 0.4;
/** A reason is a sentence; what is longer than this on a terminal is the target's talk, and --json has all of it. */
const MOST_REASON_LINES = 4;

const segmenter = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/**
 * One line a verdict: mark, name, latency, reason; widths are terminal columns, so that East Asian names line up. On a
 * terminal the reason wraps in its column, or below the name when there is no room. Elsewhere nothing is cut.
 */
export function renderTable(verdicts: readonly Verdict[], terminal: Terminal): string {
  if (verdicts.length === 0) return '';
  const rows = verdicts.map((verdict) => ({
    verdict,
    name: safeText(verdict.name),
    latency: verdict.latencyMs === null ? '-' : `${Math.round(verdict.latencyMs)} ms`,
    remark: safeText(remarkOf(verdict)),
  }));
  const widths = widthsOf(rows, terminal);
  const left = widths.mark + widths.name + widths.latency + 3 * GAP.length;
  const reason = terminal.columns === null ? Number.POSITIVE_INFINITY : terminal.columns - left;
  const lines =
    reason < NARROWEST_REASON
      ? rows.flatMap((row) => stacked(row, widths, terminal))
      : [header(widths, terminal), ...rows.flatMap((row) => sideBySide(row, widths, reason, terminal))];
  return lines.map((line) => `${line}\n`).join('');
}

function remarkOf(verdict: Verdict): string {
  const answer = answerOf(verdict);
  return verdict.quiet === undefined
    ? answer
    : [QUIET_WORDS[verdict.quiet.because](verdict.quiet.by), answer].filter((text) => text !== '').join(': ');
}

const QUIET_WORDS: Readonly<Record<Quiet['because'], (by: string) => string>> = {
  maintenance: (by) => `maintenance (${by})`,
  parent: (by) => `suppressed by ${by}`,
};

function answerOf({ reason, flaky, degraded, attempts }: Verdict): string {
  if (reason !== null) return reason.message;
  if (flaky) return `flaky: OK on attempt ${attempts}`;
  return degraded ? 'degraded' : '';
}

function widthsOf(rows: readonly Row[], { columns, unicode }: Terminal): Widths {
  const mark = unicode ? 1 : 2;
  const latency = widest(rows.map((row) => row.latency).concat('LATENCY'));
  const name = widest(rows.map((row) => row.name).concat('NAME'));
  if (columns === null) return { mark, latency, name };
  const left = mark + latency + 3 * GAP.length;
  if (columns - left - Math.min(name, Math.floor(columns * LARGEST_NAME_SHARE)) >= NARROWEST_REASON) {
    return { mark, latency, name: Math.min(name, Math.max(Math.floor(columns * LARGEST_NAME_SHARE), 4)) };
  }
  return { mark, latency, name: Math.max(columns - mark - latency - 2 * GAP.length, 4) };
}

function header(widths: Widths, terminal: Terminal): string {
  const words = [' '.repeat(widths.mark), 'NAME'.padEnd(widths.name), 'LATENCY'.padStart(widths.latency), 'REASON'];
  return paint(terminal, 'dim', words.join(GAP));
}

function sideBySide(row: Row, widths: Widths, width: number, terminal: Terminal): string[] {
  const [first = '', ...rest] = wrapped(row.remark, width, terminal);
  const indent = ' '.repeat(widths.mark + widths.name + widths.latency + 3 * GAP.length);
  return [`${lead(row, widths, terminal)}${GAP}${first}`.trimEnd(), ...rest.map((line) => indent + line)];
}

function stacked(row: Row, widths: Widths, terminal: Terminal): string[] {
  const indent = ' '.repeat(widths.mark + GAP.length);
  const reason = wrapped(row.remark, (terminal.columns ?? 0) - indent.length, terminal);
  return [lead(row, widths, terminal), ...reason.filter((line) => line !== '').map((line) => indent + line)];
}

function lead(row: Row, widths: Widths, terminal: Terminal): string {
  const name = padEnd(cut(row.name, widths.name, terminal), widths.name);
  return [markOf(row.verdict, terminal), name, row.latency.padStart(widths.latency)].join(GAP);
}

function markOf({ outcome }: Verdict, terminal: Terminal): string {
  if (outcome === 'OK') return paint(terminal, 'green', terminal.unicode ? '✓' : 'OK');
  return paint(terminal, ['red', 'bold'], terminal.unicode ? '✗' : 'NG');
}

function wrapped(text: string, width: number, terminal: Terminal): string[] {
  if (width === Number.POSITIVE_INFINITY) return [text];
  const lines = wrapAnsi(text, width, { hard: true }).split('\n');
  if (lines.length <= MOST_REASON_LINES) return lines;
  const kept = lines.slice(0, MOST_REASON_LINES);
  return [...kept.slice(0, -1), cut(`${kept.at(-1)}${' '.repeat(width)}`, width, terminal)];
}

/** The text if it fits, else as many whole characters as leave room for the mark that some are missing. */
function cut(text: string, width: number, { unicode }: Pick<Terminal, 'unicode'>): string {
  if (stringWidth(text) <= width) return text;
  const ellipsis = unicode ? '…' : '...';
  const room = Math.max(width - ellipsis.length, 0);
  let kept = '';
  let used = 0;
  for (const { segment } of segmenter.segment(text)) {
    used += stringWidth(segment);
    if (used > room) break;
    kept += segment;
  }
  return `${kept.trimEnd()}${ellipsis}`;
}

function padEnd(text: string, width: number): string {
  return text + ' '.repeat(Math.max(width - stringWidth(text), 0));
}

function widest(texts: readonly string[]): number {
  return texts.reduce((most, text) => Math.max(most, stringWidth(text)), 0);
}
