import type * as z from 'zod';
import { type Path, valueAt } from '../text/json-values.ts';
import { nearest } from '../text/nearest.ts';
import { shown, sortOf } from '../text/shown.ts';
import type { PathFault } from './fault.ts';
import { readKnown } from './known-settings.ts';

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
    return issue.keys.map((key) => ({ path: [...path, key], at: 'key', message: unknownKey(key, issue.message) }));
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

/** What other tools call a setting. */
const ELSEWHERE: ReadonlyMap<string, string> = new Map([['retries', 'rechecks']]);

function unknownKey(key: string, text: string): string {
  if (key === '<<') return 'is a merge key, which YAML 1.2 does not have; write the settings out, or use defaults';
  const { names, inner } = readKnown(text);
  const deeper = Object.keys(inner).find((map) => inner[map]?.includes(key));
  if (deeper !== undefined) return `is not a setting here; write it in ${deeper}`;
  const elsewhere = ELSEWHERE.get(key) ?? '';
  const meant = names.includes(elsewhere) ? elsewhere : nearest(key, names);
  return meant === null
    ? `is not a setting; write one of ${names.join(', ')}`
    : `is not a setting; did you mean ${meant}?`;
}

/** What a check of kind tls says of its target is as plain as that of any kind, but for its keys. */
function isSecret(path: Path): boolean {
  if (path[0] === 'expect') return false;
  return path.some((step, depth) => SECRET.has(String(step)) && !(depth === 0 && step === 'tls'));
}

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
