import { countOf, limitOf } from '../comparisons.ts';
import { millisecondsOf } from '../durations.ts';
import { escapedRegex } from '../escaped-regex.ts';
import type { AuthoredExpect } from '../imported-check.ts';

/** What the conditions of an endpoint expect, and those that no setting stands for. */
export type Conditions = { readonly expect: AuthoredExpect; readonly unread: readonly string[] };

type Condition = { readonly left: string; readonly operator: string; readonly right: string };
type Json = Readonly<Record<string, unknown>>;

const SHAPE = /^\s*(.+?)\s*(==|!=|<=|>=|<|>)\s*(.*?)\s*$/s;
const BODY = /^\[BODY\]((?:\.|\[)[\s\S]*)?$/;
const CALL = /^(len|has)\((.*)\)$/s;

/** Reads conditions as Gatus does; what is said of one place twice stays together where a check can say both. */
export function expectOf(conditions: readonly unknown[]): Conditions {
  const texts = conditions.map(String);
  const statuses = texts.map(conditionIn).filter((one) => one?.left === '[STATUS]') as readonly Condition[];
  const status = statusOf(statuses);
  const unread: string[] = [];
  const parts: AuthoredExpect[] = [];
  for (const text of texts) {
    const condition = conditionIn(text);
    const isStatus = condition?.left === '[STATUS]';
    const part = condition === null || isStatus ? null : partOf(condition);
    if (part !== null) parts.push(part);
    else if (!isStatus || status === null) unread.push(text);
  }
  return { expect: { ...(status !== null && status.length > 0 && { status }), ...merged(parts) }, unread };
}

function conditionIn(text: string): Condition | null {
  const [, left, operator, right] = SHAPE.exec(text) ?? [];
  return left === undefined || operator === undefined || right === undefined ? null : { left, operator, right };
}

function merged(parts: readonly AuthoredExpect[]): AuthoredExpect {
  const all = <K extends 'keyword' | 'absent' | 'matches'>(key: K) => parts.flatMap((part) => part[key] ?? []);
  const texts = (['keyword', 'absent', 'matches'] as const).flatMap((key) => {
    const found = all(key);
    return found.length === 0 ? [] : [[key, found.length === 1 ? found[0] : found] as const];
  });
  const json = parts.flatMap((part) => part.json ?? []);
  const rest = Object.assign(
    {},
    ...parts.map(({ latency, certificate }) => ({ ...(latency && { latency }), ...(certificate && { certificate }) })),
  );
  return { ...rest, ...Object.fromEntries(texts), ...(json.length > 0 && { json }) };
}

function partOf({ left, operator, right }: Condition): AuthoredExpect | null {
  if (left === '[CONNECTED]') return operator === '==' && right === 'true' ? {} : null;
  if (left === '[RESPONSE_TIME]') return latencyOf(operator, right);
  if (left === '[CERTIFICATE_EXPIRATION]') return certificateOf(operator, right);
  const [, call, inner = left] = CALL.exec(left) ?? [];
  const body = BODY.exec(inner);
  if (body === null) return null;
  if (call === undefined && body[1] === undefined) return textOf(operator, right);
  const said = SAID[call ?? 'value']?.(operator, right) ?? null;
  return said === null ? null : { json: [{ path: `$${body[1] ?? ''}`, ...said }] };
}

/** What is said of a place in the body: its value, its length, or that it is there. */
const SAID: Readonly<Record<string, (operator: string, right: string) => Json | null>> = {
  value: (operator, right) => valueSaid(operator, right),
  len: (operator, right) => countOf(operator, right),
  has: (operator, right) => existsOf(operator, right),
};

/** Ranges of statuses that fit every condition; none where there is no condition, null where one cannot be read. */
function statusOf(conditions: readonly Condition[]): readonly (number | string)[] | null {
  if (conditions.length === 0) return [];
  const rules = conditions.map(({ operator, right }) => {
    const many = anyOf(right) ?? [right];
    return many.every((text) => /^\d{3}$/.test(text)) ? ruleOf(operator, many.map(Number)) : null;
  });
  if (rules.includes(null)) return null;
  const all = Array.from({ length: 500 }, (_, index) => index + 100).filter((status) =>
    rules.every((rule) => rule?.(status)),
  );
  const ranges: [number, number][] = [];
  for (const status of all) {
    const last = ranges.at(-1);
    if (last !== undefined && last[1] === status - 1) last[1] = status;
    else ranges.push([status, status]);
  }
  return ranges.length === 0 ? null : ranges.map(([from, to]) => (from === to ? from : `${from}-${to}`));
}

function ruleOf(operator: string, values: readonly number[]): ((status: number) => boolean) | null {
  const [value = 0] = values;
  if (operator === '==') return (status) => values.includes(status);
  if (operator === '!=') return (status) => !values.includes(status);
  if (values.length > 1) return null;
  if (operator === '<') return (status) => status < value;
  if (operator === '<=') return (status) => status <= value;
  return operator === '>' ? (status) => status > value : (status) => status >= value;
}

function latencyOf(operator: string, right: string): AuthoredExpect | null {
  const ms = /^\d+$/.test(right) ? Number(right) : millisecondsOf(right);
  return ms !== null && ms > 0 && (operator === '<' || operator === '<=') ? { latency: `${ms}ms` } : null;
}

function certificateOf(operator: string, right: string): AuthoredExpect | null {
  const ms = millisecondsOf(right);
  return ms !== null && (operator === '>' || operator === '>=')
    ? { certificate: { days: Math.max(1, Math.ceil(ms / 86_400_000)) } }
    : null;
}

/** The whole body: a text, or a pattern with stars. */
function textOf(operator: string, right: string): AuthoredExpect | null {
  const any = anyOf(right);
  if (any !== null) return operator === '==' ? { matches: `\\A(?:${any.map(regexOf).join('|')})\\z` } : null;
  const inner = patternOf(right);
  const contained = inner === null ? undefined : /^\*([^*]+)\*$/.exec(inner)?.[1];
  if (contained !== undefined && operator === '==') return { keyword: contained };
  if (contained !== undefined && operator === '!=') return { absent: contained };
  return operator === '==' ? { matches: `(?s)\\A${regexOf(right)}\\z` } : null;
}

function valueSaid(operator: string, right: string): Json | null {
  const any = anyOf(right);
  if (operator === '==') {
    if (any !== null) return { matches: `^(?:${any.map(regexOf).join('|')})$` };
    return patternOf(right) === null ? { equals: literalOf(right) } : { matches: `^${regexOf(right)}$` };
  }
  return /^-?\d+(?:\.\d+)?$/.test(right) ? limitOf(operator, Number(right)) : null;
}

function existsOf(operator: string, right: string): Json | null {
  if (right !== 'true' && right !== 'false') return null;
  return { exists: (operator === '==') === (right === 'true') };
}

function literalOf(text: string): unknown {
  if (text === 'true' || text === 'false') return text === 'true';
  if (text === 'null') return null;
  return /^-?\d{1,15}(?:\.\d+)?$/.test(text) ? Number(text) : text;
}

function anyOf(text: string): readonly string[] | null {
  const inner = /^any\((.*)\)$/s.exec(text)?.[1];
  return inner === undefined ? null : inner.split(',').map((part) => part.trim());
}

function patternOf(text: string): string | null {
  return /^pat\((.*)\)$/s.exec(text)?.[1] ?? null;
}

function regexOf(text: string): string {
  const pattern = patternOf(text);
  return pattern === null ? escapedRegex(text) : pattern.split('*').map(escapedRegex).join('.*');
}
