import { isObject, type JsonObject } from '../data/value.ts';
import type { Place } from '../definition-faults.ts';
import type { StateError } from '../errors.ts';
import { type Combine, readResultPath } from './data-flow.ts';
import { integerField } from './fields.ts';
import type { StateReading } from './state.ts';

type Matches = (error: StateError) => boolean;

export type Retrier = {
  readonly matches: Matches;
  readonly maxAttempts: number;
  /** The milliseconds before the retry after so many: 0 before the first. */
  readonly delayMs: (retries: number, random: () => number) => number;
};

type Catcher = { readonly matches: Matches; readonly next: string; readonly combine: Combine };

/** What a state does about its errors: the first Retrier that matches, then the first Catcher that does. */
export type ErrorPolicy = { readonly retry: readonly Retrier[]; readonly catch: readonly Catcher[] };

/** The names of the States Language that Retry and Catch can meet here. */
const NAMES = [
  'States.ALL',
  'States.TaskFailed',
  'States.Timeout',
  'States.Permissions',
  'States.NoChoiceMatched',
  'States.IntrinsicFailure',
  'States.ResultPathMatchFailure',
];
const TERMINAL = ['States.Runtime', 'States.DataLimitExceeded'];
const RETRIER = ['ErrorEquals', 'IntervalSeconds', 'MaxAttempts', 'BackoffRate', 'MaxDelaySeconds', 'JitterStrategy'];
const CATCHER = ['ErrorEquals', 'Next', 'ResultPath'];

export function readErrorPolicy({ fields, place }: StateReading): ErrorPolicy {
  return {
    retry: rulesIn(place.field('Retry'), fields['Retry'], RETRIER, readRetrier),
    catch: rulesIn(place.field('Catch'), fields['Catch'], CATCHER, readCatcher),
  };
}

function rulesIn<T>(
  place: Place,
  rules: unknown,
  known: readonly string[],
  read: (place: Place, rule: JsonObject, isLast: boolean) => T,
): readonly T[] {
  if (rules === undefined) return [];
  if (!Array.isArray(rules)) {
    place.fault('must be a list');
    return [];
  }
  return rules.map((rule, index) => {
    const fields = isObject(rule) ? rule : {};
    if (!isObject(rule)) place.at(index).fault('must be an object');
    for (const key of Object.keys(fields)) {
      if (key !== 'Comment' && !known.includes(key)) place.at(index).field(key).fault('is not known here');
    }
    return read(place.at(index), fields, index === rules.length - 1);
  });
}

function readRetrier(place: Place, fields: JsonObject, isLast: boolean): Retrier {
  const integer = (key: string, least: number, otherwise: number) =>
    key in fields ? integerField({ fields, place }, key, least) : otherwise;
  const interval = integer('IntervalSeconds', 1, 1);
  const longest = integer('MaxDelaySeconds', 1, Number.POSITIVE_INFINITY);
  const { BackoffRate: rate = 2, JitterStrategy: jitter = 'NONE' } = fields;
  if (typeof rate !== 'number' || rate < 1) place.field('BackoffRate').fault('must be a number from 1 on');
  if (jitter !== 'FULL' && jitter !== 'NONE') place.field('JitterStrategy').fault('must be FULL or NONE');
  if (longest <= interval) place.field('MaxDelaySeconds').fault('must be more than IntervalSeconds');
  return {
    matches: readErrorEquals(place.field('ErrorEquals'), fields['ErrorEquals'], isLast),
    maxAttempts: integer('MaxAttempts', 0, 3),
    delayMs(retries, random) {
      const seconds = Math.min(interval * Number(rate) ** retries, longest);
      return seconds * 1000 * (jitter === 'FULL' ? random() : 1);
    },
  };
}

function readCatcher(place: Place, fields: JsonObject, isLast: boolean): Catcher {
  if (typeof fields['Next'] !== 'string') place.fault('must have a Next');
  return {
    matches: readErrorEquals(place.field('ErrorEquals'), fields['ErrorEquals'], isLast),
    next: String(fields['Next']),
    combine: readResultPath(place.field('ResultPath'), fields['ResultPath']),
  };
}

function readErrorEquals(place: Place, names: unknown, isLast: boolean): Matches {
  if (!Array.isArray(names) || names.length === 0 || names.some((name) => typeof name !== 'string')) {
    place.fault('must be a list with at least one name of an error');
    return () => false;
  }
  for (const name of names as readonly string[]) {
    if (TERMINAL.includes(name)) place.fault(`${name} ends the execution whatever catches it`);
    else if (name.startsWith('States.') && !NAMES.includes(name)) place.fault(`${name} is not known here`);
  }
  if (names.includes('States.ALL') && (names.length > 1 || !isLast)) {
    place.fault('States.ALL must stand alone, and in the last rule');
  }
  return (error) => !error.terminal && names.some((name) => isMeant(name, error.name));
}

function isMeant(wanted: string, name: string): boolean {
  return wanted === name || wanted === 'States.ALL' || (wanted === 'States.TaskFailed' && name !== 'States.Timeout');
}
