import { SEVERITIES, type Severity } from '../check/alert-settings.ts';
import { consoleLink } from './console-link.ts';
import type { Message } from './message.ts';
import { isOver, type News } from './news.ts';

// As in the text: the names of what was left out must not push out what is reported in full.
const MORE_NAMES = 50;

/** The message for machines; docs/alert.schema.json is its schema. `version` changes when a reader could break. */
export function documentBody({ subject, run, counts, news, more }: Message) {
  const { id, startedAt, trigger, shard, region } = run;
  return {
    version: '1',
    source: 'rollcall',
    subject,
    severity: worstOf(news),
    outcome: outcomeOf(news),
    run: { id, startedAt, trigger, shard, region, console: consoleLink(run) },
    counts,
    news: news.map(entry),
    more: named(more),
  };
}

const named = (names: readonly string[]) => ({ count: names.length, checks: names.slice(0, MORE_NAMES) });

/** The severity of what is reported. */
export function worstOf(news: readonly News[]): Severity {
  return SEVERITIES.find((severity) => news.some((one) => one.severity === severity)) ?? 'info';
}

/** OK when all that is reported is over. */
export const outcomeOf = (news: readonly News[]): 'OK' | 'NG' => (news.every(isOver) ? 'OK' : 'NG');

function entry(news: News) {
  const { check, type, kind, severity, reason, since, at, lastedMs, streak, flaky, runbook } = news;
  const { checks, suppressed, evidence } = news;
  const { tags, ...shown } = evidence;
  const remembered = lastedMs === null ? { since: null, streak: null } : { since, streak };
  return {
    check,
    event: type,
    kind,
    severity,
    tags,
    reason,
    ...remembered,
    at,
    lastedMs,
    flaky,
    runbook,
    ...(checks === undefined ? {} : { checks: named(checks) }),
    ...(suppressed.length === 0 ? {} : { suppressed: named(suppressed) }),
    // What a recovered target answers is no news, and its verdict has no evidence.
    ...(isOver(news) ? {} : shown),
  };
}
