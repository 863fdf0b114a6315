import type { Failure, Measured } from '#core/verdict/observation.ts';
import type { Heartbeat } from './beats.ts';

/** What is known of a job. */
type Read = Measured & Heartbeat & { readonly outcome: 'read' };

/** What came of a heartbeat check: what is known of the job, or why that is known to nobody here. */
export type HeartbeatObservation = Read | Failure;
