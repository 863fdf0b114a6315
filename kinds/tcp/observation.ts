import type { Failure, Measured } from '#core/verdict/observation.ts';

/** A TCP connection that was made. */
type Connected = Measured & { readonly outcome: 'connected' };

export type TcpObservation = Connected | Failure;
