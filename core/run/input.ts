import { nearest } from '../text/nearest.ts';
import { quoted, shown, sortOf } from '../text/shown.ts';

/**
 * What a person, a schedule or the CLI starts an execution with, once it is understood; the recipe's event is one check. Everything null: all deployed
 * checks. `scheduledTime` is the instant of a schedule in ISO form.
 */
export type ExecutionInput = {
  readonly shard: string | null;
  readonly scheduledTime: string | null;
  readonly only: readonly string[] | null;
  readonly tags: readonly string[] | null;
  readonly checks: readonly unknown[] | null;
};

const FORMS = '{}, {"only": ["name"]}, {"tags": ["tag"]}, {"checks": […]} or {"shard": "5m-0", "scheduledTime": "…"}';
const SETTINGS = ['shard', 'scheduledTime', 'only', 'tags', 'checks'];
/** The console offers `{"Comment": "Insert your JSON here"}`: a person who leaves it there means {}. */
const IGNORED = 'Comment';
const ISO_INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?(?:Z|[+-]\d\d:\d\d)$/;

/** The input, or everything that is wrong with it, each fault beginning with the path of its setting. */
export function readInput(input: unknown): { readonly input: ExecutionInput; readonly faults: readonly string[] } {
  if (typeof input !== 'object' || input === null || Array.isArray(input)) {
    const sort = typeof input === 'string' ? sortOf(input) : shown(input);
    return { input: EVERYTHING, faults: [`the execution input is ${sort}; write ${FORMS}`] };
  }
  if (isRecipeEvent(input)) return { input: { ...EVERYTHING, checks: [input] }, faults: [] };
  const given = input as Readonly<Record<string, unknown>>;
  const faults = [...Object.keys(given).flatMap(unknownSetting), ...combinationFaults(given)];
  const read = <T>(key: string, reader: (path: string, value: unknown, faults: string[]) => T): T | null => {
    return Object.hasOwn(given, key) ? reader(key, given[key], faults) : null;
  };
  return {
    input: {
      shard: read('shard', readText),
      scheduledTime: read('scheduledTime', readInstant),
      only: read('only', readNames),
      tags: read('tags', readNames),
      checks: read('checks', readList),
    },
    faults,
  };
}

const EVERYTHING: ExecutionInput = { shard: null, scheduledTime: null, only: null, tags: null, checks: null };

function unknownSetting(key: string): string[] {
  if (key === IGNORED || SETTINGS.includes(key)) return [];
  const meant = nearest(key, SETTINGS);
  return [`${quoted(key)} is not understood; ${meant === null ? `write ${FORMS}` : `did you mean ${meant}?`}`];
}

/** `only` and `tags` go together; a schedule's two go together; nothing else does. */
function combinationFaults(given: Readonly<Record<string, unknown>>): string[] {
  const groups = [['shard', 'scheduledTime'], ['only', 'tags'], ['checks']];
  const used = groups.flatMap((group) => group.find((key) => Object.hasOwn(given, key)) ?? []);
  const faults = used.slice(1).map((key) => `${key} does not go with ${used[0]}; write one of them`);
  if (Object.hasOwn(given, 'scheduledTime') && !Object.hasOwn(given, 'shard')) {
    faults.push('scheduledTime says when a shard was due; write shard too, or leave it out');
  }
  return faults;
}

function readText(path: string, value: unknown, faults: string[]): string | null {
  if (typeof value === 'string' && value !== '') return value;
  faults.push(`${path} is ${shown(value)}; write text such as "5m-0"`);
  return null;
}

function readInstant(path: string, value: unknown, faults: string[]): string | null {
  if (typeof value === 'string' && ISO_INSTANT.test(value) && !Number.isNaN(Date.parse(value))) {
    return new Date(value).toISOString();
  }
  faults.push(`${path} is ${shown(value)}; write an instant such as "2026-01-31T09:05:00Z"`);
  return null;
}

function readList(path: string, value: unknown, faults: string[]): readonly unknown[] | null {
  if (Array.isArray(value) && value.length > 0) return value;
  faults.push(
    Array.isArray(value)
      ? `${path} is an empty list; write a check`
      : `${path} is ${shown(value)}; write a list of checks`,
  );
  return null;
}

function readNames(path: string, value: unknown, faults: string[]): readonly string[] | null {
  if (typeof value === 'string') {
    faults.push(`${path} is ${quoted(value)}; write a list: [${quoted(value)}]`);
    return null;
  }
  if (!Array.isArray(value) || value.length === 0) {
    const sort = Array.isArray(value) ? 'an empty list' : shown(value);
    faults.push(`${path} is ${sort}; write a list of names, or leave it out to take all`);
    return null;
  }
  const wrong = value.flatMap((name, index) => {
    return typeof name === 'string' ? [] : [`${path}[${index}] is ${shown(name)}; write a name in quotes`];
  });
  faults.push(...wrong);
  return wrong.length === 0 ? value : null;
}

/** Whether a value is meant as the recipe's event: it has the one field that nothing else has. */
export function isRecipeEvent(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && Object.hasOwn(value, 'curl_cmd');
}
