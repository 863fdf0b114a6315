import type { Check, Schedule } from '#core/check/check.ts';
import { readCron } from '#core/check/cron.ts';
import { metricDataFor } from '#core/report/metric-data.ts';
import type { Shard } from '#core/run/shards.ts';
import { NO_PHASES } from '#core/verdict/phases.ts';
import type { Verdict } from '#core/verdict/verdict.ts';
import type { Metrics } from './metrics.ts';
import { NAMESPACE } from './planned.ts';

/** When a schedule's runs are due, seconds: a rate at some second of its own, a cron at whole minutes of UTC. */
export function dueTimes(schedule: Schedule, from: number, to: number): readonly number[] {
  if ('every' in schedule) {
    const first = Math.ceil((from - OFFSET_S) / schedule.every) * schedule.every + OFFSET_S;
    return Array.from(
      { length: Math.max(0, Math.ceil((to - first) / schedule.every)) },
      (_, index) => first + index * schedule.every,
    );
  }
  const cron = readCron(schedule.cron);
  if (typeof cron === 'string') throw new RangeError(cron);
  const minutes = Array.from(
    { length: Math.ceil((to - from) / 60) },
    (_, index) => Math.ceil(from / 60) * 60 + index * 60,
  );
  return minutes.filter((at) => {
    const time = new Date(at * 1000);
    const isDue = cron.minutes.includes(time.getUTCMinutes()) && cron.hours.includes(time.getUTCHours());
    return isDue && cron.days.includes(time.getUTCDate()) && cron.weekdays.includes(time.getUTCDay());
  });
}

const OFFSET_S = 17;

export type Feed = {
  /** What runs of the stack call at a time. */
  readonly shardsAt: (at: number) => readonly Shard[];
  readonly from: number;
  readonly to: number;
  /** Whether a target is down, by the name of its check. */
  readonly isDown: (name: string, at: number) => boolean;
  /** Runs that never start. */
  readonly isLost: (at: number) => boolean;
  /** Seconds after a run is due in which it starts: EventBridge Scheduler is precise to the minute. */
  readonly lateness: number;
};

/** How long an answer takes, and how long metrics take after the last. */
const ANSWER_S = 2;
const WRITTEN_AFTER_S = 5;

/** Writes what runs write. Resolves to when each run was due, with the checks that were NG in it and when it had written. */
export function feed(metrics: Metrics, world: Feed): readonly Ran[] {
  const schedules = new Map(
    [...world.shardsAt(world.from), ...world.shardsAt(world.to)].map((one) => [one.id, one.schedule]),
  );
  return [...schedules].flatMap(([id, schedule]) =>
    dueTimes(schedule, world.from, world.to)
      .filter((due) => !world.isLost(due))
      .flatMap((due) => {
        const shard = world.shardsAt(due).find((one) => one.id === id);
        return shard === undefined ? [] : [run(metrics, shard, due, world)];
      }),
  );
}

export type Ran = { readonly due: number; readonly written: number; readonly ng: readonly string[] };

function run(metrics: Metrics, { id, checks }: Shard, due: number, { isDown, lateness }: Feed): Ran {
  const answers = checks.map((check) => ({ check, ...answered(check, due + lateness, isDown) }));
  const written = due + lateness + Math.max(...answers.map(({ seconds }) => seconds)) + WRITTEN_AFTER_S;
  const startedAt = new Date(due * 1000).toISOString();
  const stamp = {
    id: `${id}-${due}`,
    startedAt,
    trigger: 'schedule',
    shard: id,
    concurrency: 40,
    region: 'us-east-1',
  } as const;
  const data = metricDataFor(
    stamp,
    answers.map(({ check, ng }) => verdictOf(check, ng)),
  );
  for (const { MetricName: name, Dimensions, Value: value } of data) {
    const dimensions = Dimensions.map(({ Name, Value }) => [Name, Value] as const);
    metrics.put({ namespace: NAMESPACE, name, dimensions }, { at: due, value, arrives: written });
  }
  return { due, written, ng: answers.filter(({ ng }) => ng).map(({ check }) => check.name) };
}

/** An NG is one that all rechecks saw. */
function answered(
  check: Check,
  started: number,
  isDown: Feed['isDown'],
): { readonly ng: boolean; readonly seconds: number } {
  let at = started;
  for (let attempt = 0; attempt <= check.rechecks; attempt += 1) {
    if (!isDown(check.name, at)) return { ng: false, seconds: at + ANSWER_S - started };
    at += ANSWER_S + check.recheckAfterSeconds;
  }
  return { ng: true, seconds: at - check.recheckAfterSeconds - started };
}

function verdictOf({ name, kind, tags, labels, rechecks }: Check, ng: boolean): Verdict {
  return {
    name,
    kind: kind as Verdict['kind'],
    outcome: ng ? 'NG' : 'OK',
    reason: ng ? { code: 'status', message: 'status 503, wanted 200' } : null,
    status: ng ? 503 : 200,
    latencyMs: 20,
    phases: NO_PHASES,
    attempts: ng ? 1 + rechecks : 1,
    recheck: false,
    flaky: false,
    degraded: false,
    label: ng ? labels.ng : labels.ok,
    tags,
    at: new Date(0).toISOString(),
  };
}
