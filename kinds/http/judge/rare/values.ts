import { numberIn, writeExactly } from '#core/matching/exact-json.ts';
import { compileRegex } from '#core/matching/regex.ts';
import { quote, told } from '#core/text/safe-text.ts';
import { sameJson } from '#core/text/same-json.ts';
import type { Reason } from '#core/verdict/reason.ts';
import type { JsonExpect } from '../../check.ts';

/** Values in a body, and what must hold of each of them. */

/** Of a long value, or the path to it, so much is shown. */
export const SHOWN_BYTES = 100;

/**
 * What a path led to. `what`: the sort of body. `isSingular`: the path leads to one place at most. `isComputed`: what it came to
 * may be so because something is not there (a filter, a count, a not). `doubt`: why the body may
 * hold more than could be read, in words to follow "the body".
 */
export type Found = {
  readonly what: 'JSON' | 'XML';
  readonly values: readonly unknown[];
  readonly isSingular: boolean;
  readonly isComputed: boolean;
  readonly doubt: string | null;
};

/** A reason of code `body`. */
export function bodyFault(message: string): Reason {
  return { code: 'body', message };
}

/** Everything that does not hold of the values at a place. */
export function valueReasons(found: Found, expected: JsonExpect): Reason[] {
  const path = told(expected.path, SHOWN_BYTES);
  const reasons = reasonsFor(path, found, expected);
  return reasons.length > 0 || found.doubt === null ? reasons : doubtReasons(path, found, expected);
}

/** Of what holds of all that could be read, and asserts that there is nothing else. */
function doubtReasons(path: string, { isComputed, doubt }: Found, { count, exists }: JsonExpect): Reason[] {
  if (exists === false) return [bodyFault(`${path} may be in the body, ${doubt}`)];
  if (hasMost(count)) return [bodyFault(`${path} may have more values in the body, ${doubt}`)];
  return isComputed ? [bodyFault(`${path} may come to something else in the body, ${doubt}`)] : [];
}

function reasonsFor(path: string, { what, values, isSingular }: Found, expected: JsonExpect): Reason[] {
  if (expected.exists === false) {
    return values.length > 0 ? [bodyFault(`${path} is ${shown(values[0])}, wanted nothing there`)] : [];
  }
  const wanted = wantedOf(expected);
  if (values.length === 0 && (wanted !== '' || expected.exists === true || isSingular)) {
    const lacking = wanted === '' ? countText(expected.count) : wanted;
    return [bodyFault(`${path} is not there${lacking === '' ? '' : `, wanted ${lacking}`} (the body is ${what})`)];
  }
  const offender = values.findIndex((value) => !holds(value, expected));
  const which = values.length > 1 ? ` (value ${offender + 1} of ${values.length})` : '';
  return [
    ...(offender === -1 ? [] : [bodyFault(`${path} is ${shown(values[offender])}${which}, wanted ${wanted}`)]),
    ...countReasons(path, isSingular ? values[0] : values, expected.count),
  ];
}

/** What is said when everything holds of the values at a place, with the first of them. */
export function heldText({ values, isSingular }: Found, expected: Omit<JsonExpect, 'as'>): string {
  const path = told(expected.path, SHOWN_BYTES);
  if (expected.exists === false) return `${path} is not there, as wanted`;
  const counted = isSingular ? values[0] : values;
  const length = Array.isArray(counted) ? counted.length : 0;
  const wanted = [wantedOf(expected), countText(expected.count)].filter((words) => words !== '').join(' and ');
  const real = expected.count === undefined ? `is ${shown(values[0])}` : `has ${length} values`;
  const others = expected.count === undefined && values.length > 1 ? ` (and ${values.length - 1} more alike)` : '';
  return `${path} ${values.length === 0 ? 'leads nowhere' : real}${others}${wanted === '' ? '' : `, wanted ${wanted}`}`;
}

/** A count that more values would offend. */
function hasMost(count: JsonExpect['count']): boolean {
  return typeof count === 'number' || count?.less !== undefined;
}

function holds(value: unknown, expected: JsonExpect): boolean {
  const { matches, less, greater } = expected;
  if (Object.hasOwn(expected, 'equals') && !sameJson(value, expected.equals)) return false;
  if (matches !== undefined && !(typeof value === 'string' && compileRegex(matches).test(value))) return false;
  if (less === undefined && greater === undefined) return true;
  return isWithin(expected.as === 'number' && typeof value === 'string' ? numberIn(value) : value, { less, greater });
}

function isWithin(value: unknown, { less, greater }: Limits): boolean {
  if (typeof value !== 'number' && typeof value !== 'bigint') return false;
  return (less === undefined || value < limitOf(less)) && (greater === undefined || value > limitOf(greater));
}

/** Beyond 2^53 a limit is written as text. */
function limitOf(limit: number | string): number | bigint {
  return typeof limit === 'string' ? BigInt(limit) : limit;
}

/** What each value must be, in words; '' when nothing is said of single values. */
function wantedOf(expected: JsonExpect): string {
  const { matches, less, greater } = expected;
  const wanted = [
    ...(Object.hasOwn(expected, 'equals') ? [shown(expected.equals)] : []),
    ...(matches === undefined ? [] : [`text that matches ${quote(matches)}`]),
    ...(less === undefined && greater === undefined ? [] : [`a number ${limitsText({ less, greater })}`]),
  ];
  return wanted.join(' and ');
}

type Limits = { readonly less?: number | string | undefined; readonly greater?: number | string | undefined };

function limitsText({ less, greater }: Limits): string {
  const parts = [
    ...(greater === undefined ? [] : [`more than ${greater}`]),
    ...(less === undefined ? [] : [`less than ${less}`]),
  ];
  return parts.join(' and ');
}

function countText(count: JsonExpect['count']): string {
  if (count === undefined) return '';
  return `${typeof count === 'number' ? count : limitsText(count)} values`;
}

function countReasons(path: string, counted: unknown, count: JsonExpect['count']): Reason[] {
  if (count === undefined) return [];
  const wanted = typeof count === 'number' ? String(count) : limitsText(count);
  if (!Array.isArray(counted)) return [bodyFault(`${path} is ${shown(counted)}, wanted a list of ${wanted}`)];
  const { length } = counted;
  const { less = length + 1, greater = length - 1 } = typeof count === 'number' ? between(count) : count;
  if (length < less && length > greater) return [];
  return [bodyFault(`${path} has ${length} ${length === 1 ? 'value' : 'values'}, wanted ${wanted}`)];
}

function between(count: number): NonNullable<Exclude<JsonExpect['count'], number>> {
  return { less: count + 1, greater: count - 1 };
}

/** As JSON, on one line, safe to print. */
export function shown(value: unknown): string {
  return typeof value === 'string' ? quote(value) : told(writeExactly(value), SHOWN_BYTES);
}
