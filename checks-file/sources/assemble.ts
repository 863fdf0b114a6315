import { soundPart } from '#core/settings/draft.ts';
import type { PathFault } from '#core/settings/fault.ts';
import { isMap, type Path } from '#core/text/json-values.ts';
import { keyFaults, SECTION_KEYS, settingsOnly } from '../file.ts';
import type { Given } from './given.ts';
import { type Merged, merged, type Part } from './merge.ts';
import { type RowFault, unfolder } from './rows.ts';
import { contentOf, type Source, type SourcedFault } from './source.ts';
import { mentionsVariables, substituted } from './substitute.ts';
import { type Variables, variablesOf } from './variables.ts';

/** Several sources as one list whose variables are filled in; what is wrong, and what should be otherwise. */
export type Assembled = Omit<Merged, 'content'> & {
  /** null where no source is a map. */
  readonly content: Merged['content'] | null;
  readonly warnings: readonly SourcedFault[];
  /** Values that no message may show. */
  readonly secrets: ReadonlySet<string>;
};

/** Lists whose items may have keys of their author's. */
const LISTS = ['checks', 'guard', 'maintenance'];

/** Makes one list of the sources, in their order. All of them are YAML. */
export function assembled(sources: readonly Source[], given: Given): Assembled {
  const faults: SourcedFault[] = [];
  const contents = new Map<Source, Record<string, unknown>>();
  const sound = new Map<Source, Record<string, unknown>>();
  for (const source of sources) {
    const value = settingsOnly(contentOf(source));
    const wrong = keyFaults(value);
    faults.push(...wrong.map((fault) => ({ ...fault, source })));
    faults.push(...(source.unread ?? []).map((fault) => ({ ...fault, source })));
    if (!isMap(value)) continue;
    contents.set(source, value);
    sound.set(source, soundPart(value, wrong));
  }
  const variables = variablesOf(sound, given);
  const warnings: SourcedFault[] = [];
  const room = { nodes: 0 };
  const parts = [...contents].map(([source, content]) => partOf(source, content, variables, faults, warnings, room));
  faults.push(...variables.faults, ...variables.idle());
  warnings.push(...variables.warnings());
  const whole = merged(parts);
  return {
    ...whole,
    content: parts.length === 0 ? null : whole.content,
    faults: [...faults, ...whole.faults],
    warnings,
    secrets: variables.secrets,
  };
}

function partOf(
  source: Source,
  content: Record<string, unknown>,
  variables: Variables,
  faults: SourcedFault[],
  warnings: SourcedFault[],
  room: { nodes: number },
): Part {
  const own: RowFault[] = [];
  const idle: PathFault[] = [];
  const unfold = unfolder(variables, own, idle, room);
  const rows: Record<string, { readonly index: number; readonly row?: string }[]> = {};
  // Most files have no variable; their values are taken as they are.
  const isPlain = !mentionsVariables(source.text) && !/\\[xuU]/.test(source.text);
  const sectionOf = (key: string, value: unknown): unknown => {
    const path: Path = [key];
    if (!LISTS.includes(key) || !Array.isArray(value)) {
      return isPlain ? value : substituted(value, path, variables.lookup, own);
    }
    if (isPlain && !value.some(isRepeated)) return value;
    const made = value.flatMap((item: unknown, index) =>
      unfold(item, [key, index], key !== 'maintenance').map((one) => ({ ...one, index })),
    );
    rows[key] = made.map(({ index, row }) => ({ index, ...(row !== undefined && { row }) }));
    return made.map(({ entry }) => entry);
  };
  const sections = Object.entries(content)
    .filter(([key]) => SECTION_KEYS.includes(key))
    .map(([key, value]) => [key, sectionOf(key, value)] as const);
  faults.push(...own.map((fault) => ({ ...fault, source })));
  warnings.push(...idle.map((fault) => ({ ...fault, source })));
  return { source, content: Object.fromEntries(sections), rows };
}

const isRepeated = (item: unknown): boolean => isMap(item) && Object.hasOwn(item, 'for');
