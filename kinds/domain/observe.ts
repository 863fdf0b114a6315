import { NO_PHASES } from '#core/verdict/phases.ts';
import type { Reason } from '#core/verdict/reason.ts';
import type { CheckerEffects } from '../probing/effects.ts';
import { askRegistry } from './ask.ts';
import type { DomainCheck } from './check.ts';
import type { DomainObservation, Registration } from './observation.ts';

const HOUR_MS = 3_600_000;
/** A registry is asked once a day, whatever the schedule. */
const FRESH_MS = 20 * HOUR_MS;
/** So long what was said before is better than nothing. */
const USABLE_MS = 7 * 24 * HOUR_MS;

/** What the registry says, or said less than a day ago. */
export async function observe(check: DomainCheck, effects: CheckerEffects): Promise<DomainObservation> {
  const { name, server = '' } = check.target;
  const key = `domain ${name} ${server}`;
  const before = registrationOf(await effects.recall?.(key));
  const age = before === null ? Number.POSITIVE_INFINITY : effects.date().getTime() - Date.parse(before.at);
  if (before !== null && age >= 0 && age < FRESH_MS) {
    effects.trace?.tell('*', `the registry is not asked again: its answer of ${before.at} is taken for 20 hours`);
    return recalled(before);
  }
  const observed = await askRegistry(check, effects);
  if (observed.outcome === 'registered') {
    await effects.keep?.(key, JSON.stringify(observed.registration));
    return observed;
  }
  if (before === null || age < 0 || age >= USABLE_MS || !isAway(observed.reason)) return observed;
  const { phases, latencyMs, reason } = observed;
  return { outcome: 'registered', registration: before, missed: reason.message, phases, latencyMs };
}

function recalled(registration: Registration): DomainObservation {
  return { outcome: 'registered', registration, phases: NO_PHASES, latencyMs: 0 };
}

/** Nobody answered, or asked us to wait: that says nothing of the domain. */
function isAway({ code }: Reason): boolean {
  return code !== 'answer' && code !== 'config' && code !== 'blocked';
}

/** What was kept; null when it is nothing, or not of this version. */
function registrationOf(text: string | null | undefined): Registration | null {
  if (text == null) return null;
  try {
    const kept = JSON.parse(text) as Registration;
    return typeof kept.expires === 'string' && typeof kept.at === 'string' ? kept : null;
  } catch {
    return null;
  }
}
