import { isDeepStrictEqual } from 'node:util';
import type { Bind } from './argument.ts';
import { FORMAT } from './format.ts';
import { intrinsicFailure } from './value.ts';

const MOST_IN_RANGE = 1_000;
const INT = { least: -2_147_483_648, most: 2_147_483_647 };

/** The intrinsic functions that are known here, as the specification and AWS's documentation have them. */
export const INTRINSICS: Readonly<Record<string, Bind>> = {
  'States.Array': (args) => (data) => args.map(({ evaluate }) => evaluate(data)),
  'States.ArrayContains': of(2, ([list, value]) => arrayOf(list).some((one) => isDeepStrictEqual(one, value))),
  'States.ArrayGetItem': of(2, ([list, index]) => item(arrayOf(list), index)),
  'States.ArrayLength': of(1, ([list]) => arrayOf(list).length),
  'States.ArrayPartition': of(2, ([list, size]) => partition(arrayOf(list), integerOf(size))),
  'States.ArrayRange': of(3, ([first, last, step]) => range(integerOf(first), integerOf(last), integerOf(step))),
  'States.ArrayUnique': of(1, ([list]) => unique(arrayOf(list))),
  'States.Format': FORMAT,
  'States.JsonToString': (args) =>
    args[0]?.written === 'path' ? of(1, ([value]) => JSON.stringify(value))(args) : 'takes one path',
  'States.MathAdd': of(2, ([one, other]) => integerOf(integerOf(one) + integerOf(other))),
  'States.StringToJson': of(1, ([text]) => parsed(text)),
  'States.UUID': (args) => (args.length === 0 ? ({ uuid }) => uuid() : 'takes no argument'),
};

function of(count: number, apply: (values: readonly unknown[]) => unknown): Bind {
  return (args) => {
    if (args.length !== count) return `takes ${count} ${count === 1 ? 'argument' : 'arguments'}, not ${args.length}`;
    return (data) => apply(args.map(({ evaluate }) => evaluate(data)));
  };
}

function arrayOf(value: unknown): readonly unknown[] {
  if (!Array.isArray(value)) throw intrinsicFailure(`wants an array, and got ${JSON.stringify(value)}`);
  return value;
}

/** Step Functions rounds to the nearest integer, and takes those of 32 bits. */
function integerOf(value: unknown): number {
  if (typeof value !== 'number') throw intrinsicFailure(`wants a number, and got ${JSON.stringify(value)}`);
  const rounded = Math.round(value);
  if (rounded < INT.least || rounded > INT.most) throw intrinsicFailure(`${value} is no integer of 32 bits`);
  return rounded;
}

function item(list: readonly unknown[], index: unknown): unknown {
  if (!Number.isInteger(index) || Number(index) < 0 || Number(index) >= list.length) {
    throw intrinsicFailure(`there is no item ${JSON.stringify(index)} in an array of ${list.length}`);
  }
  return list[Number(index)];
}

function partition(list: readonly unknown[], size: number): readonly unknown[] {
  if (size <= 0) throw intrinsicFailure(`the size of a part is ${size}; it must be above 0`);
  const count = Math.ceil(list.length / size);
  return Array.from({ length: count }, (_, index) => list.slice(index * size, (index + 1) * size));
}

function range(first: number, last: number, step: number): readonly number[] {
  if (step === 0) throw intrinsicFailure('the step of a range is 0');
  const count = Math.max(0, Math.floor((last - first) / step) + 1);
  if (count > MOST_IN_RANGE) throw intrinsicFailure(`the range has ${count} items; it can have ${MOST_IN_RANGE}`);
  return Array.from({ length: count }, (_, index) => first + index * step);
}

function unique(list: readonly unknown[]): readonly unknown[] {
  return list.filter((one, index) => list.findIndex((other) => isDeepStrictEqual(one, other)) === index);
}

function parsed(text: unknown): unknown {
  if (typeof text !== 'string') throw intrinsicFailure(`wants text, and got ${JSON.stringify(text)}`);
  try {
    return JSON.parse(text);
  } catch (error) {
    throw intrinsicFailure(`the text is no JSON: ${error instanceof Error ? error.message : error}`);
  }
}
