import type * as z from 'zod';
import type { Defaults } from '#core/settings/shared-settings.ts';
import type { Outside } from '#core/settings/surroundings.ts';
import { KIND_NAMES, KINDS, type Read } from '#kinds/settings.ts';
import { curlSchema, readCurlEntry } from './curl.ts';
import { readRecipeEntry, recipeSchema } from './recipe.ts';

/** A way to write an entry, by the one key that only it has: each kind under its own name, and http in two more ways. */
type Form = {
  readonly schema: z.ZodType;
  readonly read: (entry: unknown, defaults: Defaults, outside: Outside) => Read;
};

export const FORMS = {
  ...KINDS,
  curl: { schema: curlSchema, read: readCurlEntry },
  curl_cmd: { schema: recipeSchema, read: readRecipeEntry },
} as const satisfies Readonly<Record<string, Form>>;

export const FORM_NAMES = Object.keys(FORMS) as readonly (keyof typeof FORMS)[];

/** What a person who wrote none of them is told to write: new checks are not written as the recipe's events. */
export const FORMS_TO_WRITE: readonly string[] = [...KIND_NAMES, 'curl'];
