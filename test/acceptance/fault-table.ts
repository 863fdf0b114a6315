/** What came of one fault, in words: columns of the table. */
export type Outcome = {
  readonly execution: string;
  readonly alert: string;
  readonly metrics: string;
  readonly memory: string;
};

/** `redrive`: what became of what was kept, once the fault was set right; empty where nothing was redriven. */
type Row = Outcome & { readonly redrive: string };

const COLUMNS = ['execution', 'alert', 'metrics', 'memory', 'redrive'] as const;
const outcomes = new Map<string, Row>();

export function addFault(name: string, outcome: Row): void {
  outcomes.set(name, outcome);
}

/** Each of these faults that was shown, and what came of it, in columns; empty when none was. */
export function faultTable(names: readonly string[]): string {
  const rows = names.flatMap((name) => {
    const outcome = outcomes.get(name);
    return outcome === undefined ? [] : [[name, ...COLUMNS.map((column) => outcome[column])]];
  });
  if (rows.length === 0) return '';
  const table = [['fault', ...COLUMNS], ...rows];
  const widths = table[0]?.map((_, at) => Math.max(...table.map((row) => row[at]?.length ?? 0))) ?? [];
  const lines = table.map((row) =>
    row
      .map((cell, at) => cell.padEnd(widths[at] ?? 0))
      .join('  ')
      .trimEnd(),
  );
  return `\n${lines.join('\n')}\n\n`;
}
