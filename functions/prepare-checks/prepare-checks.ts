import { NOTHING_OUTSIDE } from '#checks-file/outside.ts';
import { loadOutside } from '#checks-file/reader/load-outside.ts';
import type { CheckList } from '#core/check/check-list.ts';
import { isRecipeEvent } from '#core/run/input.ts';
import { InvalidInput, type Refusal } from '#core/run/invalid-input.ts';
import { type Deployed, type Prepared, type PrepareEvent, prepareRun, type ReadAdHoc } from '#core/run/prepare.ts';

/**
 * Answers the run and its roll, or what is wrong with the input: a person's typing error is data, not an error. The
 * validator is 40 ms of a cold start, and only an input with ad hoc checks needs it: the deployed list was validated
 * before it was deployed. What reads curl commands and patterns is loaded for those that have some.
 */
export async function prepareChecks(event: PrepareEvent, deployed: Deployed): Promise<Prepared | Refusal> {
  const readAdHoc = hasAdHocChecks(event.input) ? await loadReader(event.input, deployed.list) : undefined;
  try {
    return prepareRun(event, deployed, readAdHoc);
  } catch (error) {
    if (error instanceof InvalidInput) return error.refusal;
    throw error;
  }
}

function hasAdHocChecks(input: unknown): boolean {
  return (typeof input === 'object' && input !== null && Object.hasOwn(input, 'checks')) || isRecipeEvent(input);
}

async function loadReader(input: unknown, { checks, guard = [] }: CheckList): Promise<ReadAdHoc> {
  // No files: whoever may start an execution must not read those of the function, its credentials among them.
  const [{ readAdHoc }, outside] = await Promise.all([
    import('#checks-file/ad-hoc.ts'),
    loadOutside(JSON.stringify(input), NOTHING_OUTSIDE.files),
  ]);
  return (entries) => readAdHoc(entries, outside, [...checks, ...guard]);
}
