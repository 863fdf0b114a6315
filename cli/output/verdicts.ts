import type { PastVerdict } from '#core/status/past-verdict.ts';
import { localTime } from '#core/text/local-time.ts';
import { type Item, renderItems } from './items.ts';
import { remarkOf } from './table.ts';
import { type Measured, paint } from './terminal.ts';

/** One check's verdicts, one below the other: when its run started, how long it took, on which attempt, and why. */
export function renderVerdicts(past: readonly PastVerdict[], timezone: string | null, terminal: Measured): string {
  const title = paint(terminal, 'dim', `times in ${timezone ?? 'UTC'}`);
  return `${title}\n${renderItems(
    past.map((one) => itemOf(one, timezone ?? 'UTC')),
    terminal,
  )}`;
}

function itemOf({ run, verdict }: PastVerdict, timezone: string): Item {
  const { outcome, latencyMs, attempts } = verdict;
  const [day, time] = localTime(run.startedAt, timezone).split(' ');
  const latency = latencyMs === null ? '-' : `${Math.round(latencyMs)} ms`;
  const tries = attempts > 1 ? `  ${attempts} attempts` : '';
  const remark = remarkOf(verdict);
  return {
    mark: outcome === 'OK' ? 'ok' : 'ng',
    text: `${day} ${time}  ${latency.padStart(9)}${tries}`,
    ...(remark !== '' && { details: [remark] }),
  };
}
