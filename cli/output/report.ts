import type { CheckMonth, MonthReport } from '#core/history/month-report.ts';
import { safeText } from '#core/text/safe-text.ts';
import { type Item, renderItems } from './items.ts';
import { budgetText, lastingText, latencyText, longestText, objectiveText, uptimeText } from './report-figures.ts';
import { type Measured, paint } from './terminal.ts';

const GAP = '  ';
type Column = { readonly head: string; readonly isNumber?: true; readonly of: (check: CheckMonth) => string };

const NAME: Column = { head: 'NAME', of: ({ name }) => safeText(name) };
const COLUMNS: readonly Column[] = [
  { head: 'UPTIME', isNumber: true, of: ({ uptime }) => uptimeText(uptime) },
  { head: 'INCIDENTS', isNumber: true, of: ({ incidents }) => String(incidents) },
  { head: 'LONGEST', of: ({ longestOutage }) => longestText(longestOutage) },
  { head: 'MTTR', of: ({ mttrMs }) => lastingText(mttrMs) },
  { head: 'P50', isNumber: true, of: ({ latency }) => latencyText(latency?.p50) },
  { head: 'P95', isNumber: true, of: ({ latency }) => latencyText(latency?.p95) },
  { head: 'P99', isNumber: true, of: ({ latency }) => latencyText(latency?.p99) },
];
const OBJECTIVES: readonly Column[] = [
  { head: 'SLO', of: ({ slo }) => objectiveText(slo) },
  { head: 'ERROR BUDGET', of: ({ slo }) => budgetText(slo) },
];

/** The month in a sentence or two, and a line a check in columns; below one another where there is no room for these. */
export function renderReport(report: MonthReport, terminal: Measured): string {
  const { checks } = report;
  const summary = renderItems(summaryItems(report), terminal);
  const columns = [NAME, ...COLUMNS, ...(checks.some(({ slo }) => slo !== null) ? OBJECTIVES : [])];
  const table = tableOf(columns, checks, terminal);
  return `${summary}\n${
    table ??
    renderItems(
      checks.map((check) => itemOf(check, columns)),
      terminal,
    )
  }`;
}

function summaryItems({ month, timezone, isOver, overall, checks }: MonthReport): readonly Item[] {
  const { uptime, incidents, mttrMs, mtbfMs, longestOutage, sloMet, sloMissed } = overall;
  const whole = isOver ? '' : ', so far';
  const known = checks.filter((check) => check.uptime !== null).length;
  const outages = [
    incidents === 1 ? '1 incident' : `${incidents} incidents`,
    ...(longestOutage === null ? [] : [`the longest ${longestText(longestOutage)}`]),
    ...(mttrMs === null ? [] : [`repaired in ${lastingText(mttrMs)} on average`]),
    ...(mtbfMs === null ? [] : [`${lastingText(mtbfMs)} of a check between two`]),
  ];
  const objectives = sloMet + sloMissed === 0 ? [] : [`objectives: ${sloMet} met, ${sloMissed} missed`];
  return [
    {
      mark: incidents === 0 && sloMissed === 0 ? 'ok' : 'ng',
      text: `${month}${whole} (${timezone}): ${uptimeText(uptime)} up${known > 1 ? `, the mean of ${known} checks` : ''}`,
      details: [outages.join(', '), ...objectives],
    },
  ];
}

/** Null where a line is wider than the terminal. */
function tableOf(columns: readonly Column[], checks: readonly CheckMonth[], terminal: Measured): string | null {
  const rows = checks.map((check) => columns.map(({ of }) => of(check)));
  const widths = columns.map(({ head }, at) =>
    Math.max(...[head, ...rows.map((row) => row[at] ?? '')].map(terminal.width)),
  );
  const widest = widths.reduce((sum, width) => sum + width, GAP.length * (columns.length - 1));
  if (terminal.columns !== null && widest > terminal.columns) return null;
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, at) => {
        const space = ' '.repeat(Math.max((widths[at] ?? 0) - terminal.width(cell), 0));
        return columns[at]?.isNumber ? space + cell : cell + space;
      })
      .join(GAP)
      .trimEnd();
  const head = paint(terminal, 'dim', line(columns.map((column) => column.head)));
  return [head, ...rows.map(line)].map((text) => `${text}\n`).join('');
}

function itemOf(check: CheckMonth, [, ...columns]: readonly Column[]): Item {
  const known = columns.map(({ head, of }) => [head, of(check)] as const).filter(([, text]) => text !== '-');
  const details = [known.map(([head, text]) => `${head.toLowerCase()} ${text}`).join(', ')];
  return { mark: markOf(check), text: check.name, details };
}

/** By the objective where there is one. */
function markOf({ uptime, slo, incidents }: CheckMonth): Item['mark'] {
  if (uptime === null) return 'note';
  return (slo?.isMet ?? incidents === 0) ? 'ok' : 'ng';
}
