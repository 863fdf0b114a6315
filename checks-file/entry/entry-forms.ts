import type * as z from 'zod';
import type { Defaults } from '#core/settings/shared-settings.ts';
import { type AuthoredKind, KIND_NAMES, settingsOf } from '#kinds/settings.ts';
import type { Outside } from '../outside.ts';
import type { OfKind } from '../sections/kind-defaults.ts';
import { curlSchema, readCurlEntry } from './curl.ts';
import { type Read, readKind } from './read-kind.ts';
import { readRecipeEntry, recipeSchema } from './recipe.ts';

/** A way to write an entry, by the one key that only it has: each kind under its own name, and http in two more ways. */
export type EntryForm = {
  readonly schema: () => z.ZodType;
  /** What entries of this form take where neither they nor the file's `defaults` say. */
  readonly defaults?: Defaults | undefined;
  /** `given`: what the file's `defaults` say of requests, where a form does not hold them itself. */
  readonly read: (entry: unknown, defaults: Defaults, outside: Outside, given?: OfKind['target']) => Read;
};

export const ENTRY_FORMS: ReadonlyMap<string, EntryForm> = new Map([
  ...KIND_NAMES.map((kind) => [kind, formOf(kind)] as const),
  ['curl', { schema: curlSchema, read: readCurlEntry }],
  ['curl_cmd', { schema: recipeSchema, read: readRecipeEntry }],
]);

/** An entry as its author writes it, in any form. */
export type AuthoredEntry =
  | AuthoredKind
  | z.input<ReturnType<typeof curlSchema>>
  | z.input<ReturnType<typeof recipeSchema>>;

/** What a person who wrote none of them is advised to write: new checks are not written as the recipe's events. */
export const FORMS_TO_WRITE: readonly string[] = [...KIND_NAMES, 'curl'];

function formOf(kind: string): EntryForm {
  const settings = settingsOf(kind);
  return {
    schema: settings.schema,
    defaults: settings.defaults,
    read: (entry, defaults, outside) => readKind(settings, entry, defaults, outside),
  };
}
