import * as z from 'zod';
import { once } from '#core/once.ts';
import { alertShape } from '#core/settings/alert-shape.ts';
import type { PathFault } from '#core/settings/fault.ts';
import { scheduleShape } from '#core/settings/schedule.ts';
import type { Defaults } from '#core/settings/shared-settings.ts';
import { isMap } from '#core/text/json-values.ts';
import { type Entries, entrySchema, type Placement, readEntries } from '../entry/entries.ts';
import type { Outside } from '../outside.ts';
import type { Section } from './section.ts';

/** Checks of something that is always up: when all of them are NG, it is the monitor that is offline. */

const MOST_GUARDS = 5;
const WRITE_GUARD = 'write a list of 1 to 5 checks of something that is always up';

const guardSchema = once(() =>
  z
    .array(entrySchema(), { error: WRITE_GUARD })
    .min(1, { error: WRITE_GUARD })
    .max(MOST_GUARDS, { error: WRITE_GUARD })
    .describe(
      'Checks of something that is always up, called in every run: when all are NG, the monitor itself is offline.',
    ),
);

/** Settings of checks that say nothing of a guard: it has no schedule, no metrics, no news and no proof of its own. */
const IDLE = [...Object.keys(scheduleShape), ...Object.keys(alertShape), 'dependsOn', 'metrics', 'prove'];

/** The guards that are enabled, and every fault of theirs. */
export function readGuard(
  section: unknown,
  defaults: Defaults,
  outside: Outside,
  placement: Pick<Placement, 'kinds' | 'filesOf'>,
): Entries {
  if (!Array.isArray(section)) return { checks: [], faults: [], ofDefaults: [], names: new Map() };
  const read = readEntries(section, defaults, outside, { ...placement, section: 'guard' });
  const count = section.length;
  const own: PathFault[] = count >= 1 && count <= MOST_GUARDS ? [] : [countFault(count)];
  return { ...read, faults: [...own, ...read.faults, ...section.flatMap(idleFaults)] };
}

function countFault(count: number): PathFault {
  const what = count === 0 ? 'is an empty list' : `has ${count} items`;
  return { path: ['guard'], message: `${what}; ${WRITE_GUARD}` };
}

function idleFaults(entry: unknown, index: number): PathFault[] {
  if (!isMap(entry)) return [];
  const message = 'says nothing of a guard, which is called in every run and has no news of its own; leave it out';
  return IDLE.filter((key) => Object.hasOwn(entry, key)).map((key) => ({
    path: ['guard', index, key],
    at: 'key',
    message,
  }));
}

/** What guards are called that checks are called too. */
function sharedNames(guard: Entries, listed: Entries): PathFault[] {
  return [...guard.names].flatMap(([name, index]) => {
    const check = listed.names.get(name);
    if (check === undefined) return [];
    const message = `is ${JSON.stringify(name)}, the name of {twin} too; give each its own`;
    return [{ path: ['guard', index, 'name'], message, twin: ['checks', check, 'name'] }];
  });
}

/** `guard`: its entries are read one by one, as those of checks. */
export const guardSection = {
  key: 'guard',
  schema: guardSchema,
  outer: () => z.array(z.unknown(), { error: WRITE_GUARD }),
  rules: (_, __, { guard, entries }) =>
    [...guard.faults, ...sharedNames(guard, entries)].map(({ path: [, ...path], ...fault }) => ({ ...fault, path })),
  resolve: (_, { guard }) => (guard.checks.length > 0 ? { guard: guard.checks } : {}),
} as const satisfies Section;
