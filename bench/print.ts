import { availableParallelism, cpus } from 'node:os';
import type { CheckerBundle } from './import-time.ts';
import type { HotSpot, Profile } from './profile.ts';
import type { Row, Target } from './summary.ts';

/** Markdown tables, so that a run can be pasted into docs/benchmarks.md as it is. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = head.map((cell, column) => Math.max(cell.length, ...rows.map((row) => row[column]?.length ?? 0)));
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`;
  const rule = `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`;
  return `${[line(head), rule, ...rows.map(line)].join('\n')}\n`;
}

export function machineLine(): string {
  return `Node ${process.versions.node}, ${availableParallelism()} cores, ${cpus()[0]?.model ?? 'unknown processor'}`;
}

export function rowsTable(rows: readonly Row[]): string {
  return table(
    ['', 'N', 'contender', 'CPU s per 1,000', 'checks/s', 'peak MB', 'rounds'],
    rows.map((row) => [
      row.protocol,
      String(row.checks),
      row.contender,
      row.cpuSecondsPer1000.toFixed(2),
      row.checksPerSecond.toFixed(0),
      row.peakMegabytes?.toFixed(0) ?? '-',
      String(row.rounds),
    ]),
  );
}

/** `0.93 ×  met` or `1.70 ×  missed by 13 %`. */
function outcome({ value, limit }: Target): string {
  return value <= limit ? 'met' : `missed by ${Math.ceil((value / limit - 1) * 100)} %`;
}

export function targetsTable(targets: readonly Target[]): string {
  if (targets.length === 0) return '';
  const figure = (value: number, unit: Target['unit']): string => (unit === 'MB' ? value.toFixed(0) : value.toFixed(2));
  return table(
    ['', 'rollcall', 'is', 'aim', ''],
    targets.map((target) => [
      target.protocol,
      target.name,
      `${figure(target.value, target.unit)} ${target.unit}`,
      `≤ ${target.limit} ${target.unit}`,
      outcome(target),
    ]),
  );
}

export function bundlesTable(bundles: readonly CheckerBundle[]): string {
  return table(
    ['checker', 'kB at start', 'kB in all', 'import against a bare handler'],
    bundles.map(({ kind, startKb, wholeKb, importRatio }) => [
      kind,
      startKb.toFixed(0),
      wholeKb.toFixed(0),
      `${importRatio.toFixed(2)} ×`,
    ]),
  );
}

export function profileTables({ totalMs, byOwner, hottest }: Profile): string {
  const cells = ({ name, selfMs }: HotSpot): string[] => [
    `${((selfMs / totalMs) * 100).toFixed(1)} %`,
    selfMs.toFixed(0),
    name,
  ];
  return [
    table(['self', 'ms', 'owner'], byOwner.map(cells)),
    table(['self', 'ms', 'function'], hottest.map(cells)),
  ].join('\n');
}
