import { isSecretName } from '#core/redact/secret-names.ts';
import type { PathFault } from '#core/settings/fault.ts';
import { faultsOf } from '#core/settings/schema-faults.ts';
import { isMap, type Path } from '#core/text/json-values.ts';
import { nearest } from '#core/text/nearest.ts';
import { quoted } from '#core/text/shown.ts';
import { rowsSchema } from './own-keys.ts';
import { isLiteralSecret } from './secrets.ts';
import { type Lookup, substituted, type Value } from './substitute.ts';
import type { Variables } from './variables.ts';

/** An entry with its variables filled; `row` says which one of several it is. */
type Row = { readonly entry: unknown; readonly row?: string };

/** What all entries of a list may unfold to; as many as aliases may. */
const MOST_NODES = 1_000_000;

/** A fault of an entry, with the values of the row that it is about. */
export type RowFault = PathFault & { readonly row?: string };

/** Fills in an entry, and unfolds its `for` where it may have one. */
export type Unfolder = (entry: unknown, path: Path, mayRepeat: boolean) => readonly Row[];

/**
 * Makes the checks of each entry: one for each row of its `for`, or one. Faults and warnings are added as they are met,
 * paths beginning with the one that is handed in. `room`: what rows have taken so far.
 */
export function unfolder(
  variables: Variables,
  faults: RowFault[],
  warnings: PathFault[],
  room: { nodes: number },
): Unfolder {
  return (entry, path, mayRepeat) => {
    if (!mayRepeat || !isMap(entry) || !Object.hasOwn(entry, 'for'))
      return [{ entry: substituted(entry, path, variables.lookup, faults) }];
    const { for: rows, ...template } = entry;
    const wrong = faultsOf(rowsSchema.safeParse(rows).error?.issues ?? [], rows);
    faults.push(...wrong.map((fault) => ({ ...fault, path: [...path, 'for', ...fault.path] })));
    if (wrong.length > 0) return [];
    const values = rows as readonly Readonly<Record<string, Value>>[];
    room.nodes += nodesIn(template) * values.length;
    if (room.nodes > MOST_NODES) {
      faults.push({ path: [...path, 'for'], at: 'key', message: 'unfolds to too much; write fewer rows' });
      return [];
    }
    return unfolded(template, values, path, variables, faults, warnings);
  };
}

function unfolded(
  template: Record<string, unknown>,
  values: readonly Readonly<Record<string, Value>>[],
  path: Path,
  variables: Variables,
  faults: RowFault[],
  warnings: PathFault[],
): readonly Row[] {
  const used = new Set<string>();
  const made = values.map((row, index): Row => {
    const own = filledRow(row, [...path, 'for', index], variables, faults);
    const lookup: Lookup = (name) => {
      const value = Object.hasOwn(own, name) ? own[name] : undefined;
      if (value === undefined) return otherwise(name, Object.keys(own), variables);
      used.add(name);
      return { value };
    };
    const wrong: PathFault[] = [];
    const made = { entry: substituted(template, path, lookup, wrong), row: rowText(own) };
    faults.push(...wrong.map((fault) => ({ ...fault, row: made.row })));
    return made;
  });
  for (const [name, value] of values.flatMap((row) => Object.entries(row))) {
    if (isLiteralSecret(name, value)) variables.secrets.add(value);
  }
  const names = [...new Set(values.flatMap((row) => Object.keys(row)))];
  for (const name of names.filter((name) => !used.has(name))) {
    const at = values.findIndex((row) => Object.hasOwn(row, name));
    warnings.push({
      path: [...path, 'for', at, name],
      at: 'key',
      message: 'is a value that nothing in the check uses; take it out',
    });
  }
  faults.push(...sameNames(made, template, path, names));
  return made;
}

/** A variable that is not of the row. */
function otherwise(name: string, ofRow: readonly string[], variables: Variables): ReturnType<Lookup> {
  const found = variables.lookup(name);
  const meant = 'fault' in found ? nearest(name, ofRow) : null;
  return meant === null ? found : { fault: `which is no variable; did you mean ${meant}?` };
}

/** The values of a row, which may hold variables of the files, and may not hide one. */
function filledRow(
  row: Readonly<Record<string, Value>>,
  path: Path,
  variables: Variables,
  faults: PathFault[],
): Readonly<Record<string, Value>> {
  for (const name of Object.keys(row)) {
    if (!variables.has(name)) continue;
    faults.push({
      path: [...path, name],
      at: 'key',
      message: 'is the name of a variable of the list too; take another',
    });
  }
  return substituted(row, path, variables.lookup, faults) as Readonly<Record<string, Value>>;
}

function sameNames(
  rows: readonly Row[],
  template: Record<string, unknown>,
  path: Path,
  values: readonly string[],
): PathFault[] {
  const names = rows.map(({ entry }) => (isMap(entry) ? entry['name'] : undefined));
  const written = template['name'];
  const isSame = names.some((name, index) => typeof name === 'string' && names.indexOf(name) < index);
  if (!isSame || typeof written !== 'string') return [];
  const meant = quoted(`${written} \${var:${values[0]}}`);
  const message = `is the same in several rows of for; write what differs into it, such as ${meant}`;
  return [{ path: [...path, 'name'], message }];
}

const rowText = (row: Readonly<Record<string, Value>>): string =>
  Object.entries(row)
    .map(([name, value]) => `${name}: ${isSecretName(name) ? '…' : quoted(String(value), 30).slice(1, -1)}`)
    .join(', ');

function nodesIn(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 1;
  return Object.values(value).reduce((sum: number, inner) => sum + nodesIn(inner), 1);
}
