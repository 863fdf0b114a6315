import type { Run } from '../run/run.ts';
import type { Verdict } from '../verdict/verdict.ts';
import { evidenceOf, field } from './evidence.ts';

/**
 * A line of JSON for each NG of a run: what is left to look at where a workflow has no history. Every text is safe to
 * print and cut, as in alerts, whatever a checker answered; the checker has redacted it.
 */
export function ngLines({ id, startedAt, shard }: Run, verdicts: readonly Verdict[]): readonly string[] {
  return verdicts
    .filter(({ outcome }) => outcome === 'NG')
    .map((verdict) => {
      const { name, reason, quiet } = verdict;
      const { phases: _phases, ...evidence } = evidenceOf(verdict);
      return JSON.stringify({
        level: 'INFO',
        event: 'ng',
        check: field(name, 200),
        reason: { code: field(reason?.code, 40), message: field(reason?.message, 500) },
        ...evidence,
        quiet: quiet === undefined ? null : field(quiet.because, 20),
        run: { id, startedAt, shard },
      });
    });
}
