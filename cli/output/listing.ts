/** Where a check stands: a file as CI servers know it, and the line of its entry, counted from 1. */
export type CheckPlace = { readonly file: string; readonly line: number };

/** What reports say of checks beside their verdicts. */
export type Listing = {
  /** By name; those of a curl command stand nowhere. */
  readonly places: ReadonlyMap<string, CheckPlace>;
  /** Names of checks that the file has, with `enabled: false`. */
  readonly disabled: readonly string[];
  /** Checks that were not called, and why. */
  readonly unrun: { readonly names: readonly string[]; readonly why: string };
};

export const NOTHING_LISTED: Listing = { places: new Map(), disabled: [], unrun: { names: [], why: '' } };
