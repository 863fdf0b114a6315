import type { Check } from '#core/check/check.ts';
import { countsOf } from '#core/report/counts.ts';
import type { Notification } from '#core/report/notification.ts';
import { withoutGuards } from '#core/run/guards.ts';
import type { Run } from '#core/run/run.ts';
import type { Verdict } from '#core/verdict/verdict.ts';
import type { RollCall, RollCallOptions } from './call.ts';
import { ExecutionAborted, ExecutionFailed } from './engine/errors.ts';

/** What becomes known of a roll call while its executions go on. */
export type RunRecord = {
  /** The roll is known: this is what will be called. */
  started(run: Run, checks: readonly Check[]): void;
  answered(verdict: Verdict): void;
  /** The verdicts once more, those marked of which nothing is reported. */
  marked(verdicts: readonly Verdict[]): void;
  alerted(notification: Notification): void;
  /** An execution did not succeed. The first fault is the one told. */
  ended(reason: unknown): void;
  results(): readonly Verdict[];
  /** The verdicts of which it is not known yet whether they are reported. */
  unmarked(): readonly Verdict[];
  rollCall(): RollCall;
};

export function newRecord(
  planned: Run,
  { onStart, onVerdict }: Pick<RollCallOptions, 'onStart' | 'onVerdict'>,
): RunRecord {
  const verdicts = new Map<string, Verdict>();
  const tracked = new Map<string, Verdict>();
  const notifications = new Map<string, Notification>();
  let run = planned;
  let roll: readonly Check[] = [];
  let failure: RollCall['failure'] = null;
  let interrupted = false;
  const ofGuard = (verdict: Verdict): Verdict => {
    return run.guards?.includes(verdict.name) ? { ...verdict, quiet: { because: 'guard', by: null } } : verdict;
  };
  const results = () => roll.flatMap(({ name }) => tracked.get(name) ?? verdicts.get(name) ?? []);
  return {
    started(actual, checks) {
      run = actual;
      roll = checks;
      onStart?.(
        checks.map(({ name }) => name),
        run,
      );
    },
    answered(verdict) {
      // Guards answer in each execution.
      if (!verdicts.has(verdict.name)) onVerdict?.(ofGuard(verdict));
      verdicts.set(verdict.name, verdict);
    },
    marked(all) {
      // Guards answer again in later executions; what the tracker has marked stays.
      for (const verdict of all) {
        // Of a guard that is NG in one execution and OK in another, the NG is what explains that one.
        if (tracked.get(verdict.name)?.outcome !== 'NG') tracked.set(verdict.name, verdict);
      }
    },
    alerted(notification) {
      // The second try of the same alert is no second alert.
      const { topicArn, subject, message } = notification;
      notifications.set(JSON.stringify([topicArn, subject, message]), notification);
    },
    ended(reason) {
      if (reason instanceof ExecutionAborted) interrupted = true;
      else if (reason instanceof ExecutionFailed) failure ??= { error: reason.error, cause: reason.cause };
      else throw reason;
    },
    results,
    unmarked: () => results().filter(({ name }) => !tracked.has(name)),
    rollCall() {
      const found = results();
      const counts = countsOf(withoutGuards(run, found));
      return { run, results: found, counts, notifications: [...notifications.values()], failure, interrupted };
    },
  };
}
