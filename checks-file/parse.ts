import type { CheckList } from '#core/check/check-list.ts';
import { formatPath, type PathFault, placeText } from '#core/settings/fault.ts';
import { patternFaults } from '#core/settings/pattern-faults.ts';
import { valueAt } from '#core/text/json-values.ts';
import { quoted } from '#core/text/shown.ts';
import { readFile } from './file.ts';
import { NOTHING_OUTSIDE, type Outside } from './outside.ts';
import { type Positions, positionsIn } from './text/positions.ts';
import { readYaml, type SyntaxFault } from './text/yaml.ts';

/** `line` and `column` count from 1. `path` is empty for the file as a whole. `message` goes on from the path. */
export type Fault = { readonly line: number; readonly column: number; readonly path: string; readonly message: string };

type Parsed = { readonly list: CheckList | null; readonly faults: readonly Fault[] };

/** Reads a checks.yaml: its checks, or every fault in the order of the file. Never throws, whatever the text. */
export function parseChecks(text: string, outside: Outside = NOTHING_OUTSIDE): Parsed {
  const read = readYaml(text);
  if ('fault' in read) return { list: null, faults: syntaxFaults(text, read.fault) };
  const { faults: own, ...list } = readFile(read.value, outside);
  const patterns = (['checks', 'guard'] as const).flatMap((section) =>
    patternFaults(valueAt(read.value, [section]), own, outside, section),
  );
  const faults = [...own, ...patterns];
  if (faults.length === 0) return { list, faults: [] };
  const positions = positionsIn(text);
  return { list: null, faults: faults.map((fault) => placed(fault, positions)).toSorted(byPosition) };
}

/** `checks.yaml:12:14 checks[2].http.timeout is "90s"; write 60s or less (the checker Lambda ends at 65s)` */
export function formatFault(file: string, fault: Fault, what = ''): string {
  return `${file}:${fault.line}:${fault.column} ${what === '' ? '' : `${what}: `}${fault.path === '' ? '' : `${fault.path} `}${fault.message}`;
}

function placed({ path, at = 'value', message, twin, inside }: PathFault, positions: Positions): Fault {
  const exact = inside === undefined ? null : positions.inside(path, inside);
  const { line, column } = exact ?? positions.of(path, at);
  const within = inside === undefined || exact !== null ? '' : placeText(inside);
  const named =
    twin === undefined ? '' : `${formatPath(twin.slice(0, -1))} in line ${positions.of(twin, 'value').line}`;
  return {
    line,
    column,
    path: formatPath(path),
    message: message.replace('{twin}', named).replace('{inside}', within),
  };
}

/** The slow parser goes on after a fault and words it better; where it sees none, the fast parser's counts. */
function syntaxFaults(text: string, fast: SyntaxFault): Fault[] {
  const seen = fast.isOurs ? [] : slowFaults(text);
  const faults = seen.length === 0 ? [fast] : seen;
  return faults
    .filter(({ line }, index) => index === 0 || faults[index - 1]?.line !== line)
    .map(({ line, column, message }) => ({ line, column, path: '', message: worded(message) }));
}

function slowFaults(text: string): readonly Omit<SyntaxFault, 'isOurs'>[] {
  try {
    return positionsIn(text).syntaxFaults;
  } catch (error) {
    // It has no limit to nesting but the stack.
    if (error instanceof RangeError) return [];
    throw error;
  }
}

/** Parsers quote the text; it must not reach a terminal as it is. */
function worded(message: string): string {
  const safe = quoted(message, message.length).slice(1, -1).replaceAll('\\"', '"');
  return `${safe.charAt(0).toLowerCase()}${safe.slice(1)}`;
}

function byPosition(a: Fault, b: Fault): number {
  return a.line - b.line || a.column - b.column;
}
