import * as z from 'zod';
import { once } from '#core/once.ts';
import type { PathFault } from '#core/settings/fault.ts';
import { shapeOf } from '#core/settings/known-settings.ts';
import { faultsOf } from '#core/settings/schema-faults.ts';
import { settings } from '#core/settings/setting.ts';
import { isMap } from '#core/text/json-values.ts';
import { nearest } from '#core/text/nearest.ts';
import { shown } from '#core/text/shown.ts';
import { type AuthoredKind, KIND_NAMES, type KindName, settingsOf } from '#kinds/settings.ts';

/** Settings of `defaults` that only some kinds have: of what they ask, and of what they expect. */

/** What a kind's own map may have by default. */
export const TARGET_KEYS = ['proxy', 'tls', 'auth', 'follow', 'allowPrivate'] as const;
const WRITE_EXPECT = 'write a map such as {latency: 2s}';

type Shape = Readonly<Record<string, z.core.$ZodType>>;

/** What checks of a kind have by default, as it is written: below the kind's own key, and below `expect`. */
export type OfKind = {
  readonly target: Readonly<Record<string, unknown>>;
  readonly expect: Readonly<Record<string, unknown>>;
};

/** What each kind has by default, and what is wrong with it; paths begin at `defaults`. */
export type KindDefaults = {
  readonly of: ReadonlyMap<string, OfKind>;
  readonly faults: readonly PathFault[];
  readonly warnings: readonly PathFault[];
};

/** No defaults of kinds. */
export const NO_KIND_DEFAULTS: KindDefaults = { of: new Map(), faults: [], warnings: [] };

/** The settings of each kind's own map and of its `expect`. */
const SHAPES = once((): ReadonlyMap<string, { readonly target: Shape; readonly expect: Shape }> => {
  const shapes = KIND_NAMES.map((kind) => {
    const shape = shapeOf(settingsOf(kind).schema());
    const inner = (key: string): Shape => (shape[key] === undefined ? {} : shapeOf(shape[key]));
    return [kind, { target: inner(kind), expect: inner('expect') }] as const;
  });
  return new Map(shapes);
});

type Keys<T> = T extends unknown ? keyof T : never;
type Value<T, K> = T extends unknown ? (K extends keyof T ? T[K] : never) : never;
/** A setting of either of several maps. */
type AnyOf<T> = { readonly [K in Keys<T>]?: Value<T, K> };
type Asked = AnyOf<NonNullable<Value<AuthoredKind, KindName>>>;
type Expected = AnyOf<NonNullable<Value<AuthoredKind, 'expect'>>>;
type OptionalOf<T> = z.ZodOptional<z.ZodType<T, T>>;

type TargetShape = { readonly [K in (typeof TARGET_KEYS)[number]]: OptionalOf<NonNullable<Asked[K]>> };

/** What checks.schema.json says of them: whatever one of the kinds takes. */
export const kindDefaultsShape = () => {
  const target = Object.fromEntries(TARGET_KEYS.map((key) => [key, anyOf('target', key)])) as TargetShape;
  const expect = settings(Object.fromEntries(expectKeys().map((key) => [key, anyOf('expect', key)])), WRITE_EXPECT)
    .optional()
    .describe('What checks expect, each key unless the check has it too.');
  return { ...target, expect: expect as unknown as OptionalOf<Expected> };
};

/** The same where a file is read: each value is held against the kinds that there are. */
export const unreadKindDefaults = () =>
  Object.fromEntries([...TARGET_KEYS, 'expect'].map((key) => [key, z.unknown().optional()]));

const expectKeys = once((): readonly string[] => [
  ...new Set([...SHAPES().values()].flatMap(({ expect }) => Object.keys(expect))),
]);

function anyOf(part: 'target' | 'expect', key: string): z.ZodType {
  const [first, ...others] = [
    ...new Set([...SHAPES().values()].flatMap((shapes) => shapes[part][key] ?? [])),
  ] as z.ZodType[];
  if (first === undefined) return z.never().optional();
  return others.length === 0
    ? first
    : z
        .union([first, ...others])
        .optional()
        .describe(first.description ?? key);
}

/** The defaults of kinds in a section `defaults`, for a list with these entries. */
export function defaultsOfKinds(written: unknown, entries: readonly unknown[]): KindDefaults {
  if (!isMap(written)) return NO_KIND_DEFAULTS;
  const faults: PathFault[] = [];
  const warnings: PathFault[] = [];
  const of = new Map(KIND_NAMES.map((kind) => [kind as string, { target: {} as Given, expect: {} as Given }]));
  const listed = kindsIn(entries);
  const take = (part: 'target' | 'expect', key: string, value: unknown): void => {
    const path = part === 'target' ? [key] : ['expect', key];
    const having = KIND_NAMES.filter((kind) => SHAPES().get(kind)?.[part][key] !== undefined);
    const here = having.filter((kind) => listed.has(kind));
    const fitting = having.filter((kind) => faultsBy(part, kind, key, value).length === 0);
    for (const kind of fitting) Object.assign(of.get(kind)?.[part] ?? {}, { [key]: value });
    const judged = here.length > 0 ? here : having;
    const [first = ''] = judged;
    if (!judged.some((kind) => fitting.includes(kind))) {
      faults.push(...faultsBy(part, first, key, value));
    } else if (here.length === 0) {
      const message = `is of checks of kind ${having.join(' or ')}, and there is none in this list; take it out`;
      warnings.push({ path, at: 'key', message });
    }
  };
  for (const key of TARGET_KEYS) if (Object.hasOwn(written, key)) take('target', key, written[key]);
  faults.push(...expectOf(written['expect'], (key, value) => take('expect', key, value)));
  return { of, faults, warnings };
}

type Given = Record<string, unknown>;

function expectOf(expected: unknown, take: (key: string, value: unknown) => void): PathFault[] {
  if (expected === undefined) return [];
  if (!isMap(expected)) return [{ path: ['expect'], message: `is ${shown(expected)}; ${WRITE_EXPECT}` }];
  const known = expectKeys();
  return Object.entries(expected).flatMap(([key, value]): PathFault[] => {
    if (known.includes(key)) {
      take(key, value);
      return [];
    }
    const meant = nearest(key, known);
    const advice = meant === null ? `write one of ${known.join(', ')}` : `did you mean ${meant}?`;
    return [{ path: ['expect', key], at: 'key', message: `is not a setting; ${advice}` }];
  });
}

/** What is wrong with a value by a kind's own schema; paths begin at `defaults`, so that a secret is known by its setting. */
function faultsBy(part: 'target' | 'expect', kind: string, key: string, value: unknown): PathFault[] {
  const schema = SHAPES().get(kind)?.[part][key] as z.ZodType | undefined;
  if (schema === undefined) return [];
  const one = z.object({ [key]: schema });
  const [whole, written] =
    part === 'target' ? [one, { [key]: value }] : [z.object({ expect: one }), { expect: { [key]: value } }];
  const { error } = whole.safeParse(written);
  return error === undefined ? [] : faultsOf(error.issues, written);
}

/** The kinds of entries; curl commands are http checks. */
function kindsIn(entries: readonly unknown[]): ReadonlySet<string> {
  const kinds = entries.flatMap((entry) => (isMap(entry) ? Object.keys(entry) : []));
  return new Set(kinds.map((key) => (key === 'curl' ? 'http' : key)));
}
