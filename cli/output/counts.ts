import type { Counts } from '#core/report/counts.ts';
import { paint, type Terminal } from './terminal.ts';

/** `38 OK, 2 NG (1 flaky, 1 degraded, 1 checker fault) in 3.2 s` */
export function renderCounts(counts: Counts, elapsedMs: number, terminal: Terminal): string {
  const { ok, ng, flaky, degraded, checkerFaults, quiet } = counts;
  const remarks = [
    ...(flaky > 0 ? [`${flaky} flaky`] : []),
    ...(degraded > 0 ? [`${degraded} degraded`] : []),
    ...(checkerFaults > 0 ? [`${checkerFaults} checker ${checkerFaults === 1 ? 'fault' : 'faults'}`] : []),
    ...(quiet > 0 ? [`${quiet} quiet`] : []),
  ];
  const okText = paint(terminal, ok > 0 ? 'green' : 'dim', `${ok} OK`);
  const ngText = paint(terminal, ng > 0 ? ['red', 'bold'] : 'dim', `${ng} NG`);
  const inParentheses = remarks.length > 0 ? ` (${remarks.join(', ')})` : '';
  return `${okText}, ${ngText}${inParentheses} in ${(elapsedMs / 1000).toFixed(1)} s\n`;
}
