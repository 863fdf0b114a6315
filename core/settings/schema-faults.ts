import type * as z from 'zod';
import { type Path, valueAt } from '../text/json-values.ts';
import { shown, sortOf } from '../text/shown.ts';
import type { PathFault } from './fault.ts';
import { type KnownSettings, readKnown } from './known-settings.ts';
import { mistypedKey, unspacedText } from './mistyped-key.ts';
import { type Place, unknownSetting } from './unknown-setting.ts';

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

/**
 * The validator's issues as faults, one for each wrong setting. `root` is the value that was validated; `entry` the settings
 * that it may have where it is the entry of a check, so that a word in the wrong map is shown the right one.
 */
export function faultsOf(issues: readonly Issue[], root: unknown, entry: KnownSettings | null = null): PathFault[] {
  const faults = issues.flatMap((issue) => faultsOfIssue(issue, [], { root, entry }));
  const meant = new Set(
    faults.flatMap(({ path, called }) => (called ? [JSON.stringify([...path.slice(0, -1), called])] : [])),
  );
  const told = new Set<string>();
  return faults.filter(({ path, message }) => {
    const key = JSON.stringify(path);
    if (meant.has(key) && message.startsWith('is missing')) return false;
    return !told.has(key) && told.add(key);
  });
}

type Around = { readonly root: unknown; readonly entry: KnownSettings | null };

function faultsOfIssue(issue: Issue, prefix: Path, around: Around): PathFault[] {
  const path = [...prefix, ...issue.path.map((step) => (typeof step === 'number' ? step : String(step)))];
  if (issue.code === 'unrecognized_keys') {
    const place = { ...around, path, known: readKnown(issue.message) };
    return issue.keys.map((key) => unknownKey(key, place));
  }
  if (issue.code === 'invalid_key') return [{ path, at: 'key', message: issue.message }];
  const inner = issue.code === 'invalid_union' ? branchMeant(issue.errors) : undefined;
  if (inner !== undefined && inner.length > 0) return inner.flatMap((nested) => faultsOfIssue(nested, path, around));
  return [{ path, message: wrongValue(issue, path, valueAt(around.root, path)) }];
}

function unknownKey(key: string, place: Place): PathFault {
  const path = [...place.path, key];
  const mistyped = mistypedKey(key, place.known.names);
  if (mistyped === null) return { path, at: 'key', message: unknownSetting(key, place) };
  const { name, message } = mistyped;
  return { path, at: 'key', message, ...(name !== null && { called: name }) };
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

/** What a check of kind tls says of its target is as plain as that of any kind, but for its keys. */
function isSecret(path: Path): boolean {
  if (path[0] === 'expect') return false;
  return path.some((step, depth) => SECRET.has(String(step)) && !(depth === 0 && step === 'tls'));
}

function wrongValue(issue: Issue, path: Path, value: unknown): string {
  if (value === undefined) return `is missing; ${issue.message}`;
  if (!/^(?:write|add|did you mean) /.test(issue.message)) return issue.message;
  const unspaced = issue.code === 'invalid_type' ? unspacedText(value, issue.expected) : null;
  if (unspaced !== null) return unspaced;
  if (issue.code === 'too_big' && Array.isArray(value)) return `has ${value.length} items; ${issue.message}`;
  if (isSecret(path)) return `is ${sortOf(value)}; ${issue.message}`;
  const isText = issue.code === 'invalid_type' && issue.expected === 'string' && !issue.message.startsWith('add');
  const wantsText = isText || issue.message.startsWith('write the text');
  const sort =
    wantsText && (typeof value === 'number' || typeof value === 'boolean') ? `, a ${typeof value}, not text` : '';
  return `is ${shown(value)}${sort}; ${issue.message}`;
}
