import type { AuthoredFile as Declared } from '#checks-file/file.ts';

/**
 * The type of a whole checks file for the declarations of the package: tsc writes an inferred type out, and so without the
 * validator that it comes from. Nothing here is run.
 */
declare function plain<T>(): T extends unknown ? { [K in keyof T]: T[K] } & {} : never;

type Entries = 'checks' | 'guard';
export const entry = plain<Declared['checks'][number]>();
export const authored = plain<
  Omit<Declared, Entries> & { readonly checks: (typeof entry)[]; readonly guard?: (typeof entry)[] | undefined }
>();
