import type { Certificate, Failure, Measured } from '#core/verdict/observation.ts';

/** What came. `before`: the byte that came before it and was taken by another item. */
export type Answer = { readonly bytes: Buffer; readonly before?: number };

/**
 * What was said over a connection. `answers` has at each place of the exchange all that had come and was not taken before when
 * what was waited for was found; null where nothing was. `stepsMs`: how long each item took. `heardBytes`: how many bytes came in all.
 */
export type Talk = {
  readonly answers: readonly (Answer | null)[];
  readonly stepsMs: readonly number[];
  readonly heardBytes: number;
};

/** A connection that was made, and the exchange over it where there is one. */
export type Connected = Measured & {
  readonly outcome: 'connected';
  readonly talk?: Talk;
  readonly certificate?: Certificate;
};

/** `came`: what came and was not what was waited for. */
type Broken = Failure & { readonly came?: Buffer };

/** What came of a tcp check: a connection, or why there is none. */
export type TcpObservation = Connected | Broken;
