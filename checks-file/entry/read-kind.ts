import type { Check } from '#core/check/check.ts';
import { BUDGETS } from '#core/contract.ts';
import { type Draft, soundPart } from '#core/settings/draft.ts';
import type { PathFault } from '#core/settings/fault.ts';
import { knownIn, shapeOf } from '#core/settings/known-settings.ts';
import { referenceFaults } from '#core/settings/reference-faults.ts';
import { faultsOf } from '#core/settings/schema-faults.ts';
import { readOnce } from '#core/settings/sent-file.ts';
import type { Defaults } from '#core/settings/shared-settings.ts';
import type { Surroundings } from '#core/settings/surroundings.ts';
import { formatSize } from '#core/text/size.ts';
import type { KindSettings } from '#kinds/kind.ts';

/** An entry as a check, or everything that is wrong with it, paths from the entry on. */
export type Read = {
  readonly check: Check | null;
  readonly faults: readonly PathFault[];
  /** Its name was made up, and gives way to a name that somebody wrote. */
  readonly nameless?: boolean;
};

/** Reads an entry of a kind by the kind's own schema and rules. */
export function readKind<Authored, C extends Check>(
  kind: KindSettings<Authored, C>,
  value: unknown,
  defaults: Defaults,
  around: Surroundings,
): Read {
  const surroundings = { ...around, files: readOnce(around.files) };
  const { referenceFaults: inReferences = referenceFaults } = kind;
  const parsed = kind.schema().safeParse(value);
  if (!parsed.success) {
    const faults = faultsOf(parsed.error.issues, value, knownIn(shapeOf(kind.schema())));
    const draft = (kind.soundPart ?? soundPart)(value, faults) as Draft<Authored>;
    const between = kind.rules(draft, defaults, surroundings);
    return { check: null, faults: [...faults, ...between, ...inReferences(draft as object)] };
  }
  // The schema changes nothing, so the value itself is read: the validator's copy drops a name such as __proto__.
  const authored = value as Authored;
  const faults = [
    ...kind.rules(authored as Draft<Authored>, defaults, surroundings),
    ...inReferences(authored as object),
  ];
  if (faults.length > 0) return { check: null, faults };
  return withinBudget(kind.resolve(authored, defaults, surroundings));
}

/** The check, unless it is too big to travel. */
export function withinBudget(check: Check): Read {
  const bytes = checkBytes(check);
  if (bytes <= BUDGETS.checkBytes) return { check, faults: [] };
  const limit = formatSize(BUDGETS.checkBytes);
  return {
    check: null,
    faults: [{ path: [], message: `takes ${formatSize(bytes)}; write a check of ${limit} or less` }],
  };
}

function checkBytes(check: Check): number {
  const json = JSON.stringify(check);
  // UTF-8 takes at most three bytes for each unit of UTF-16, so most checks need not be counted.
  return json.length * 3 <= BUDGETS.checkBytes ? json.length : Buffer.byteLength(json);
}
