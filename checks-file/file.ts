import * as z from 'zod';
import type { CheckList } from '#core/check/check-list.ts';
import { soundPart } from '#core/settings/draft.ts';
import type { PathFault } from '#core/settings/fault.ts';
import { knownIn } from '#core/settings/known-settings.ts';
import { faultsOf } from '#core/settings/schema-faults.ts';
import { settings } from '#core/settings/setting.ts';
import type { Defaults } from '#core/settings/shared-settings.ts';
import { isMap } from '#core/text/json-values.ts';
import { readEntries } from './entry/entries.ts';
import type { Outside } from './outside.ts';
import { alertsSection } from './sections/alerts.ts';
import { checksSection } from './sections/checks.ts';
import { defaultsRules, defaultsSection } from './sections/defaults.ts';
import { deploySection } from './sections/deploy.ts';
import { guardSection, readGuard } from './sections/guard.ts';
import { listedIn } from './sections/known-names.ts';
import { maintenanceSection } from './sections/maintenance-rules.ts';
import type { Reading, Section } from './sections/section.ts';

/** What a checks file may have, in the order in which editors show it. */
const SECTIONS = [
  deploySection,
  defaultsSection,
  alertsSection,
  maintenanceSection,
  guardSection,
  checksSection,
] as const satisfies readonly Section[];

type SectionOf<K extends string> = Extract<(typeof SECTIONS)[number], { readonly key: K }>;
type Key = (typeof SECTIONS)[number]['key'];

/** A whole checks file as people write it; only `checks` has to be there. */
export type AuthoredFile = { readonly [K in Exclude<Key, 'checks'>]?: z.input<SectionOf<K>['schema']> | undefined } & {
  readonly checks: z.input<SectionOf<'checks'>['schema']>;
};

/** Editors find the schema by it; to us it says nothing. */
const SCHEMA_ADDRESS = z
  .string({ error: 'write the address of the schema as text' })
  .optional()
  .describe('Where the schema of this file is, for editors: its URL, or its path from this file on.');

/** A whole file, of which the sections are as `of` says. `$schema` is known, and no setting to propose. */
function wholeFile(of: (section: Section) => z.ZodType) {
  const shape = Object.fromEntries(SECTIONS.map((section: Section) => [section.key, optional(section, of(section))]));
  return settings({ $schema: SCHEMA_ADDRESS, ...shape }, 'write a map with checks', knownIn(shape));
}

/** The whole of checks.yaml: what checks.schema.json is made from. */
export const fileSchema = () => wholeFile(({ schema }) => schema).describe('What Rollcall watches.');

const outerSchema = wholeFile(({ outer, schema }) => outer ?? schema);

function optional({ key }: Section, schema: z.ZodType): z.ZodType {
  return key === 'checks' ? schema : schema.optional();
}

type FileRead = CheckList & { readonly faults: readonly PathFault[] };

/** Every enabled check of a file's content and what its other sections say, or every fault. */
export function readFile(content: unknown, outside: Outside): FileRead {
  const outer = outerSchema.safeParse(content);
  const wrong = outer.success ? [] : faultsOf(outer.error.issues, content);
  if (!isMap(content) || !Array.isArray(content['checks'])) return { checks: [], faults: wrong };
  const reading = readingOf(content, wrong, outside);
  const faults = SECTIONS.flatMap((section: Section) => {
    const { key } = section;
    return below(key, section.rules(content[key], faultsBelow(key, wrong), reading));
  });
  if (wrong.length + faults.length > 0) return { checks: [], faults: [...wrong, ...faults] };
  if (reading.entries.checks.length === 0) {
    const message = 'are all disabled; enable one, or stop the schedule instead';
    return { checks: [], faults: [{ path: ['checks'], at: 'key', message }] };
  }
  const resolved = SECTIONS.filter(({ key }) => content[key] !== undefined).map((section: Section) =>
    section.resolve(content[section.key], reading),
  );
  const { timezone } = reading.defaults;
  return Object.assign({ checks: [], faults: [] }, timezone && { timezone }, ...resolved) as FileRead;
}

/** What the sections' rules look at: entries are read with as much of `defaults` as is right. */
function readingOf(content: Record<string, unknown>, wrong: readonly PathFault[], outside: Outside): Reading {
  const ofDefaults = [...faultsBelow('defaults', wrong), ...defaultsRules(content['defaults'])];
  const defaults: Defaults = soundPart(content['defaults'], ofDefaults);
  const listed = content['checks'] as readonly unknown[];
  const guard = readGuard(content['guard'], defaults, outside);
  const entries = readEntries(listed, defaults, outside, { guard: guard.checks });
  return { defaults, guard, entries, listed: listedIn(listed, entries.checks, defaults) };
}

function faultsBelow(section: string, faults: readonly PathFault[]): readonly PathFault[] {
  return faults.flatMap(({ path: [top, ...path], message }) => (top === section ? [{ path, message }] : []));
}

function below(section: string, faults: readonly PathFault[]): readonly PathFault[] {
  return faults.map((fault) => ({ ...fault, path: [section, ...fault.path] }));
}
