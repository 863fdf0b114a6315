import type { Certificate, Failure, Measured } from '#core/verdict/observation.ts';

/**
 * A call that was answered as gRPC answers. `code`: its status. `message`: what the server says of that, decoded, not made
 * safe. `serving`: the number in the answer of the health service; null where the status is not 0.
 */
type Answered = Measured & {
  readonly outcome: 'answered';
  readonly code: number;
  readonly message: string;
  readonly serving: number | null;
  readonly certificate?: Certificate;
};

/** `beginning`: of what came in place of an answer of gRPC. */
type NoGrpc = Failure & { readonly beginning?: string };

/** What came of a grpc check. */
export type GrpcObservation = Answered | NoGrpc;
