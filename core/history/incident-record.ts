import { type CheckState, type IncidentKind, type Transition, tracksOf } from '../incident/state.ts';
import type { Reason } from '../verdict/reason.ts';

/** One thing that was reported of an incident, at an ISO instant. */
export type IncidentStep = Pick<Transition, 'type' | 'at' | 'reason'>;

/**
 * An incident as the page and the report tell it, open or over. `check`, `kind` and `since` together are which one it is.
 * Instants are ISO. `endedAt` is null while it is open. `reason`: the latest NG's. `checks`: of a certificate, those that show
 * it. `steps`: what was reported of it, oldest first: the first ones and the last.
 */
export type IncidentRecord = {
  readonly check: string;
  readonly kind: IncidentKind;
  readonly since: string;
  readonly openedAt: string;
  readonly endedAt: string | null;
  readonly reason: Reason;
  readonly flaky: boolean;
  readonly checks?: readonly string[];
  readonly steps: readonly IncidentStep[];
};

/** What is kept of an incident that goes on for days with a reminder each minute: the first ten steps and the last ten. */
const KEPT_STEPS = 10;

/** What an NG that is reported by itself, or without memory, says belongs to no incident. */
const OF_INCIDENTS: readonly Transition['type'][] = ['opened', 'reminder', 'ng', 'recovered', 'removed'];

/**
 * What has become of incidents by what was reported of them: `before`, with these transitions in, and the new ones. The
 * newest first. Transitions may come in portions, twice, and in any order but for what was reported before an incident
 * opened, which is no part of it.
 *
 *     const records = incidentRecords(runs.flatMap(({ transitions }) => transitions), before);
 */
export function incidentRecords(
  transitions: Iterable<Transition>,
  before: Iterable<IncidentRecord> = [],
): readonly IncidentRecord[] {
  const records = new Map([...before].map((record) => [incidentKey(record), record]));
  const told = [...transitions].filter(({ type }) => OF_INCIDENTS.includes(type));
  for (const [key, news] of Map.groupBy(told, incidentKey)) {
    const after = withNews(records.get(key) ?? null, news);
    if (after !== null) records.set(key, after);
  }
  return [...records.values()].toSorted(newestFirst);
}

/** Which incident it is, as one text. */
export function incidentKey({ check, kind, since }: Pick<Transition, 'check' | 'kind' | 'since'>): string {
  return JSON.stringify([check, kind, Date.parse(since)]);
}

/** The record of an incident of which only the state is known: those that were open before records were kept. */
export function recordsOf(state: CheckState): readonly IncidentRecord[] {
  return tracksOf(state).flatMap(([kind, { since, openedAt, reason }]): IncidentRecord[] => {
    if (openedAt === null) return [];
    const { name: check, shownBy: checks } = state;
    const steps = [{ type: 'opened', at: openedAt, reason } as const];
    return [{ check, kind, since, openedAt, endedAt: null, reason, flaky: false, ...(checks && { checks }), steps }];
  });
}

/** Null for what is no incident yet: NG, reported each time, and too few. */
function withNews(before: IncidentRecord | null, news: readonly Transition[]): IncidentRecord | null {
  const latest = news.toSorted(byTime).at(-1);
  if (latest === undefined) return before;
  const opened = news.find(({ type }) => type === 'opened')?.at ?? before?.openedAt;
  if (opened === undefined && news.every(({ type }) => type === 'ng')) return null;
  const { check, kind, since } = before ?? latest;
  const openedAt = opened ?? since;
  const steps = keptSteps([...(before?.steps ?? []), ...news.map(stepOf)], openedAt);
  const last = steps.at(-1) ?? latest;
  const isNewer = before === null || Date.parse(latest.at) >= Date.parse(before.steps.at(-1)?.at ?? before.openedAt);
  const checks = isNewer ? (latest.checks ?? before?.checks) : before.checks;
  return {
    check,
    kind,
    since,
    openedAt,
    endedAt: isEnd(last) ? last.at : null,
    reason: last.reason,
    flaky: isNewer ? latest.flaky : before.flaky,
    ...(checks && { checks }),
    steps,
  };
}

function keptSteps(steps: readonly IncidentStep[], openedAt: string): readonly IncidentStep[] {
  const once = new Map(steps.map((step) => [`${step.type} ${Date.parse(step.at)}`, step]));
  const all = [...once.values()].filter(({ at }) => Date.parse(at) >= Date.parse(openedAt)).toSorted(byTime);
  return all.length <= 2 * KEPT_STEPS ? all : [...all.slice(0, KEPT_STEPS), ...all.slice(-KEPT_STEPS)];
}

const stepOf = ({ type, at, reason }: Transition): IncidentStep => ({ type, at, reason });

const isEnd = ({ type }: Pick<Transition, 'type'>): boolean => type === 'recovered' || type === 'removed';

/** Of what one run reports, the end is the last. */
function byTime(one: IncidentStep, other: IncidentStep): number {
  return Date.parse(one.at) - Date.parse(other.at) || Number(isEnd(one)) - Number(isEnd(other));
}

function newestFirst(one: IncidentRecord, other: IncidentRecord): number {
  return Date.parse(other.openedAt) - Date.parse(one.openedAt) || (one.check < other.check ? -1 : 1);
}
