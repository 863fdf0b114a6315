import type { HttpExpect } from '../check.ts';
import type { HttpObservation } from '../observation.ts';

/** An expectation that an answer offends: `alone` is the expectation and no other, `answers` are healthy but for it. */
export type Offence = {
  readonly path: string;
  readonly what: string;
  readonly alone: Partial<HttpExpect>;
  readonly answers: readonly HttpObservation[];
  /** Where something else is wrong than that it is not evaluated. */
  readonly advice?: string;
};
