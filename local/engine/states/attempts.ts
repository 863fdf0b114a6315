import { StateError } from '../errors.ts';
import { limited } from '../payload-limit.ts';
import type { ErrorPolicy, Retrier } from './error-policy.ts';
import { type Outcome, pause, type Visit } from './state.ts';

/** What a state does again and again until it ends, and what it is then. */
export type Attempt = {
  readonly name: string;
  readonly policy: ErrorPolicy;
  readonly next: string | undefined;
  /** One attempt: its output. Throws a StateError. */
  readonly perform: (visit: Visit) => Promise<unknown>;
};

/** Tries as often as Retry says, and then follows Catch. Each Retrier counts its own retries. */
export async function attempt({ name, policy, next, perform }: Attempt, visit: Visit): Promise<Outcome> {
  const used = new Map<Retrier, number>();
  for (let retries = 0; ; retries += 1) {
    try {
      return { output: await perform(retries === 0 ? visit : retried(visit, retries)), next };
    } catch (error) {
      if (!(error instanceof StateError)) throw error;
      const delay = delayBefore(error, policy, used, visit);
      if (delay === undefined) return caught(name, policy, visit, error);
      await pause(visit, visit.host.paceOf('retries', name) ?? delay);
    }
  }
}

/** The milliseconds before the next attempt; undefined when there is none. The first Retrier that matches decides. */
function delayBefore(error: StateError, { retry }: ErrorPolicy, used: Map<Retrier, number>, { host }: Visit) {
  const retrier = retry.find((one) => one.matches(error));
  if (retrier === undefined) return undefined;
  const before = used.get(retrier) ?? 0;
  if (before >= retrier.maxAttempts) return undefined;
  used.set(retrier, before + 1);
  return retrier.delayMs(before, host.random);
}

function retried(visit: Visit, RetryCount: number): Visit {
  return { ...visit, context: { ...visit.context, State: { ...visit.context.State, RetryCount } } };
}

function caught(name: string, policy: ErrorPolicy, visit: Visit, error: StateError): Outcome {
  const catcher = policy.catch.find((one) => one.matches(error));
  if (catcher === undefined) throw error;
  const output = catcher.combine(visit.input, { Error: error.name, Cause: error.message });
  return { output: limited(name, 'output', output), next: catcher.next };
}
