import * as z from 'zod';
import type { Check, Schedule } from '#core/check/check.ts';
import { once } from '#core/once.ts';
import type { PathFault } from '#core/settings/fault.ts';
import { settingsIn, shapeOf } from '#core/settings/known-settings.ts';
import { unspacedText } from '#core/settings/mistyped-key.ts';
import { resolveSchedule, scheduleFaults, scheduleShape } from '#core/settings/schedule.ts';
import { faultsOf } from '#core/settings/schema-faults.ts';
import { settings } from '#core/settings/setting.ts';
import { baseShape, type Defaults, withDefaultsOf } from '#core/settings/shared-settings.ts';
import { isMap, type Path } from '#core/text/json-values.ts';
import { shown } from '#core/text/shown.ts';
import { freeName } from '#kinds/http/request-name.ts';
import type { FilesOf, Outside } from '../outside.ts';
import { type KindDefaults, NO_KIND_DEFAULTS } from '../sections/kind-defaults.ts';
import { isOwnKey } from '../sources/own-keys.ts';
import { hasOwnKeys, withoutOwnKeys } from '../sources/without-own-keys.ts';
import { dependencyFaults } from './dependencies.ts';
import { type AuthoredEntry, ENTRY_FORMS, FORMS_TO_WRITE } from './entry-forms.ts';
import { type GivenByKind, liftedFaults, type ReadWithDefaults, readWithDefaults } from './with-defaults.ts';

/** Entries as people write them, in checks.yaml or in an execution input, made into checks. */

const WRITE_KIND = `write one of ${FORMS_TO_WRITE.join(', ')}`;

/** An entry in any form. */
export const entrySchema = once(() => {
  const forms = z.union([...ENTRY_FORMS.values()].map(({ schema }) => schema()));
  return forms.meta({ id: 'check' }) as unknown as z.ZodType<AuthoredEntry, AuthoredEntry>;
});

const KINDLESS = [...FORMS_TO_WRITE, 'expect'];

/** An entry whose kind is not known: whatever else is wrong with it can still be reported. */
const kindlessSchema = () =>
  settings(
    { ...baseShape, ...Object.fromEntries(KINDLESS.map((key) => [key, z.unknown().optional()])) },
    'write a map with name and a kind',
    () => ({
      names: [...Object.keys(baseShape), ...KINDLESS],
      inner: Object.fromEntries(KINDLESS.map(settingsOfAnyForm)),
    }),
  );

/** What a map under the key may hold in the form that has it; of `expect`, in any form. */
function settingsOfAnyForm(key: string): readonly [string, readonly string[]] {
  const shapes = [...ENTRY_FORMS.values()].map(({ schema }) => shapeOf(schema()));
  return [key, [...new Set(shapes.flatMap((shape) => settingsIn(shape[key])))]];
}

/**
 * `names`: the place in the list of each name that there is, also of checks that are disabled. `ofDefaults`: what is wrong
 * with settings that entries have from `defaults`, paths from there on.
 */
export type Entries = {
  readonly checks: readonly Check[];
  readonly faults: readonly PathFault[];
  readonly ofDefaults: readonly PathFault[];
  readonly names: ReadonlyMap<string, number>;
};

/**
 * `section`: where the entries stand, with which the paths of faults begin. `guard`: checks that each run calls beside them.
 * `kinds`: what entries of a kind have by default.
 */
export type Placement = {
  readonly section?: 'checks' | 'guard';
  readonly guard?: readonly Check[];
  readonly kinds?: KindDefaults;
  readonly filesOf?: FilesOf;
};

