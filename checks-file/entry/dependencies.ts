import type { Check, Schedule } from '#core/check/check.ts';
import { BUDGETS } from '#core/contract.ts';
import { familiesOf } from '#core/run/families.ts';
import { scheduleName } from '#core/run/interval.ts';
import { roomOfRun } from '#core/run/run-size.ts';
import type { PathFault } from '#core/settings/fault.ts';
import { isMap, type Path } from '#core/text/json-values.ts';
import { nearest } from '#core/text/nearest.ts';
import { quoted } from '#core/text/shown.ts';
import { formatSize } from '#core/text/size.ts';

/**
 * An entry as it was written, the check that it is, null where it has faults of its own, and its schedule, null where that
 * has.
 */
type Listed = { readonly entry: unknown; readonly check: Check | null; readonly schedule: Schedule | null };

/** One name under dependsOn. `path` goes on from the list of entries. `isRepeated`: the check has it before. */
type Edge = { readonly child: number; readonly name: string; readonly path: Path; readonly isRepeated: boolean };

/**
 * What is wrong with what checks depend on, paths from the list on. `names`: the place in the list of each name that there
 * is. `guard`: checks that each run calls too.
 */
export function dependencyFaults(
  listed: readonly Listed[],
  names: ReadonlyMap<string, number>,
  guard: readonly Check[],
): PathFault[] {
  const edges = listed.flatMap(({ entry }, index) => edgesOf(entry, index));
  if (edges.length === 0) return [];
  return [
    ...edges.flatMap((edge) => edgeFaults(edge, listed, names)),
    ...cycleFaults(edges, names),
    ...familyFaults(edges, listed, guard),
  ];
}

function edgesOf(entry: unknown, child: number): Edge[] {
  const written = isMap(entry) ? entry['dependsOn'] : undefined;
  if (typeof written === 'string' && written !== '') {
    return [{ child, name: written, path: [child, 'dependsOn'], isRepeated: false }];
  }
  if (!Array.isArray(written)) return [];
  return written.flatMap((name: unknown, index): Edge[] => {
    if (typeof name !== 'string' || name === '') return [];
    return [{ child, name, path: [child, 'dependsOn', index], isRepeated: written.indexOf(name) < index }];
  });
}

function edgeFaults(
  { child, name, path, isRepeated }: Edge,
  listed: readonly Listed[],
  names: ReadonlyMap<string, number>,
): PathFault[] {
  const fault = (message: string): PathFault[] => [{ path, message: `is ${quoted(name)}${message}` }];
  const parent = names.get(name);
  if (parent === undefined) {
    const meant = nearest(name, [...names.keys()]);
    return fault(
      `, which no check has as its name; ${meant === null ? 'write one of this list' : `did you mean ${quoted(meant)}?`}`,
    );
  }
  if (parent === child) return fault(', the check itself; write another, or leave it out');
  if (isRepeated) return fault(' a second time; write it once');
  if (isDisabled(listed[parent]?.entry) && !isDisabled(listed[child]?.entry))
    return fault(', which is disabled; enable it, or take it out');
  const [own, its] = [listed[child]?.schedule ?? null, listed[parent]?.schedule ?? null];
  if (own === null || its === null || scheduleName(own) === scheduleName(its)) return [];
  return fault(`, which has another schedule; write ${writtenAs(its)} here too, or the same for both in defaults`);
}

const isDisabled = (entry: unknown): boolean => isMap(entry) && entry['enabled'] === false;

function writtenAs(schedule: Schedule): string {
  if ('every' in schedule) return `every: ${scheduleName(schedule)}`;
  return `cron: ${quoted(schedule.cron)} and timezone: ${schedule.timezone}`;
}

/** Each cycle once, where the first of its checks in the list says what it depends on. */
function cycleFaults(edges: readonly Edge[], names: ReadonlyMap<string, number>): PathFault[] {
  const parents = Map.groupBy(edges, ({ child }) => child);
  const nameAt = new Map([...names].map(([name, index]) => [index, name]));
  const done = new Set<number>();
  const faults: PathFault[] = [];
  const walk = (index: number, way: readonly number[]): void => {
    const begin = way.indexOf(index);
    if (begin >= 0) {
      faults.push(cycleFault(way.slice(begin), parents, nameAt));
      return;
    }
    if (done.has(index)) return;
    for (const { name } of parents.get(index) ?? []) {
      const parent = names.get(name);
      if (parent !== undefined && parent !== index) walk(parent, [...way, index]);
    }
    done.add(index);
  };
  for (const index of parents.keys()) walk(index, []);
  return faults;
}

function cycleFault(
  cycle: readonly number[],
  parents: ReadonlyMap<number, readonly Edge[]>,
  nameAt: ReadonlyMap<number, string>,
): PathFault {
  const first = cycle.indexOf(Math.min(...cycle));
  const turned = [...cycle.slice(first), ...cycle.slice(0, first)];
  const words = [...turned, turned[0] ?? 0].map((index) => nameAt.get(index) ?? '');
  const edge = parents.get(turned[0] ?? 0)?.find(({ name }) => name === words[1]);
  const message = `goes round in a circle: ${words.join(' → ')}; take one of them out`;
  return { path: edge?.path ?? [turned[0] ?? 0, 'dependsOn'], message };
}

/** Checks that depend on each other are judged in one run, in which the guards are too. */
function familyFaults(edges: readonly Edge[], listed: readonly Listed[], guard: readonly Check[]): PathFault[] {
  const checks = listed.flatMap(({ entry, check }) => (check === null || isDisabled(entry) ? [] : [check]));
  return familiesOf(checks).flatMap((family): PathFault[] => {
    const run = [...family, ...guard];
    if (run.length <= BUDGETS.shardChecks && bytesOf(run) <= BUDGETS.shardBytes) return [];
    const edge = edges.find(({ child }) => family.some((one) => one === listed[child]?.check));
    const tied = `ties ${family.length} checks (${formatSize(bytesOf(family))})`;
    const message = `${tied} into one run, which takes less (${roomOfRun(guard)}); depend on fewer`;
    return edge === undefined ? [] : [{ path: edge.path, message }];
  });
}

const bytesOf = (checks: readonly Check[]): number => Buffer.byteLength(JSON.stringify(checks));
