import type { CheckMonth } from '#core/history/month-report.ts';
import { spokenDuration } from '#core/text/duration.ts';

/** What a report shows of figures, the same as text and as HTML. What is not known is a dash. */

const NONE = '-';

/** An uptime in percent, cut and not rounded: 100 % is said of what was never down. */
export function uptimeText(uptime: number | null): string {
  if (uptime === null) return NONE;
  // 0.57 · 100,000 is 56,999.99999999999.
  const cut = Math.floor(uptime * 100_000 + 1e-6) / 1000;
  return uptime === 1 ? '100 %' : `${cut.toFixed(3)} %`;
}

/** How long, in two units at most; nothing as a dash. */
export function lastingText(ms: number | null): string {
  return ms === null ? NONE : spokenDuration(ms);
}

/** Milliseconds. */
export function latencyText(ms: number | undefined): string {
  return ms === undefined ? NONE : `${ms < 10 ? ms.toFixed(1) : Math.round(ms)} ms`;
}

/** What is left of an error budget, or by how much it is overspent. */
export function budgetText(slo: CheckMonth['slo']): string {
  if (slo === null) return NONE;
  const { leftMs, consumedPercent } = slo;
  const left = leftMs < 0 ? `overspent by ${spokenDuration(-leftMs)}` : `${spokenDuration(leftMs)} left`;
  return `${left} (${consumedPercent} % gone)`;
}

/** The objective, and whether it holds. */
export function objectiveText(slo: CheckMonth['slo']): string {
  return slo === null ? NONE : `${slo.target} % ${slo.isMet ? 'met' : 'missed'}`;
}

/** The longest outage; one that still lasts says so. */
export function longestText(longest: CheckMonth['longestOutage']): string {
  if (longest === null) return NONE;
  return `${spokenDuration(longest.lastedMs)}${longest.isOver ? '' : ', still down'}`;
}