/** Every enabled check of a list of entries, and every fault. */
export function readEntries(
  entries: readonly unknown[],
  defaults: Defaults,
  outside: Outside,
  { section = 'checks', guard = [], kinds = NO_KIND_DEFAULTS, filesOf }: Placement = {},
): Entries {
  const given = { kinds, filesOf: filesOf ?? (() => outside.files) };
  const read = entries.map((entry, index) => {
    const around = filesOf === undefined ? outside : { ...outside, files: filesOf([section, index]) };
    return readEntry(entry, defaults, around, given);
  });
  const { faults: ofDefaults, rest } = liftedFaults(read, section);
  const faults: PathFault[] = [];
  const names = new Map<string, number>();
  for (const [index, entry] of entries.entries()) {
    for (const fault of rest[index] ?? []) faults.push(within(fault, [section, index]));
    const name = isMap(entry) ? entry['name'] : undefined;
    if (typeof name !== 'string') continue;
    const first = names.get(name);
    if (first === undefined) names.set(name, index);
    else faults.push(repeatedName(name, [section, index], [section, first]));
  }
  const checks = read.flatMap(({ check, nameless }, index) => {
    if (check === null || (entries[index] as { enabled?: unknown }).enabled === false) return [];
    if (!nameless) return [check];
    const name = freeName(check.name, (taken) => names.has(taken));
    names.set(name, index);
    return [{ ...check, name }];
  });
  const listed = entries.map((entry, index) => {
    const { check = null, faults: own = [] } = read[index] ?? {};
    return { entry, check, schedule: check?.schedule ?? scheduleOf(entry, own, defaults) };
  });
  const tied = dependencyFaults(listed, names, guard).map((fault) => ({ ...fault, path: [section, ...fault.path] }));
  return { checks, faults: [...faults, ...tied], ofDefaults, names };
}

/** A fault of an entry as one of the list that the entry stands in. */
function within({ path, twin, ...fault }: PathFault, entry: Path): PathFault {
  return { ...fault, path: [...entry, ...path], ...(twin !== undefined && { twin: [...entry, ...twin] }) };
}

/** The schedule of an entry that may have other faults; null where it is itself at fault. */
function scheduleOf(entry: unknown, faults: readonly PathFault[], shared: Defaults): Schedule | null {
  const isAtFault = faults.some(({ path }) => path.length === 0 || Object.hasOwn(scheduleShape, String(path[0])));
  if (!isMap(entry) || isAtFault) return null;
  const [form] = formsOf(entry).map((name) => ENTRY_FORMS.get(name));
  return resolveSchedule(entry, withDefaultsOf(form?.defaults, shared));
}

/** The forms whose key the entry has; one is right. */
function formsOf(entry: Record<string, unknown>): readonly string[] {
  return [...ENTRY_FORMS.keys()].filter((name) => Object.hasOwn(entry, name));
}

/** An entry without the keys that are its author's own, wherever they stand in it. */
export function entryOnly(entry: unknown): unknown {
  if (!isMap(entry) || !hasOwnKeys(entry)) return entry;
  const form = ENTRY_FORMS.get(formsOf(entry)[0] ?? '');
  const own = Object.fromEntries(Object.entries(entry).filter(([key]) => !isOwnKey(key)));
  return form === undefined ? own : withoutOwnKeys(own, form.schema());
}

function readEntry(entry: unknown, shared: Defaults, outside: Outside, given: GivenByKind): ReadWithDefaults {
  if (!isMap(entry)) {
    return {
      check: null,
      faults: [
        {
          path: [],
          message:
            unspacedText(entry, 'object') ??
            `is ${shown(entry)}; write a map with name and one of ${FORMS_TO_WRITE.join(', ')}`,
        },
      ],
    };
  }
  const [kind = '', ...others] = formsOf(entry);
  const form = ENTRY_FORMS.get(kind);
  if (form === undefined) return { check: null, faults: kindlessFaults(entry) };
  const defaults = withDefaultsOf(form.defaults, shared);
  const when = scheduleFaults(entry, defaults);
  if (others.length === 0) {
    const read = readWithDefaults(kind, form, entry, { defaults, outside, given });
    return when.length === 0 ? read : { ...read, check: null, faults: [...read.faults, ...when] };
  }
  const one = Object.fromEntries(Object.entries(entry).filter(([key]) => !others.some((other) => other === key)));
  const second = others.map((other): PathFault => {
    return { path: [other], at: 'key', message: `is a second kind beside ${kind}; write two checks` };
  });
  return { check: null, faults: [...second, ...when, ...form.read(one, defaults, outside).faults] };
}

function kindlessFaults(entry: Record<string, unknown>): PathFault[] {
  const parsed = kindlessSchema().safeParse(entry);
  const faults = parsed.success ? [] : faultsOf(parsed.error.issues, entry);
  const isMisspelt = FORMS_TO_WRITE.some((kind) =>
    faults.some(({ message }) => message.endsWith(`did you mean ${kind}?`)),
  );
  return isMisspelt ? faults : [{ path: [], message: `has no kind; ${WRITE_KIND}` }, ...faults];
}

function repeatedName(name: string, entry: Path, first: Path): PathFault {
  return {
    path: [...entry, 'name'],
    message: `is ${shown(name)}, the name of {twin} too; give each check its own`,
    twin: [...first, 'name'],
  };
}
