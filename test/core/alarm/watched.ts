import { parseChecks } from '#checks-file/parse.ts';
import { isComposite, type MetricAlarm } from '#core/alarm/alarm.ts';
import { type AlarmPlan, planAlarms } from '#core/alarm/plan.ts';
import type { Room } from '#core/alarm/room.ts';
import type { Watched } from '#core/alarm/stack.ts';
import type { DeploySettings } from '#core/check/deploy-settings.ts';
import { shardsOf } from '#core/run/shards.ts';

type Options = {
  readonly deploy?: DeploySettings;
  readonly region?: string;
  readonly room?: Room;
  readonly guarded?: boolean;
};

/** A stack called Rollcall with these checks, each a tcp check unless it says otherwise. */
export function watched(entries: readonly object[], { deploy = {}, region, guarded = false }: Options = {}): Watched {
  const { list, faults } = parseChecks(
    JSON.stringify({ checks: entries.map((entry) => ({ tcp: { host: 'h', port: 1 }, ...entry })) }),
  );
  if (list === null) throw new Error(JSON.stringify(faults));
  const { workflow = 'standard', concurrency = 40 } = deploy;
  return {
    checks: list.checks,
    shards: shardsOf(list.checks, { workflow, concurrency }),
    workflow,
    metricNamespace: 'Rollcall',
    deploy,
    region: region ?? null,
    prefix: 'Rollcall',
    guarded,
    functions: ['PrepareChecks', 'CheckTcp'],
  };
}

export function planFor(entries: readonly object[], options: Options = {}): AlarmPlan {
  return planAlarms(watched(entries, options), options.room);
}

/** `count` entries c0, c1, … */
export function entries(count: number, settings: object = {}): object[] {
  return Array.from({ length: count }, (_, index) => ({ name: `c${index}`, ...settings }));
}

export function alarmNamed(plan: AlarmPlan, name: string): MetricAlarm {
  const alarm = plan.alarms.find((one) => one.name === name);
  if (alarm === undefined || isComposite(alarm)) throw new Error(`${name} is not among ${namesOf(plan).join(', ')}`);
  return alarm;
}

export function namesOf({ alarms }: AlarmPlan): string[] {
  return alarms.map(({ name }) => name);
}

/** An alarm's window as CloudWatch's console says it, with what it makes of missing data. */
export function windowOf({ periodSeconds, datapoints, missing }: MetricAlarm): string {
  return `${datapoints.breaching} of ${datapoints.of} × ${periodSeconds} s, missing ${missing}`;
}
