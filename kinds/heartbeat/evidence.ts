import type { Evidence } from '../kind.ts';
import type { HeartbeatCheck } from './check.ts';
import type { HeartbeatObservation } from './observation.ts';

/** What an NG shows: the last that the job said. No command asks a job again. */
export const heartbeatEvidence: Evidence<HeartbeatCheck, HeartbeatObservation> = {
  shown: (observed) => ({ excerpt: lastWords(observed), command: null }),
};

/** Of the latest failure, or what was logged after it. */
function lastWords(observed: HeartbeatObservation): string | null {
  if (observed.outcome === 'failure') return null;
  const { ok, fail, log } = observed.beats;
  const texts = [fail, log].filter((one) => one !== null && one.text !== '' && one.at > (ok?.at ?? 0));
  const [latest] = texts.toSorted((a, b) => (b?.at ?? 0) - (a?.at ?? 0));
  return latest?.text ?? null;
}
