import type * as z from 'zod';
import type { CheckList } from '#core/check/check-list.ts';
import type { PathFault } from '#core/settings/fault.ts';
import type { Defaults } from '#core/settings/shared-settings.ts';
import type { Entries } from '../entry/entries.ts';
import type { KindDefaults } from './kind-defaults.ts';
import type { Listed } from './known-names.ts';

/** What the rules of a section may look at besides the section: what the sections before it came to. */
export type Reading = {
  readonly defaults: Defaults;
  readonly kinds: KindDefaults;
  readonly guard: Entries;
  readonly entries: Entries;
  readonly listed: Listed;
  /** The `page` section as it is written. */
  readonly page: unknown;
};

/** One section of a checks file, by its key. All are read the same way, by file.ts, in the order of SECTIONS there. */
export type Section = {
  readonly key: string;
  /** As checks.schema.json describes it. Made when a file that has the section is read. */
  readonly schema: () => z.ZodType;
  /** As the file is validated, where the section's items are read one by one. @default schema */
  readonly outer?: () => z.ZodType;
  /** What is wrong with the section beyond its schema; paths begin at it. `wrong`: what the schema finds wrong with it. */
  readonly rules: (written: unknown, wrong: readonly PathFault[], reading: Reading) => readonly PathFault[];
  /** What a file without faults has of it. */
  readonly resolve: (written: unknown, reading: Reading) => Partial<CheckList>;
};
