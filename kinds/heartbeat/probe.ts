import { notSent } from '#core/verdict/observation.ts';
import { NO_PHASES } from '#core/verdict/phases.ts';
import type { Reason } from '#core/verdict/reason.ts';
import type { KindProbe } from '../kind.ts';
import type { CheckerEffects } from '../probing/effects.ts';
import { roundMs } from '../probing/timeline.ts';
import type { HeartbeatCheck } from './check.ts';
import type { HeartbeatObservation } from './observation.ts';
import { reportLines } from './report-lines.ts';
import { standingOf } from './standing.ts';

const NOBODY: Reason = { code: 'config', message: 'nobody takes reports of jobs here' };

/** A check of kind heartbeat: the job calls, and is NG when it does not. Nothing is asked but what it has reported. */
export const heartbeatProbe: KindProbe<HeartbeatCheck, HeartbeatObservation> = {
  observe,
  judge: (observed, { target }, { date }) =>
    observed.outcome === 'failure' ? observed.reason : standingOf(observed, target, date().getTime()).reason,
  warn: (observed, { target }, { date }) =>
    observed.outcome === 'failure' ? null : standingOf(observed, target, date().getTime()).warning,
  seen: (observed) => {
    if (observed.outcome === 'failure' || observed.beats.ok === null) return null;
    const { at, startedAt } = observed.beats.ok;
    return { reported: new Date(at).toISOString(), ...(startedAt !== null && { tookMs: at - startedAt }) };
  },
  evidence: async () => (await import('./evidence.ts')).heartbeatEvidence,
};

async function observe({ name, target }: HeartbeatCheck, effects: CheckerEffects): Promise<HeartbeatObservation> {
  if (effects.readHeartbeat === undefined) return notSent(NOBODY);
  const began = effects.now();
  const known = await effects.readHeartbeat(name, effects.date().getTime());
  if ('code' in known) return notSent(known);
  for (const line of reportLines(known, target)) effects.trace?.tell('*', line);
  return { outcome: 'read', ...known, phases: NO_PHASES, latencyMs: roundMs(effects.now() - began) };
}
