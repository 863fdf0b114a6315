import type { Run } from '../run/run.ts';
import { localTime } from '../text/local-time.ts';
import { consoleLink } from './console-link.ts';
import type { Counts } from './counts.ts';
import { field } from './evidence.ts';

/** The counts of a run on one line. */
export function countsLine({ total, ok, ng, checkerFaults, flaky, degraded, quiet }: Counts): string {
  const asides = [
    checkerFaults > 0 ? `${checkerFaults} of them because a checker itself failed` : '',
    flaky > 0 ? `${flaky} OK only on a recheck` : '',
    degraded > 0 ? `${degraded} OK but degraded` : '',
    quiet > 0 ? `${quiet} quiet on purpose` : '',
  ].filter((text) => text !== '');
  return [`${ng} NG and ${ok} OK of ${total}`, ...asides].join('; ');
}

/** What a message says of its run, a line each. */
export function runLines(run: Run, timezone: string | null): readonly string[] {
  const kind = run.trigger === 'manual' ? 'manual run' : `scheduled run of shard ${field(run.shard ?? '?', 100)}`;
  const link = consoleLink(run);
  return [
    `${kind} at ${field(localTime(run.startedAt, timezone), 80)}`,
    `execution ${field(run.id, 300)}`,
    ...(link === null ? [] : [`console   ${field(link, 600)}`]),
  ];
}
