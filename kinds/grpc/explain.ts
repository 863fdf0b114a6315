import type { KindExplanation } from '../kind.ts';
import { latencyExpectation } from '../probing/trace/latency-expectation.ts';
import type { GrpcCheck } from './check.ts';
import type { GrpcObservation } from './observation.ts';
import { answerText, otherAnswer } from './probe.ts';

/** What `run --verbose` says of an answer of the health service. */
export const grpcExplanation: KindExplanation<GrpcCheck, GrpcObservation> = {
  learnsSecrets: () => false,
  expectations: (observed, { target, expect }) => {
    const other = otherAnswer(observed, target.service, expect);
    const text = other?.message ?? answerText(observed, target).join(', ');
    return [{ isHeld: other === null, text }, ...latencyExpectation(observed.latencyMs, expect.latencyMs)];
  },
};
