import type { Counts } from '#core/report/counts.ts';
import type { Run } from '#core/run/run.ts';
import type { Verdict } from '#core/verdict/verdict.ts';
import type { Called } from './called.ts';

/**
 * What `--json` prints. `failure` is there when Rollcall itself failed (exit code 3), `interrupted` when somebody
 * stopped it (130, 143); `results` then holds what was answered. `failFast`: an NG stopped it.
 */
export type RunDocument = {
  readonly run: Run;
  readonly counts: Counts;
  readonly results: readonly Verdict[];
  readonly failure?: { readonly error: string; readonly cause: string };
  readonly interrupted?: { readonly answered: number; readonly total: number };
  readonly failFast?: { readonly ng: string; readonly notCalled: readonly string[] };
};

export function documentOf({ rollCall, total, unrun }: Called): RunDocument {
  const { run, counts, results, failure, interrupted } = rollCall;
  return {
    run,
    counts,
    results,
    ...(failure === null ? {} : { failure }),
    ...(interrupted ? { interrupted: { answered: results.length, total } } : {}),
    ...(unrun === undefined ? {} : { failFast: { ng: unrun.by, notCalled: unrun.names } }),
  };
}
