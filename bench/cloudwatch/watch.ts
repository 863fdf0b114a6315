import type { Alarm, CompositeAlarm, MetricAlarm } from './alarm.ts';
import type { Metrics } from './metrics.ts';
import { type AlarmState, type Point, stateOf } from './state.ts';

/** All alarms of a stack from one moment on. Those that were there before keep their state; the others are new. */
type Deployment = { readonly at: number; readonly alarms: readonly Alarm[] };

/** What an alarm's action sends to a topic. Seconds. */
export type Message = {
  readonly at: number;
  readonly alarm: string;
  readonly topic: string;
  readonly before: AlarmState;
  readonly state: 'ALARM' | 'OK';
};

export type Watching = {
  readonly metrics: Metrics;
  readonly deployments: readonly Deployment[];
  /** Seconds; whole minutes. */
  readonly from: number;
  readonly to: number;
  /** Points that CloudWatch fetches beyond N. Its user guide shows 2 where N is 3, and says only that there are some. */
  readonly extra?: number | undefined;
};

const MINUTE_S = 60;
const HOUR_S = 3_600;
const DAY_S = 86_400;
/** Within its minute; and within its hour, as in the user guide's example of a multi-day alarm. */
const EVALUATED_AFTER_S = 20;
const MULTI_DAY_MINUTE = 3;

type Watched = { readonly alarm: Alarm; readonly madeAt: number; state: AlarmState };

/** Plays alarms minute by minute, and gives every message of their actions. */
export function watch({ metrics, deployments, from, to, extra = 2 }: Watching): readonly Message[] {
  let watched: ReadonlyMap<string, Watched> = new Map();
  const waiting = deployments.toSorted((a, b) => a.at - b.at);
  const messages: Message[] = [];
  for (let minute = from; minute <= to; minute += MINUTE_S) {
    const now = minute + EVALUATED_AFTER_S;
    while (waiting[0] !== undefined && waiting[0].at <= now) watched = deployed(watched, waiting.shift());
    for (const one of watched.values()) {
      if (!('rule' in one.alarm)) messages.push(...moved(one, metricState(one, one.alarm, metrics, now, extra), now));
    }
    messages.push(...composites(watched, now));
  }
  return messages;
}

function deployed(before: ReadonlyMap<string, Watched>, deployment?: Deployment): ReadonlyMap<string, Watched> {
  if (deployment === undefined) return before;
  return new Map(
    deployment.alarms.map((alarm) => {
      const { madeAt = deployment.at, state = 'INSUFFICIENT_DATA' } = before.get(alarm.name) ?? {};
      return [alarm.name, { alarm, madeAt, state }];
    }),
  );
}

function metricState(
  { state, madeAt }: Watched,
  alarm: MetricAlarm,
  metrics: Metrics,
  now: number,
  extra: number,
): AlarmState {
  if (now < madeAt + alarm.warmUpMinutes * MINUTE_S) return state;
  const isMultiDay = alarm.of * alarm.periodSeconds > DAY_S;
  if (isMultiDay && Math.floor((now % HOUR_S) / MINUTE_S) !== MULTI_DAY_MINUTE) return state;
  const end = Math.floor(now / (isMultiDay ? HOUR_S : MINUTE_S)) * (isMultiDay ? HOUR_S : MINUTE_S);
  const length = alarm.of + extra;
  const range = Array.from({ length }, (_, index) => {
    const to = end - (length - 1 - index) * alarm.periodSeconds;
    return pointOf(alarm, metrics, [to - alarm.periodSeconds, to], now);
  });
  return stateOf(range, alarm, state);
}

function pointOf(alarm: MetricAlarm, metrics: Metrics, period: readonly [number, number], now: number): Point {
  const values = alarm.queries.map(
    ({ id, series, stat }) => [id, metrics.statistic(series, stat, period, now)] as const,
  );
  const value = alarm.expression(Object.fromEntries(values));
  if (value === null) return '-';
  return alarm.isBad(value) ? 'X' : '0';
}

/** Until none changes: composites may look at composites. */
function composites(watched: ReadonlyMap<string, Watched>, now: number): Message[] {
  const all = [...watched.values()].filter((one): one is Watched & { alarm: CompositeAlarm } => 'rule' in one.alarm);
  const messages: Message[] = [];
  for (let changed = true; changed; ) {
    changed = false;
    for (const one of all) {
      const state = one.alarm.rule((name) => watched.get(name)?.state) ? 'ALARM' : 'OK';
      changed ||= state !== one.state;
      messages.push(...moved(one, state, now));
    }
  }
  return messages;
}

/** Actions are of changes: into a state from whichever other. */
function moved(one: Watched, state: AlarmState, at: number): Message[] {
  const before = one.state;
  if (state === before) return [];
  one.state = state;
  if (state === 'INSUFFICIENT_DATA') return [];
  return one.alarm.actions[state].map((topic) => ({ at, alarm: one.alarm.name, topic, before, state }));
}
