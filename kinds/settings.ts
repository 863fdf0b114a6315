import type * as z from 'zod';
import type { Check, Kind } from '#core/check/check.ts';
import { BUDGETS } from '#core/contract.ts';
import type { Draft } from '#core/settings/draft.ts';
import type { PathFault } from '#core/settings/fault.ts';
import { referenceFaults } from '#core/settings/reference-faults.ts';
import { faultsOf, soundPart } from '#core/settings/schema-faults.ts';
import { readOnce } from '#core/settings/sent-file.ts';
import type { Defaults } from '#core/settings/shared-settings.ts';
import type { Outside } from '#core/settings/surroundings.ts';
import { formatSize } from '#core/text/size.ts';
import { httpFaults } from './http/rules.ts';
import { httpSchema, resolveHttp } from './http/settings.ts';
import { resolveTcp, tcpFaults, tcpSchema } from './tcp/settings.ts';

/**
 * One row a kind of check. A new kind is a row here, a type in check.ts, a folder under functions/ and a state.
 *
 * `schema`: a whole entry of checks.yaml. `faults`: what is wrong between settings, told from the sound part of an
 * entry. `resolve`: a faultless entry as the check that travels. `function`: the checker's folder under functions/.
 * `state`: the checker's state in the workflow.
 */
type Row<S extends z.ZodType> = {
  readonly schema: S;
  readonly faults: (draft: Draft<z.infer<S>>, defaults: Defaults, outside: Outside) => readonly PathFault[];
  readonly resolve: (authored: z.infer<S>, defaults: Defaults, outside: Outside) => Check;
  readonly function: string;
  readonly state: string;
};

/** An entry as a check, or everything that is wrong with it, paths from the entry on. */
export type Read = {
  readonly check: Check | null;
  readonly faults: readonly PathFault[];
  /** Its name was made up, and gives way to a name that somebody wrote. */
  readonly nameless?: boolean;
};

function row<S extends z.ZodType>(entry: Row<S>) {
  return {
    ...entry,
    read: (value: unknown, defaults: Defaults, outside: Outside) =>
      read(entry, value, defaults, { ...outside, files: readOnce(outside.files) }),
  };
}

export const KINDS = {
  http: row({
    schema: httpSchema,
    faults: httpFaults,
    resolve: resolveHttp,
    function: 'check-http',
    state: 'CheckHttp',
  }),
  tcp: row({ schema: tcpSchema, faults: tcpFaults, resolve: resolveTcp, function: 'check-tcp', state: 'CheckTcp' }),
} as const satisfies { readonly [K in Kind]: unknown };

export const KIND_NAMES = Object.keys(KINDS) as readonly Kind[];

function read<S extends z.ZodType>(row: Row<S>, value: unknown, defaults: Defaults, outside: Outside): Read {
  const parsed = row.schema.safeParse(value);
  if (!parsed.success) {
    const faults = faultsOf(parsed.error.issues, value);
    const draft = soundPart(value, faults) as Draft<z.infer<S>>;
    return {
      check: null,
      faults: [...faults, ...row.faults(draft, defaults, outside), ...referenceFaults(draft as object)],
    };
  }
  // The schema changes nothing, so the value itself is read: the validator's copy drops a name such as __proto__.
  const authored = value as z.infer<S>;
  const faults = [
    ...row.faults(authored as Draft<z.infer<S>>, defaults, outside),
    ...referenceFaults(authored as object),
  ];
  if (faults.length > 0) return { check: null, faults };
  return withinBudget(row.resolve(authored, defaults, outside));
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
