import type { KindExplanation } from '../kind.ts';
import { latencyExpectation } from '../probing/trace/latency-expectation.ts';
import type { TcpCheck } from './check.ts';
import type { TcpObservation } from './observation.ts';

/** What `run --verbose` says of a connection that was made. */
export const tcpExplanation: KindExplanation<TcpCheck, TcpObservation> = {
  expectations: ({ latencyMs }, { expect }) => [
    { isHeld: true, text: 'a connection is made' },
    ...latencyExpectation(latencyMs, expect.latencyMs),
  ],
};
