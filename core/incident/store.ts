import type { CheckState, RunStamp } from './state.ts';

/**
 * One check's state, to be written only if it is still what was read: `before` is the stamp of the state that `after`
 * was made from, null when there was none. `after` null forgets the check.
 */
export type Change = {
  readonly name: string;
  readonly before: RunStamp | null;
  readonly after: CheckState | null;
};

/**
 * What came of changes, by the name of their checks. `conflicts`: somebody was there between the read and the write.
 * `failed`: could not be written, because of `trouble`, or were written and the answer was lost. All others are written.
 */
export type Saved = {
  readonly conflicts: readonly string[];
  readonly failed?: { readonly names: readonly string[]; readonly trouble: unknown };
};

/**
 * Where states are kept between runs. Every written state has the stamp of the run that wrote it, and no run writes a
 * check twice, so the stamp is the version: of two overlapping runs that read the same state one gets to write it.
 *
 * Both throw when the store cannot be reached.
 */
export type IncidentStore = {
  /**
   * The states of these checks, of all certificates, and of checks that the list has no more; what is well has none.
   * Never older than the last write.
   */
  load(names: readonly string[]): Promise<ReadonlyMap<string, CheckState>>;
  /** Writes each change that still holds, whatever becomes of the others; throws only when it has written none. */
  save(changes: readonly Change[]): Promise<Saved>;
};
