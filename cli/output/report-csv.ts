import type { CheckMonth, MonthReport } from '#core/history/month-report.ts';

type Cell = string | number | boolean | null;

const COLUMNS: readonly (readonly [head: string, of: (check: CheckMonth) => Cell])[] = [
  ['name', ({ name }) => name],
  ['tags', ({ tags }) => tags.join(' ')],
  ['uptime_percent', ({ uptime }) => (uptime === null ? null : rounded(uptime * 100, 6))],
  ['ok', ({ ok }) => ok],
  ['ng', ({ ng }) => ng],
  ['degraded', ({ degraded }) => degraded],
  ['excused', ({ excused }) => excused],
  ['incidents', ({ incidents }) => incidents],
  ['down_seconds', ({ downMs }) => seconds(downMs)],
  ['longest_outage_seconds', ({ longestOutage }) => seconds(longestOutage?.lastedMs)],
  ['mttr_seconds', ({ mttrMs }) => seconds(mttrMs)],
  ['mtbf_seconds', ({ mtbfMs }) => seconds(mtbfMs)],
  ['p50_ms', ({ latency }) => latency?.p50 ?? null],
  ['p95_ms', ({ latency }) => latency?.p95 ?? null],
  ['p99_ms', ({ latency }) => latency?.p99 ?? null],
  ['slo_percent', ({ slo }) => slo?.target ?? null],
  ['slo_met', ({ slo }) => slo?.isMet ?? null],
  ['budget_seconds', ({ slo }) => seconds(slo?.budgetMs)],
  ['budget_consumed_seconds', ({ slo }) => seconds(slo?.consumedMs)],
  ['budget_left_seconds', ({ slo }) => seconds(slo?.leftMs)],
  ['budget_consumed_percent', ({ slo }) => slo?.consumedPercent ?? null],
];

/** A line a check, as RFC 4180 has it. What is not known is empty. */
export function reportCsv({ month, checks }: MonthReport): string {
  const head = ['month', ...COLUMNS.map(([name]) => name)];
  const rows = checks.map((check) => [month, ...COLUMNS.map(([, of]) => of(check))]);
  return [head, ...rows].map((cells) => `${cells.map(cellText).join(',')}\r\n`).join('');
}

function cellText(cell: Cell): string {
  if (cell === null) return '';
  if (typeof cell !== 'string') return String(cell);
  // Spreadsheets take such a text for a formula, and would run it.
  const inert = /^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]/.test(inert) ? `"${inert.replaceAll('"', '""')}"` : inert;
}

const seconds = (ms: number | null | undefined): number | null => (ms == null ? null : Math.round(ms / 1000));

function rounded(number: number, digits: number): number {
  return Number(number.toFixed(digits));
}
