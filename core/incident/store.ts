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
 * Where states are kept between runs. Every written state has the stamp of the run that wrote it, and no run writes a
 * check twice, so the stamp is the version: of two overlapping runs that read the same state one gets to write it.
 *
 * Both throw when the store cannot be reached or read.
 */
export type IncidentStore = {
  /**
   * The states of these checks and of all certificates, in one read; what is well has none. Never older than the last
   * write.
   */
  load(names: readonly string[]): Promise<ReadonlyMap<string, CheckState>>;
  /** Writes each change that still holds. The others, by name: somebody was there between the read and the write. */
  save(changes: readonly Change[]): Promise<{ readonly conflicts: readonly string[] }>;
};
