import { instantOf } from './timestamp.ts';

/** How a value is held against another of the same type. Values of any other type never match. */
export type Comparison = {
  /** The type that both must have, and what is compared of a value of it; undefined for one of another type. */
  readonly comparable: (value: unknown) => Comparable | undefined;
  readonly holds: (value: Comparable, other: Comparable) => boolean;
};

type Comparable = string | number | boolean | bigint;

const text = (value: unknown) => (typeof value === 'string' ? value : undefined);
const number = (value: unknown) => (typeof value === 'number' ? value : undefined);
const truth = (value: unknown) => (typeof value === 'boolean' ? value : undefined);

const equals = (a: Comparable, b: Comparable) => a === b;
const ORDERS = {
  Equals: equals,
  LessThan: (a: Comparable, b: Comparable) => a < b,
  GreaterThan: (a: Comparable, b: Comparable) => a > b,
  LessThanEquals: (a: Comparable, b: Comparable) => a <= b,
  GreaterThanEquals: (a: Comparable, b: Comparable) => a >= b,
};

/** By the operator's name, without the `Path` of the form that compares with another value of the input. */
export const COMPARISONS: Readonly<Record<string, Comparison>> = {
  ...ordered('String', text),
  ...ordered('Numeric', number),
  ...ordered('Timestamp', instantOf),
  BooleanEquals: { comparable: truth, holds: equals },
};

function ordered(type: string, comparable: Comparison['comparable']): Record<string, Comparison> {
  return Object.fromEntries(Object.entries(ORDERS).map(([order, holds]) => [`${type}${order}`, { comparable, holds }]));
}

/** The operators that say whether a value is of a type. */
export const TYPE_TESTS: Readonly<Record<string, (value: unknown) => boolean>> = {
  IsNull: (value) => value === null,
  IsString: (value) => typeof value === 'string',
  IsNumeric: (value) => typeof value === 'number',
  IsBoolean: (value) => typeof value === 'boolean',
  IsTimestamp: (value) => instantOf(value) !== undefined,
};
