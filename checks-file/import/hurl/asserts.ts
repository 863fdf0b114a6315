import { countOf, limitOf } from '../comparisons.ts';
import { escapedRegex } from '../escaped-regex.ts';
import type { AuthoredExpect } from '../imported-check.ts';

type Json = Readonly<Record<string, unknown>>;

const STRING = String.raw`"((?:[^"\\]|\\.)*)"`;
const JSONPATH = new RegExp(
  `^jsonpath ${STRING}(?: (count))?(?: (not))? (exists|isEmpty|==|!=|>|>=|<|<=|matches|startsWith|contains)(?: (.+))?$`,
);
const HEADER = new RegExp(`^header ${STRING} (==|matches|contains|startsWith|exists) ?(.*)$`);
const BODY = /^body (not )?(contains|matches|==) (.+)$/;

/** What one line of [Asserts] expects; null where no setting stands for it. */
export function assertOf(text: string): AuthoredExpect | null {
  const status = /^status == (\d{3})$/.exec(text)?.[1];
  if (status !== undefined) return { status: Number(status) };
  const duration = /^duration <=? (\d+)(?:\s*ms)?$/.exec(text)?.[1];
  if (duration !== undefined) return { latency: `${duration}ms` };
  const days = /^certificate "Expire-Date" daysAfterNow >=? (\d+)$/.exec(text)?.[1];
  if (days !== undefined) return { certificate: { days: Number(days) } };
  const url = /^url == "([^"]*)"$/.exec(text)?.[1];
  if (url !== undefined) return { redirect: url };
  return headerOf(text) ?? bodyOf(text) ?? jsonOf(text);
}

function headerOf(text: string): AuthoredExpect | null {
  const [, name, operator = '', right = ''] = HEADER.exec(text) ?? [];
  if (name === undefined) return null;
  if (operator === 'exists') return { header: { [name.toLowerCase()]: { matches: '' } } };
  const value = literalIn(right, operator === 'matches');
  if (typeof value !== 'string') return null;
  return { header: { [name.toLowerCase()]: operator === '==' ? value : { matches: regexOf(operator, value) } } };
}

function bodyOf(text: string): AuthoredExpect | null {
  const [, not, operator, right = ''] = BODY.exec(text) ?? [];
  const value = literalIn(right, operator === 'matches');
  if (operator === undefined || typeof value !== 'string') return null;
  if (operator === 'contains') return not === undefined ? { keyword: value } : { absent: value };
  if (not !== undefined) return null;
  return { matches: operator === 'matches' ? value : `(?s)\\A${escapedRegex(value)}\\z` };
}

function jsonOf(text: string): AuthoredExpect | null {
  const [, path, count, not, operator = '', right = ''] = JSONPATH.exec(text) ?? [];
  if (path === undefined) return null;
  const isNot = not !== undefined;
  const said = count === undefined ? saidOf(isNot, operator, right) : isNot ? null : countOf(operator, right);
  return said === null ? null : { json: [{ path: path.replace(/\\(.)/g, '$1'), ...said }] };
}

function saidOf(isNot: boolean, operator: string, right: string): Json | null {
  if (operator === 'exists') return { exists: !isNot };
  if (isNot) return null;
  const value = literalIn(right, operator === 'matches');
  if (value === undefined) return null;
  if (operator === '==') return { equals: value };
  if (typeof value === 'string') {
    const isText = operator === 'matches' || operator === 'startsWith' || operator === 'contains';
    return isText ? { matches: regexOf(operator, value) } : null;
  }
  return typeof value === 'number' ? limitOf(operator, value) : null;
}

function literalIn(text: string, isRegex: boolean): unknown {
  const regex = isRegex ? /^\/((?:[^/\\]|\\.)*)\/$/.exec(text)?.[1] : undefined;
  if (regex !== undefined) return regex;
  try {
    return /^(?:"|-?\d|true$|false$|null$)/.test(text) ? (JSON.parse(text) as unknown) : undefined;
  } catch {
    return undefined;
  }
}

function regexOf(operator: string, value: string): string {
  if (operator === 'matches') return value;
  return operator === 'startsWith' ? `^${escapedRegex(value)}` : escapedRegex(value);
}
