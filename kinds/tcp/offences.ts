import { sharedTrials } from '#core/prove/shared-trials.ts';
import type { KindOffences } from '../kind.ts';
import type { TcpCheck } from './check.ts';
import type { TcpObservation } from './observation.ts';

const PHASES = { dns: 0, connect: 0, tls: null, firstByte: null, download: null };

/** What `rollcall prove` breaks of a tcp check. */
export const tcpOffences: KindOffences<TcpCheck, TcpObservation> = {
  madeUp: () => ({ outcome: 'connected', latencyMs: 0, phases: PHASES }),
  trials: (check, healthy) =>
    healthy.outcome === 'failure' ? [] : sharedTrials(check, healthy, 'a connection', 'connect'),
};
