import type * as z from 'zod';
import { isMap, type Path, valueAt } from '../text/json-values.ts';
import { nearest } from '../text/nearest.ts';
import { shown, sortOf } from '../text/shown.ts';
import type { PathFault } from './fault.ts';
import { readKnown } from './known-settings.ts';
import { settingsCalled } from './other-words.ts';

type Issue = z.core.$ZodIssue;

/** Settings below these may be secrets: a fault says what sort of value is there, never the value. */
const SECRET = new Set([
  'headers',
  'query',
  'body',
  'json',
  'form',
  'multipart',
  'auth',
  'tls',
  'key',
  'passphrase',
  'proxy',
  'webhook',
  'send',
  'password',
]);

/** The validator's issues as faults, one for each wrong setting. `root` is the value that was validated. */
export function faultsOf(issues: readonly Issue[], root: unknown): PathFault[] {
  const faults = issues.flatMap((issue) => faultsOfIssue(issue, [], root));
  const told = new Set<string>();
  return faults.filter(({ path }) => {
    const key = JSON.stringify(path);
    return !told.has(key) && told.add(key);
  });
}

function faultsOfIssue(issue: Issue, prefix: Path, root: unknown): PathFault[] {
  const path = [...prefix, ...issue.path.map((step) => (typeof step === 'number' ? step : String(step)))];
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({
      path: [...path, key],
      at: 'key',
      message: unknownKey(key, issue.message, path, root),
    }));
  }
  if (issue.code === 'invalid_key') return [{ path, at: 'key', message: issue.message }];
  const inner = issue.code === 'invalid_union' ? branchMeant(issue.errors) : undefined;
  if (inner !== undefined && inner.length > 0) return inner.flatMap((nested) => faultsOfIssue(nested, path, root));
  return [{ path, message: wrongValue(issue, path, valueAt(root, path)) }];
}

/** The one of a setting's forms that the value has: its faults lie within, or no other form is a map with such keys. */
function branchMeant(branches: readonly Issue[][]): Issue[] | undefined {
  const maps = branches.filter((branch) =>
    branch.every((issue) => isInside(issue) || issue.code === 'unrecognized_keys'),
  );
  return branches.find((branch) => branch.every(isInside)) ?? (maps.length === 1 ? maps[0] : undefined);
}

/** Whether the issue lies within the value, so that the value itself was of the right sort. */
function isInside(issue: Issue): boolean {
  return issue.path.length > 0;
}

function unknownKey(key: string, text: string, path: Path, root: unknown): string {
  if (key === '<<') return 'is in quotes, which makes it a plain key; write << without them';
  const { names, inner } = readKnown(text);
  const deeper = Object.keys(inner).find((map) => inner[map]?.includes(key));
  if (deeper !== undefined) return `is not a setting here; write it in ${deeper}`;
  const called = settingsCalled(key);
  const here = called.find(({ map, name }) => (map === null || map === path.at(-1)) && names.includes(name))?.name;
  const meant = here ?? nearest(key, names);
  if (meant !== null) return `is not a setting; did you mean ${meant}?`;
  const within = called.find(({ map, name }) => map !== null && inner[map]?.includes(name));
  if (within !== undefined) return `is not a setting; write ${within.name} in ${within.map}`;
  return besideMap(key, path, root) ?? `is not a setting; write one of ${names.join(', ')}`;
}

/** What a check of kind tls says of its target is as plain as that of any kind, but for its keys. */
function isSecret(path: Path): boolean {
  if (path[0] === 'expect') return false;
  return path.some((step, depth) => SECRET.has(String(step)) && !(depth === 0 && step === 'tls'));
}

/** Of a word in the map of a check's kind: what belongs to the check as a whole, or into its `expect`. */
function besideMap(key: string, path: Path, root: unknown): string | null {
  const [map, ...deeper] = path;
  if (map === undefined || map === 'expect' || deeper.length > 0 || !isMap(root) || 'checks' in root) return null;
  if (OF_A_CHECK.has(key)) return `is not a setting here; write it beside ${map}`;
  if (OF_EXPECT.has(key)) return `is not a setting here; write it in expect, beside ${map}`;
  const [meant] = settingsCalled(key).filter((one) => one.map === 'expect' || OF_A_CHECK.has(one.name));
  if (meant === undefined) return null;
  return `is not a setting here; write ${meant.name} ${meant.map === null ? '' : 'in expect, '}beside ${map}`;
}

/** What people write a level too deep. */
const OF_A_CHECK = new Set([
  'name',
  'enabled',
  'tags',
  'every',
  'cron',
  'rechecks',
  'recheckAfter',
  'expect',
  'severity',
]);
const OF_EXPECT = new Set(['status', 'keyword', 'absent', 'matches', 'latency', 'certificate', 'schema', 'redirect']);

function wrongValue(issue: Issue, path: Path, value: unknown): string {
  if (value === undefined) return `is missing; ${issue.message}`;
  if (!/^(?:write|add|did you mean) /.test(issue.message)) return issue.message;
  if (issue.code === 'too_big' && Array.isArray(value)) return `has ${value.length} items; ${issue.message}`;
  if (isSecret(path)) return `is ${sortOf(value)}; ${issue.message}`;
  const isText = issue.code === 'invalid_type' && issue.expected === 'string' && !issue.message.startsWith('add');
  const wantsText = isText || issue.message.startsWith('write the text');
  const sort =
    wantsText && (typeof value === 'number' || typeof value === 'boolean') ? `, a ${typeof value}, not text` : '';
  return `is ${shown(value)}${sort}; ${issue.message}`;
}
