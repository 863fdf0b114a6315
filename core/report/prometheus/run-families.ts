import { isOffline } from '../../incident/monitor.ts';
import { guardsOf } from '../../run/guards.ts';
import type { Run } from '../../run/run.ts';
import type { Verdict } from '../../verdict/verdict.ts';
import type { Family } from './exposition.ts';
import { seconds } from './measure.ts';

/**
 * A run that has ended, or could not begin. `succeeded`: every check has answered, and what was to be sent and kept is.
 * `elapsedMs`: null where nothing was called. `label`: which of several runs it is, that are read together.
 */
export type RunEnded = {
  readonly run: Pick<Run, 'startedAt' | 'guards'>;
  readonly verdicts: readonly Verdict[];
  readonly succeeded: boolean;
  readonly elapsedMs: number | null;
  readonly label: string;
};

/** Gauges about the monitor itself, each series with the label `run`. */
export function runFamilies({ run, verdicts, succeeded, elapsedMs, label }: RunEnded): readonly Family[] {
  const gauge = (name: string, help: string, value: number): Family => ({
    name,
    help,
    samples: [{ labels: { run: label }, value }],
  });
  const guards = guardsOf(run, verdicts);
  return [
    gauge('rollcall_run_success', 'Whether the last run came to its end.', Number(succeeded)),
    gauge('rollcall_last_run_timestamp_seconds', 'When the last run began.', Date.parse(run.startedAt) / 1000),
    gauge('rollcall_run_duration_seconds', 'How long the last run took.', seconds(elapsedMs)),
    gauge(
      'rollcall_online',
      'Whether a guard of the last run was OK, so that NG says something of the targets.',
      guards.length === 0 ? NaN : Number(!isOffline(guards)),
    ),
  ];
}
