import type { RollCall } from '#local/call.ts';

/** The checks that were not called, by name, because another was NG. */
export type Unrun = { readonly by: string; readonly names: readonly string[] };

/** A roll that was called: how many checks it was to have, how long it took, and whether an NG stopped it. */
export type Called = {
  readonly rollCall: RollCall;
  readonly total: number;
  readonly elapsedMs: number;
  readonly unrun?: Unrun;
};

/** A run that answers its exit code, and tells what it has called as soon as it has. */
export type Runs = (onCalled: (called: Called) => void) => Promise<number>;
