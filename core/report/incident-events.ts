import type { Run } from '../run/run.ts';
import { consoleLink } from './console-link.ts';
import { type News, subjectsOf } from './news.ts';

/** What EventBridge knows the events by; a permission is held to both. */
export const EVENT_SOURCE = 'rollcall';
/** The detail-type of events about incidents. */
export const EVENT_TYPE = 'Rollcall Incident';

/** One event as PutEvents takes it, but for its bus. `Time` is in seconds. */
export type IncidentEvent = {
  readonly Source: string;
  readonly DetailType: string;
  readonly Time: number;
  readonly Detail: string;
};

/**
 * An event for each incident that a run has opened or ended: reminders, and what nothing remembers, are for people.
 * `id` is the same when a run is tracked again.
 */
export function incidentEvents(news: readonly News[], run: Run): readonly IncidentEvent[] {
  return news
    .filter(({ type }) => type === 'opened' || type === 'recovered')
    .map((one) => ({
      Source: EVENT_SOURCE,
      DetailType: EVENT_TYPE,
      Time: Math.floor(Date.parse(one.at) / 1000),
      Detail: JSON.stringify(detailOf(one, run)),
    }));
}

function detailOf(news: News, run: Run) {
  const { check, type, kind, severity, word, reason, since, at, lastedMs, flaky, runbook, evidence } = news;
  return {
    version: '1',
    id: `${run.id}/${check}/${kind}/${type}`,
    event: type,
    check,
    checks: subjectsOf(news).slice(0, MOST_CHECKS),
    what: word,
    kind,
    severity,
    tags: evidence.tags,
    reason,
    since,
    at,
    lastedMs,
    flaky,
    runbook,
    run: {
      id: run.id,
      startedAt: run.startedAt,
      trigger: run.trigger,
      shard: run.shard,
      region: run.region,
      console: consoleLink(run),
    },
  };
}

/** Of those that show one certificate. */
const MOST_CHECKS = 50;
