import type { Place } from '../definition-faults.ts';
import { runtimeError } from '../errors.ts';
import { COMPARISONS, type Comparison, TYPE_TESTS } from './comparisons.ts';
import { NOTHING, readPathOrNothing, readReferencePath } from './path.ts';
import { type Data, type Evaluate, isObject, type JsonObject } from './value.ts';
import { fitsPieces, wildcardPieces } from './wildcard.ts';

export type Rule = (data: Data) => boolean;

const NEVER = () => false;

/** Reads a choice rule, without the Next that it has when it stands alone. */
export function readRule(place: Place, rule: unknown, inMap: boolean): Rule {
  if (!isObject(rule)) {
    place.fault('must be an object');
    return NEVER;
  }
  const [key, ...others] = ['And', 'Or', 'Not', 'Variable'].filter((one) => one in rule);
  if (key === undefined || others.length > 0) {
    place.fault('must have one of And, Or, Not and Variable');
    return NEVER;
  }
  if (key === 'Variable') return readTest(place, rule, inMap);
  only(place, rule, [key]);
  if (key === 'Not') {
    const inner = readRule(place.field('Not'), rule['Not'], inMap);
    return (data) => !inner(data);
  }
  const rules = readRules(place.field(key), rule[key], inMap);
  return key === 'And' ? (data) => rules.every((one) => one(data)) : (data) => rules.some((one) => one(data));
}

function readRules(place: Place, rules: unknown, inMap: boolean): readonly Rule[] {
  if (Array.isArray(rules) && rules.length > 0) return rules.map((rule, i) => readRule(place.at(i), rule, inMap));
  place.fault('must be a list with at least one rule');
  return [];
}

function only(place: Place, rule: JsonObject, known: readonly string[]): void {
  for (const key of Object.keys(rule)) {
    if (key !== 'Comment' && !known.includes(key)) place.field(key).fault('is not known in this rule');
  }
}

function readTest(place: Place, rule: JsonObject, inMap: boolean): Rule {
  const keys = Object.keys(rule).filter((key) => key !== 'Variable' && key !== 'Comment');
  const [operator, ...more] = keys;
  if (operator === undefined || more.length > 0) {
    place.fault(`must have one comparison operator, and has ${keys.join(' and ') || 'none'}`);
    return NEVER;
  }
  const variable = readPathOrNothing(place.field('Variable'), rule['Variable'], inMap);
  const wanted = rule[operator];
  if (operator === 'IsPresent') {
    const present = booleanOf(place.field(operator), wanted);
    return (data) => (variable(data) !== NOTHING) === present;
  }
  const test = readOperator(place.field(operator), operator, wanted, inMap);
  const path = String(rule['Variable']);
  return (data) => {
    const value = variable(data);
    if (value === NOTHING) {
      throw runtimeError(`Invalid path '${path}': The choice state's condition path references an invalid value.`);
    }
    return test(value, data);
  };
}

type Test = (value: unknown, data: Data) => boolean;

function readOperator(place: Place, operator: string, wanted: unknown, inMap: boolean): Test {
  const isType = own(TYPE_TESTS, operator);
  if (isType !== undefined) {
    const expected = booleanOf(place, wanted);
    return (value) => isType(value) === expected;
  }
  if (operator === 'StringMatches') return readMatches(place, wanted);
  const direct = own(COMPARISONS, operator);
  if (direct !== undefined) return againstConstant(place, direct, wanted);
  const byPath = operator.endsWith('Path') ? own(COMPARISONS, operator.slice(0, -'Path'.length)) : undefined;
  if (byPath !== undefined) return against(byPath, readReferencePath(place, wanted, inMap));
  place.fault('is not a comparison operator that is known here');
  return NEVER;
}

function own<T>(table: Readonly<Record<string, T>>, key: string): T | undefined {
  return Object.hasOwn(table, key) ? table[key] : undefined;
}

function againstConstant(place: Place, comparison: Comparison, wanted: unknown): Test {
  if (comparison.comparable(wanted) === undefined)
    place.fault(`${JSON.stringify(wanted)} is not of the operator's type`);
  return against(comparison, () => wanted);
}

function against({ comparable, holds }: Comparison, other: Evaluate): Test {
  return (value, data) => {
    const [a, b] = [comparable(value), comparable(other(data))];
    return a !== undefined && b !== undefined && holds(a, b);
  };
}

function readMatches(place: Place, pattern: unknown): Test {
  const pieces = typeof pattern === 'string' ? wildcardPieces(pattern) : null;
  if (pieces === null) {
    place.fault('must be text, in which a backslash stands before * or another backslash only');
    return NEVER;
  }
  return (value) => typeof value === 'string' && fitsPieces(value, pieces);
}

function booleanOf(place: Place, wanted: unknown): boolean {
  if (typeof wanted !== 'boolean') place.fault('must be true or false');
  return wanted === true;
}
