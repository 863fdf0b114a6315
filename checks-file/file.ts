import * as z from 'zod';
import type { CheckList } from '#core/check/check-list.ts';
import { once } from '#core/once.ts';
import { soundPart } from '#core/settings/draft.ts';
import type { PathFault } from '#core/settings/fault.ts';
import { knownIn } from '#core/settings/known-settings.ts';
import { faultsOf } from '#core/settings/schema-faults.ts';
import { settings } from '#core/settings/setting.ts';
import type { Defaults } from '#core/settings/shared-settings.ts';
import { isMap } from '#core/text/json-values.ts';
import { entryOnly, readEntries } from './entry/entries.ts';
import type { FilesOf, Outside } from './outside.ts';
import { alertsSection } from './sections/alerts.ts';
import { checksSection } from './sections/checks.ts';
import { defaultsRules, defaultsSection } from './sections/defaults.ts';
import { deploySection } from './sections/deploy.ts';
import { guardSection, readGuard } from './sections/guard.ts';
import { defaultsOfKinds } from './sections/kind-defaults.ts';
import { listedIn } from './sections/known-names.ts';
import { maintenanceSection } from './sections/maintenance-rules.ts';
import { pageSection } from './sections/page.ts';
import type { Reading, Section } from './sections/section.ts';
import { isOwnKey, ownShape } from './sources/own-keys.ts';
import { hasOwnKeys, withoutOwnKeys } from './sources/without-own-keys.ts';

/** What a checks file may have, in the order in which editors show it. */
const SECTIONS = [
  deploySection,
  defaultsSection,
  alertsSection,
  maintenanceSection,
  guardSection,
  pageSection,
  checksSection,
] as const satisfies readonly Section[];

type SectionOf<K extends string> = Extract<(typeof SECTIONS)[number], { readonly key: K }>;
type Key = (typeof SECTIONS)[number]['key'];

/** A whole checks file as people write it; only `checks` has to be there. */
export type AuthoredFile = {
  readonly [K in Exclude<Key, 'checks'>]?: z.input<ReturnType<SectionOf<K>['schema']>> | undefined;
} & {
  readonly checks: z.input<ReturnType<SectionOf<'checks'>['schema']>>;
};

/** The keys of the sections. */
export const SECTION_KEYS: readonly string[] = SECTIONS.map(({ key }) => key);

/** Editors find the schema by it; to us it says nothing. */
const SCHEMA_ADDRESS = z
  .string({ error: 'write the address of the schema as text' })
  .optional()
  .describe('Where the schema of this file is, for editors: its URL, or its path from this file on.');

const WRITE_FILE = 'write a map with checks';

const wholeShape = once(() => {
  const sections = SECTIONS.map((section: Section) => [section.key, section.schema().optional()]);
  return { ...ownShape, ...Object.fromEntries(sections) };
});
/** `$schema` is no setting to propose. */
const knownKeys = () => knownIn(wholeShape());

/** The whole of checks.yaml: what checks.schema.json is made from. A file that others include may be without checks. */
export const fileSchema = () =>
  settings({ $schema: SCHEMA_ADDRESS, ...wholeShape() }, WRITE_FILE, knownKeys).describe('What Rollcall watches.');

/** A file's own settings, and any sections. */
const keysSchema = settings(
  {
    $schema: SCHEMA_ADDRESS,
    ...ownShape,
    ...Object.fromEntries(SECTION_KEYS.map((key) => [key, z.unknown().optional()])),
  },
  WRITE_FILE,
  knownKeys,
);

/** What is wrong with the keys of one file, and with its own settings. */
export function keyFaults(content: unknown): readonly PathFault[] {
  const { error } = keysSchema.safeParse(content);
  return error === undefined ? [] : faultsOf(error.issues, content);
}

/** The sections that the content has, and `checks`, which it must have. */
function outerSchema(content: unknown) {
  const written = SECTIONS.filter(({ key }) => key === 'checks' || (isMap(content) && Object.hasOwn(content, key)));
  return settings(outerShape(written), WRITE_FILE, () => knownIn(outerShape(SECTIONS)));
}

function outerShape(sections: readonly Section[]): Readonly<Record<string, z.ZodType>> {
  return Object.fromEntries(sections.map((section) => [section.key, outerOf(section)]));
}

