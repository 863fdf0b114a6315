import { safeText } from '#core/text/safe-text.ts';
import type { Verdict } from '#core/verdict/verdict.ts';
import { headerText, type Layout, layoutOf, type Row, renderRows, rowText } from './rows.ts';
import { quietText } from './standing.ts';
import type { Measures, Terminal } from './terminal.ts';

/** For ASCII on one line. */
const PLAIN: Measures = { width: (text) => text.length, characters: (text) => text, wrap: (text) => text };

/** What the rows of these verdicts need: most rolls are all OK, in ASCII, and load nothing. */
export async function measuresFor(verdicts: readonly Verdict[]): Promise<Measures> {
  const isPlain = verdicts.every((verdict) => /^[ -~]*$/.test(verdict.name) && remarkOf(verdict) === '');
  return isPlain ? PLAIN : (await import('./measures.ts')).MEASURES;
}

/** A reason is a sentence; what is longer than this on a terminal is the target's talk, and --json has all of it. */
const HEAD = { figure: 'LATENCY', remark: 'REASON', mostLines: 4 };
/** No check takes longer: where rows come one by one, the column is made for it. */
const WIDEST_LATENCY = '60000 ms';

/** One line a verdict: mark, name, latency, reason. What is NG comes first. */
export function renderTable(verdicts: readonly Verdict[], terminal: Terminal, measures: Measures): string {
  const ordered = [...verdicts.filter(isNg), ...verdicts.filter((verdict) => !isNg(verdict))];
  return renderRows(ordered.map(rowOf), HEAD, { ...terminal, ...measures });
}

/** Whether a verdict is NG. */
export function isNg({ outcome }: Verdict): boolean {
  return outcome === 'NG';
}

/** The rows of checks that answer one by one. */
export type OpenTable = { readonly header: string; readonly row: (verdict: Verdict) => string };

/** A table for checks of these names, whose rows are made as they answer. */
export function openTable(names: readonly string[], terminal: Terminal, measures: Measures): OpenTable {
  const layout: Layout = layoutOf(names.map(safeText), [WIDEST_LATENCY], HEAD, { ...terminal, ...measures });
  return { header: headerText(layout), row: (verdict) => rowText(rowOf(verdict), layout) };
}

function rowOf(verdict: Verdict): Row {
  return {
    isOk: !isNg(verdict),
    name: safeText(verdict.name),
    figure: verdict.latencyMs === null ? '-' : `${Math.round(verdict.latencyMs)} ms`,
    remark: safeText(remarkOf(verdict)),
  };
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
