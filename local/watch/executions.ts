import type { Check } from '#core/check/check.ts';
import type { RunStamp } from '#core/incident/state.ts';
import { withoutGuards } from '#core/run/guards.ts';
import type { Verdict } from '#core/verdict/verdict.ts';
import type { RollCall } from '../call.ts';
import { failureText } from '../failure-text.ts';
import type { InUse } from './in-use.ts';
import type { Runner } from './runner.ts';
import type { Troubles } from './troubles.ts';

/** Executions that are under way, each with the list that was in use when it began. */
export type Executions = {
  inUse(): InUse;
  /** Takes a list in place of the one before, which is closed when its last execution has ended. */
  use(next: InUse): void;
  begin(checks: readonly Check[]): void;
  /** Resolves when all that has begun has ended. */
  over(): Promise<unknown>;
};

export type ExecutionEffects = {
  readonly run: Runner;
  readonly troubles: Troubles;
  readonly onAnswered: (run: RunStamp, verdict: Verdict) => void;
  /** An execution has ended without a verdict of this check. */
  readonly onUnanswered: (name: string) => void;
  /** Takes what an execution has to send; it must not throw. */
  readonly send: (rollCall: RollCall, source: InUse) => Promise<void>;
};

/** A list and how many executions use it. */
type Used = { readonly source: InUse; executions: number };

export function newExecutions(first: InUse, effects: ExecutionEffects): Executions {
  const { run, troubles, onAnswered, onUnanswered } = effects;
  const underWay = new Set<Promise<void>>();
  let used: Used = { source: first, executions: 0 };

  const execute = async (checks: readonly Check[]): Promise<void> => {
    const mine = used;
    const unanswered = new Set(checks.map(({ name }) => name));
    mine.executions += 1;
    try {
      const rollCall = await run(mine.source, checks, ({ id, startedAt }, verdict) => {
        unanswered.delete(verdict.name);
        onAnswered({ id, startedAt }, verdict);
      });
      await ended(rollCall, mine.source, effects);
    } catch (error) {
      troubles.begin('execution', `an execution could not be run: ${(error as Error).message}`);
    } finally {
      // The others have been free since they answered, and may be under way again.
      for (const name of unanswered) onUnanswered(name);
      mine.executions -= 1;
      await retire(mine);
    }
  };
  const retire = async (one: Used) => {
    // What cannot be closed is of no use any more.
    if (one !== used && one.executions === 0) await one.source.close().catch(() => {});
  };
  return {
    inUse: () => used.source,
    use(next) {
      const before = used;
      used = { source: next, executions: 0 };
      void retire(before);
    },
    begin(checks) {
      const execution = execute(checks).finally(() => underWay.delete(execution));
      underWay.add(execution);
    },
    over: () => Promise.all(underWay),
  };
}

/** What an execution came to is sent, and remembered unless it was stopped. */
async function ended(rollCall: RollCall, source: InUse, { send, troubles }: ExecutionEffects): Promise<void> {
  const { run, results, failure, interrupted } = rollCall;
  await send(rollCall, source);
  // What is wrong with the store is a trouble of its own.
  if (failure === null || failure.error === 'StoreFault') troubles.end('execution');
  else troubles.begin('execution', `Rollcall itself failed: ${failureText(failure)}`);
  if (interrupted) return;
  try {
    await source.memory.remember(run, withoutGuards(run, results));
    troubles.end('store');
  } catch (error) {
    troubles.begin('store', `verdicts are not remembered: ${(error as Error).message}`);
  }
}
