import type { Failure, Measured } from '#core/verdict/observation.ts';

/** A TCP connection that was made. */
type Connected = Measured & { readonly outcome: 'connected' };

/** What came of a tcp check: a connection, or why there is none. */
export type TcpObservation = Connected | Failure;
