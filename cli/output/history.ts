import type { Counts } from '#core/report/counts.ts';
import type { Run } from '#core/run/run.ts';
import { safeText } from '#core/text/safe-text.ts';
import { paint, type Terminal } from './terminal.ts';

/** An execution as `rollcall history` lists it. No duration while it runs, no counts without an output. */
export type Past = Pick<Run, 'trigger' | 'shard'> & {
  readonly executionArn: string;
  readonly startedAt: string;
  readonly durationMs: number | null;
  readonly status: string;
  readonly redrives: number;
  readonly counts: Counts | null;
};

const GAP = '  ';
const HEADER = ['STARTED', 'DURATION', 'STATUS', 'OK', 'NG', 'TRIGGER', 'EXECUTION'];
/** DURATION, OK and NG are numbers. */
const RIGHT = new Set([1, 3, 4]);
const NG_COLUMN = 4;

/** One line an execution, in columns; the last is its name, which `rollcall rerun` takes. Times are in UTC. */
export function renderHistory(past: readonly Past[], terminal: Terminal): string {
  const rows = past.map(cellsOf);
  const widths = HEADER.map((word, column) => Math.max(word.length, ...rows.map((row) => row[column]?.length ?? 0)));
  const line = (cells: readonly string[]) =>
    cells.map((cell, column) =>
      RIGHT.has(column) ? cell.padStart(widths[column] ?? 0) : cell.padEnd(widths[column] ?? 0),
    );
  const lines = rows.map((row, index) => {
    const cells = line(row);
    const isNg = (past[index]?.counts?.ng ?? 0) > 0;
    return (isNg ? cells.with(NG_COLUMN, paint(terminal, ['red', 'bold'], cells[NG_COLUMN] ?? '')) : cells).join(GAP);
  });
  return [paint(terminal, 'dim', line(HEADER).join(GAP)), ...lines].map((text) => `${text.trimEnd()}\n`).join('');
}

function cellsOf({ startedAt, durationMs, status, redrives, counts, trigger, shard, executionArn }: Past): string[] {
  return [
    startedAt.replace('T', ' ').replace(/\.\d+Z$/, 'Z'),
    durationMs === null ? '-' : `${(durationMs / 1000).toFixed(1)} s`,
    redrives > 0 ? `${status} (redriven)` : status,
    counts === null ? '-' : String(counts.ok),
    counts === null ? '-' : String(counts.ng),
    trigger === 'schedule' && shard !== null ? `schedule ${shard}` : trigger,
    executionArn.split(':').at(-1) ?? '',
  ].map(safeText);
}
