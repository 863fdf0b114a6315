import type { RunStamp } from '../incident/state.ts';
import type { Verdict } from '../verdict/verdict.ts';

/** One verdict of the past, with the run that it was part of. */
export type PastVerdict = { readonly run: RunStamp; readonly verdict: Verdict };
