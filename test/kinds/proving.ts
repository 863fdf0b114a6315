import type { Check } from '#core/check/check.ts';
import { type Judge, prove } from '#core/prove/prove.ts';
import type { Observation } from '#core/verdict/observation.ts';
import type { HttpExpect, MoreExpect } from '#kinds/http/check.ts';
import { PATIENT } from '#kinds/http/judge/bound.ts';
import { judgeWhole } from '#kinds/http/judge/judge-whole.ts';
import type { HttpObservation } from '#kinds/http/observation.ts';
import { offencesOf } from '#kinds/offences.ts';
import { probeOf } from '#kinds/probes.ts';

export const DATE = new Date('2026-11-24T00:00:00Z');

/** The judge that the checkers have, without their clock and their bounds. */
export const judge: Judge = async (observed, check) => {
  if (check.kind !== 'http') return (await probeOf(check.kind)).judge(observed, check, { date: () => DATE });
  return judgeAsHttp(observed as HttpObservation, check.expect as HttpExpect);
};

async function judgeAsHttp(observed: HttpObservation, expect: HttpExpect) {
  return (await judgeWhole(observed, expect, DATE, PATIENT))?.reason ?? null;
}

/** A judge that accepts an expectation of http and does not look at it. */
export function judgeWithout(expectation: keyof HttpExpect | keyof MoreExpect): Judge {
  return (observed, check) => {
    const { more = {}, ...plain } = check.expect as HttpExpect;
    const { [expectation as keyof MoreExpect]: _, ...others } = more;
    const none = { status: [], headers: [] }[expectation as string] ?? null;
    const expect = { ...plain, ...(expectation in plain && { [expectation]: none }), more: others };
    return judge(observed, { ...check, expect });
  };
}

/** A slow answer is allowed unless said otherwise: most checks here expect no latency. */
export function proofOf(check: Check, healthy: Observation, by: Judge = judge, allow: readonly string[] = ['slow']) {
  return prove(check, healthy, by, (it) => offencesOf(check.kind).trials(check, it, DATE), allow);
}

/** The names of the trials that ended so. */
export async function named(proof: ReturnType<typeof proofOf>, outcome: string): Promise<readonly string[]> {
  return (await proof).trials.filter((trial) => trial.outcome === outcome).map(({ name }) => name);
}
