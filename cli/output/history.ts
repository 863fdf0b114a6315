import type { Counts } from '#core/report/counts.ts';
import type { Run } from '#core/run/run.ts';
import { safeText } from '#core/text/safe-text.ts';
import { type Item, renderItems } from './items.ts';
import { type Measured, paint } from './terminal.ts';

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

/**
 * One line an execution, in columns; the last is its name, which `rollcall rerun` takes. Where there is no room for a line
 * the name is below the rest. Times are in UTC.
 */
export function renderHistory(past: readonly Past[], terminal: Measured): string {
  const rows = past.map(cellsOf);
  const widths = HEADER.map((word, column) => Math.max(word.length, ...rows.map((row) => row[column]?.length ?? 0)));
  const line = (cells: readonly string[]) =>
    cells.map((cell, column) =>
      RIGHT.has(column) ? cell.padStart(widths[column] ?? 0) : cell.padEnd(widths[column] ?? 0),
    );
  const header = line(HEADER).join(GAP);
  const widest = widths.reduce((sum, width) => sum + width, GAP.length * (HEADER.length - 1));
  if (terminal.columns !== null && widest > terminal.columns) return renderItems(past.map(itemOf), terminal);
  const lines = rows.map((row, index) => {
    const cells = line(row);
    const isNg = (past[index]?.counts?.ng ?? 0) > 0;
    return (isNg ? cells.with(NG_COLUMN, paint(terminal, ['red', 'bold'], cells[NG_COLUMN] ?? '')) : cells).join(GAP);
  });
  return [paint(terminal, 'dim', header), ...lines].map((text) => `${text.trimEnd()}\n`).join('');
}

function itemOf(one: Past): Item {
  const [started = '', duration = '', status = '', , , trigger = '', name = ''] = cellsOf(one);
  const { counts } = one;
  const answers = counts === null ? [] : [`${counts.ok} OK, ${counts.ng} NG`];
  const isWell = status.startsWith('SUCCEEDED') && counts?.ng === 0;
  return {
    mark: isWell ? 'ok' : status === 'RUNNING' ? 'note' : 'ng',
    text: [started, ...(duration === '-' ? [] : [duration]), status, ...answers, trigger].join(GAP),
    details: [name],
  };
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
