import type { Check, HttpCheck } from '#core/check/check.ts';
import { type Judge, type Proof, prove, unproven } from '#core/prove/prove.ts';
import type { Observation } from '#core/prove/trial.ts';
import { judgeTcp } from '#kinds/http/judge/judge.ts';
import { pageOf } from '#kinds/http/judge/page.ts';
import { madeUp } from '#kinds/http/offences/made-up.ts';
import { judgeObserved, observeOnce, redacted } from '#kinds/http/probe/check-http.ts';
import { redactorFor } from '#kinds/http/probe/tell-ng.ts';
import type { CheckerEffects } from '#kinds/probing/effects.ts';
import { checkTcp } from '#kinds/tcp/probe.ts';
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

/** What is thrown on the way is Rollcall's own fault, and told as such: it says nothing of the others. */
async function proveOne(check: Check, options: ProveOptions): Promise<Proof> {
  try {
    if (options.offline) return await proveOffline(check, options);
    return check.kind === 'http' ? await proveHttp(check, options) : await proveAnswered(check, options);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return unproven(check, { code: 'checker-fault', message: `Rollcall could not check: ${message}` });
  }
}

async function proveHttp(check: HttpCheck, options: ProveOptions): Promise<Proof> {
  const hidden: string[] = [];
  try {
    const observed = await observeOnce(check, hidden, options.effects);
    const proof = await proveBy(check, observed, options);
    if (proof.reason === null) return proof;
    const { code, message } = proof.reason;
    return { ...proof, reason: { code, message: redactorFor(check, hidden)(message) } };
  } catch (error) {
    throw await redacted(error, check, hidden);
  }
}

/** Of a kind whose verdict says all that was observed. */
async function proveAnswered(check: Extract<Check, { kind: 'tcp' }>, options: ProveOptions): Promise<Proof> {
  const { reason, latencyMs, phases } = await checkTcp({ check, previous: { attempts: 0 } }, options.effects);
  if (reason !== null) return unproven(check, reason);
  return proveBy(check, { outcome: 'connected', latencyMs: latencyMs ?? 0, phases }, options);
}

async function proveOffline(check: Check, options: ProveOptions): Promise<Proof> {
  const proof = await proveBy(check, madeUp(check, options.effects.date()), options);
  if (proof.reason === null) return proof;
  const { code, message } = proof.reason;
  const told = `no answer that fits could be made up (${message}); prove it without --offline`;
  return { ...proof, reason: { code, message: told } };
}

function proveBy(check: Check, observed: Observation, options: ProveOptions): Promise<Proof> {
  const date = options.effects.date();
  return prove(check, observed, options.judge ?? judgeAt(date), date, options.allow);
}

/** The judge of the checkers, at a moment. */
function judgeAt(moment: Date): Judge {
  return async (observed, check) => {
    if (check.kind === 'tcp') return observed.outcome === 'response' ? null : judgeTcp(observed, check.expect);
    if (observed.outcome === 'connected') return null;
    const page = observed.outcome === 'response' ? pageOf(observed) : null;
    return judgeObserved(observed, page, check.expect, { date: () => moment });
  };
}
