import type { IncidentRecord } from './incident-record.ts';

/**
 * A time in which a check was down or could not be checked. Milliseconds since 1970; `until` null while it lasts. `isRepaired`:
 * it ended because the check was OK again, not because it is on the list no more.
 */
export type Outage = {
  readonly check: string;
  readonly since: number;
  readonly until: number | null;
  readonly isRepaired: boolean;
};

/**
 * The outages among incidents, the longest-standing first. Answers that are only slow are none, nor is a certificate that is
 * about to end: their checks are OK. An outage begins with the first NG, before the incident opens.
 */
export function outagesOf(incidents: readonly IncidentRecord[]): readonly Outage[] {
  return incidents
    .filter(({ kind, checks }) => kind !== 'degraded' && checks === undefined)
    .map(({ check, since, endedAt, steps }) => ({
      check,
      since: Date.parse(since),
      until: endedAt === null ? null : Date.parse(endedAt),
      isRepaired: steps.at(-1)?.type === 'recovered',
    }))
    .toSorted((a, b) => a.since - b.since);
}

/**
 * What outages of a time come to. `incidents`: those that lasted in it. `longestOutage`: what of the longest was in it; `isOver`
 * false while it lasts. `mttrMs`: how long those took that were repaired in it, on average, from their first NG on.
 * `mtbfMs`: how long it was up between the beginnings of one and the next; null for fewer than two. Milliseconds.
 */
export type OutageFigures = {
  readonly incidents: number;
  readonly downMs: number;
  readonly longestOutage: { readonly since: string; readonly lastedMs: number; readonly isOver: boolean } | null;
  readonly mttrMs: number | null;
  readonly mtbfMs: number | null;
};

/** Of outages, in the order of their beginning, within a time in which checks were observed for `observedMs` in all. */
export function outageFigures(
  outages: readonly Outage[],
  { from, until }: { readonly from: number; readonly until: number },
  observedMs: number,
): OutageFigures {
  const lasting = outages.filter((outage) => outage.since < until && (outage.until ?? until) > from);
  const parts = lasting.map((outage) => {
    const [since, end] = [Math.max(outage.since, from), Math.min(outage.until ?? until, until)];
    const isOver = outage.until !== null && outage.until <= until;
    return { check: outage.check, since, end, lastedMs: end - since, isOver };
  });
  const longest = parts.toSorted((a, b) => b.lastedMs - a.lastedMs)[0];
  const repaired = lasting.flatMap((outage) =>
    outage.isRepaired && outage.until !== null && outage.until <= until ? [outage.until - outage.since] : [],
  );
  const begun = lasting.filter(({ since }) => since >= from).length;
  const downMs = [...Map.groupBy(parts, ({ check }) => check).values()].reduce((sum, of) => sum + coveredBy(of), 0);
  return {
    incidents: lasting.length,
    downMs,
    longestOutage:
      longest === undefined
        ? null
        : { since: new Date(longest.since).toISOString(), lastedMs: longest.lastedMs, isOver: longest.isOver },
    mttrMs: repaired.length === 0 ? null : Math.round(repaired.reduce((sum, ms) => sum + ms, 0) / repaired.length),
    mtbfMs: begun < 2 ? null : Math.round(Math.max(0, observedMs - downMs) / begun),
  };
}

/** One check may be down and not to be checked at the same time, which counts once. In the order of their beginning. */
function coveredBy(parts: readonly { readonly since: number; readonly end: number }[]): number {
  let [covered, reached] = [0, Number.NEGATIVE_INFINITY];
  for (const { since, end } of parts) {
    covered += Math.max(0, end - Math.max(since, reached));
    reached = Math.max(reached, end);
  }
  return covered;
}
