import type { Check } from '#core/check/check.ts';
import { type Judge, type Proof, prove, unproven } from '#core/prove/prove.ts';
import type { Observation } from '#core/verdict/observation.ts';
import { offencesOf } from '#kinds/offences.ts';
import { probeOf } from '#kinds/probes.ts';
import { observeOnce, redactedFault, redactorFor } from '#kinds/probing/checker.ts';
import type { CheckerEffects } from '#kinds/probing/effects.ts';
import { countingGate } from './gate.ts';

export type ProveOptions = {
  /** What any check may miss, beside what its own settings allow. */
  readonly allow: readonly string[];
  /** How many targets are asked at a time. */
  readonly concurrency: number;
  /** Asks no target: an answer that fits is made up. */
  readonly offline: boolean;
  readonly effects: CheckerEffects;
  readonly signal: AbortSignal;
  /** @default the checkers' own */
  readonly judge?: Judge;
};

/**
 * Proves checks one by one: each target is asked once, as a run asks it, and everything else is judged here. Of an
 * interrupted call the proofs so far, in the order of the checks.
 */
export async function proveChecks(checks: readonly Check[], options: ProveOptions): Promise<readonly Proof[]> {
  const { signal } = options;
  const gate = countingGate(options.concurrency);
  const proofs: (Proof | undefined)[] = checks.map(() => undefined);
  const all = checks.map(async (check, index) => {
    await gate.enter();
    try {
      if (!signal.aborted) proofs[index] = await proveOne(check, options);
    } finally {
      gate.leave();
    }
  });
  await Promise.race([Promise.all(all), aborted(signal)]);
  return proofs.filter((proof) => proof !== undefined);
}

function aborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
}

/** What is thrown on the way is Rollcall's own fault, and reported as such: it says nothing of the others. */
async function proveOne(check: Check, options: ProveOptions): Promise<Proof> {
  try {
    return options.offline ? await proveOffline(check, options) : await proveAsked(check, options);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return unproven(check, { code: 'checker-fault', message: `Rollcall could not check: ${message}` });
  }
}

async function proveAsked(check: Check, options: ProveOptions): Promise<Proof> {
  const probe = await probeOf(check.kind);
  const hidden: string[] = [];
  try {
    const observed = await observeOnce(probe, check, hidden, options.effects);
    const proof = await proveBy(check, observed, options);
    if (proof.reason === null) return proof;
    const { code, message } = proof.reason;
    const redact = await redactorFor(probe, check, hidden);
    return { ...proof, reason: { code, message: redact(message) } };
  } catch (error) {
    throw await redactedFault(probe, check, hidden, error);
  }
}

async function proveOffline(check: Check, options: ProveOptions): Promise<Proof> {
  const observed = offencesOf(check.kind).madeUp(check, options.effects.date());
  const proof = await proveBy(check, observed, options);
  if (proof.reason === null) return proof;
  const { code, message } = proof.reason;
  const redact = await redactorFor(await probeOf(check.kind), check, []);
  const told = `no answer that fits could be made up (${redact(message)}); prove it without --offline`;
  return { ...proof, reason: { code, message: told } };
}

function proveBy(check: Check, observed: Observation, options: ProveOptions): Promise<Proof> {
  const at = options.effects.date();
  const trialsOf = (healthy: Observation) => offencesOf(check.kind).trials(check, healthy, at);
  return prove(check, observed, options.judge ?? judgeAt(at), trialsOf, options.allow);
}

/** The judge of the checkers, at a moment. */
function judgeAt(moment: Date): Judge {
  return async (observed, check) => (await probeOf(check.kind)).judge(observed, check, { date: () => moment });
}
