import { type Alarm, isComposite } from './alarm.ts';
import { certificateAlarms, checkAlarms } from './check-alarms.ts';
import { healthAlarms, workflowFailed } from './health-alarms.ts';
import { fits, ROOM, type Room } from './room.ts';
import { alarmingOf, roleOf } from './settings.ts';
import {
  checkerFaultAlarms,
  groupAlarms,
  LADDERS,
  offlineAlarms,
  regionSilenceAlarms,
  silenceAlarms,
} from './shard-alarms.ts';
import type { Ground, Watched } from './stack.ts';

/** Every alarm of a stack, and whether each check has one of its own. */
export type AlarmPlan = {
  readonly alarms: readonly Alarm[];
  /** What checks are watched by; null where another Region watches them, or nobody. */
  readonly per: 'check' | 'group' | null;
  /** What did not fit into the template beside the rest, though nobody asked for less. */
  readonly without: readonly ('check' | 'certificate')[];
  /** Whether there is room for it. */
  readonly fits: boolean;
};

/** The alarms of a stack. Checks are watched one by one as long as there is room for that, then shard by shard. */
export function planAlarms(watched: Watched, room: Room = ROOM): AlarmPlan {
  const { alarms: settings, rollout } = watched.deploy;
  const role = roleOf(watched.deploy, watched.region);
  const alarming = alarmingOf(settings === false ? {} : (settings ?? {}));
  const ground: Ground = {
    ...watched,
    alarming,
    naming: { prefix: watched.prefix, runbook: alarming.runbook },
    hearing: role.role === 'home' ? role : null,
  };
  const nothingElse = { per: null, without: [], fits: true } as const;
  if (settings === false) {
    return { ...nothingElse, alarms: rollout === undefined ? [] : [workflowFailed(ground, 'none')] };
  }
  const health = [
    ...silenceAlarms(ground),
    ...regionSilenceAlarms(ground),
    ...offlineAlarms(ground),
    ...checkerFaultAlarms(ground),
    ...healthAlarms(ground),
  ];
  if (role.role === 'other') return { ...nothingElse, alarms: health, fits: fits(health, room) };
  const ways = waysOf(ground, health);
  const found = ways.find(({ alarms }) => fits(alarms, room));
  return { ...(found ?? ways.at(-1) ?? { ...nothingElse, alarms: health }), fits: found !== undefined };
}

/** The way that is wanted, or all of them, the best first. */
function waysOf(ground: Ground, health: readonly Alarm[]): Omit<AlarmPlan, 'fits'>[] {
  const { per } = ground.alarming;
  const certificates = certificateAlarms(ground);
  const perCheck = { per: 'check', without: [], alarms: [...checkAlarms(ground), ...certificates, ...health] } as const;
  if (per === 'check') return [perCheck];
  const without = per === 'group' ? [] : (['check'] as const);
  const groups = LADDERS.map((ladder) => [...groupAlarms(ground, ladder), ...health]);
  return [
    ...(per === 'group' ? [] : [perCheck]),
    ...groups.map((alarms) => ({ per: 'group', without, alarms: [...alarms, ...certificates] }) as const),
    ...(certificates.length === 0
      ? []
      : groups.map((alarms) => ({ per: 'group', without: [...without, 'certificate'], alarms }) as const)),
  ];
}

/** What is paid for: CloudWatch charges for each metric that an alarm looks at, and for each composite. */
export function countsOf({ alarms }: Pick<AlarmPlan, 'alarms'>) {
  const composites = alarms.filter(isComposite);
  const metrics = alarms.reduce((sum, alarm) => sum + (isComposite(alarm) ? 0 : alarm.metrics.length), 0);
  return { metricAlarms: metrics, compositeAlarms: composites.length };
}