function outerOf({ key, schema, outer = schema }: Section): z.ZodType {
  return key === 'checks' ? outer() : outer().optional();
}

/** The content of a file without the keys that are its author's own, wherever they stand. */
export function settingsOnly(content: unknown): unknown {
  if (!isMap(content) || !hasOwnKeys(content)) return content;
  const sections = Object.entries(content).filter(([key]) => !isOwnKey(key));
  return Object.fromEntries(sections.map(([key, value]) => [key, sectionOnly(key, value)]));
}

function sectionOnly(key: string, value: unknown): unknown {
  if (ENTRIES.has(key) && Array.isArray(value)) return value.map(entryOnly);
  const section = SECTIONS.find((one) => one.key === key);
  const schema =
    section?.schema() ?? (Object.hasOwn(ownShape, key) ? ownShape[key as keyof typeof ownShape] : undefined);
  return schema === undefined ? value : withoutOwnKeys(value, schema);
}

/** Sections whose entries are each of a kind. */
const ENTRIES: ReadonlySet<string> = new Set([checksSection.key, guardSection.key]);

type FileRead = CheckList & { readonly faults: readonly PathFault[]; readonly warnings: readonly PathFault[] };

/** Every enabled check of a list's content and what its other sections say, or every fault. */
export function readFile(content: unknown, outside: Outside, filesOf: FilesOf = () => outside.files): FileRead {
  const outer = outerSchema(content).safeParse(content);
  const wrong = outer.success ? [] : faultsOf(outer.error.issues, content);
  if (!isMap(content) || !Array.isArray(content['checks'])) return { checks: [], faults: wrong, warnings: [] };
  const { reading, warnings } = readingOf(content, wrong, outside, filesOf);
  const faults = SECTIONS.flatMap((section: Section) => {
    const { key } = section;
    return below(key, section.rules(content[key], faultsBelow(key, wrong), reading));
  });
  if (wrong.length + faults.length > 0) return { checks: [], faults: [...wrong, ...faults], warnings };
  if (reading.entries.checks.length === 0) {
    const message = 'are all disabled; enable one, or stop the schedule instead';
    return { checks: [], faults: [{ path: ['checks'], at: 'key', message }], warnings };
  }
  const resolved = SECTIONS.filter(({ key }) => content[key] !== undefined).map((section: Section) =>
    section.resolve(content[section.key], reading),
  );
  const { timezone } = reading.defaults;
  return Object.assign({ checks: [], faults: [], warnings }, timezone && { timezone }, ...resolved) as FileRead;
}

/** What the sections' rules look at: entries are read with as much of `defaults` as is right. */
function readingOf(
  content: Record<string, unknown>,
  wrong: readonly PathFault[],
  outside: Outside,
  filesOf: FilesOf,
): { readonly reading: Reading; readonly warnings: readonly PathFault[] } {
  const listed = content['checks'] as readonly unknown[];
  const written = content['defaults'];
  const kinds = defaultsOfKinds(written, [...listed, ...guardEntries(content)]);
  const ofDefaults = [...faultsBelow('defaults', wrong), ...defaultsRules(written), ...kinds.faults];
  const defaults: Defaults = soundPart(written, ofDefaults);
  const guard = readGuard(content['guard'], defaults, outside, { kinds, filesOf });
  const entries = readEntries(listed, defaults, outside, { guard: guard.checks, kinds, filesOf });
  const page = content['page'];
  const reading = { defaults, kinds, guard, entries, page, listed: listedIn(listed, entries.checks, defaults) };
  return { reading, warnings: below('defaults', kinds.warnings) };
}

const guardEntries = (content: Record<string, unknown>): readonly unknown[] =>
  Array.isArray(content['guard']) ? content['guard'] : [];

function faultsBelow(section: string, faults: readonly PathFault[]): readonly PathFault[] {
  return faults.flatMap(({ path: [top, ...path], message }) => (top === section ? [{ path, message }] : []));
}

function below(section: string, faults: readonly PathFault[]): readonly PathFault[] {
  return faults.map((fault) => ({ ...fault, path: [section, ...fault.path] }));
}
