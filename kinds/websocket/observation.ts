import type { Certificate, Failure, Measured } from '#core/verdict/observation.ts';

/** One message of a server. `isText`: its bytes are UTF-8. */
export type Received = { readonly bytes: Buffer; readonly isText: boolean };

/**
 * A conversation that came to its end. `answers` has at each place of the exchange the message that was taken for the
 * expected one. `others`: how many messages were passed over. `close`: code and words of the server, where they were waited for.
 */
type Conversed = Measured & {
  readonly outcome: 'conversed';
  readonly protocol: string;
  readonly answers: readonly (Received | null)[];
  readonly others: number;
  readonly pongMs: number | null;
  readonly close: { readonly code: number; readonly words: string } | null;
  readonly certificate?: Certificate;
};

/** `last`: what came last, the beginning of a refused upgrade's body among it. */
type Broken = Failure & { readonly last?: Received };

/** What came of a websocket check. */
export type WebsocketObservation = Conversed | Broken;
