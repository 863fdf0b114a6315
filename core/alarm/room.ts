import { type Alarm, isComposite } from './alarm.ts';

/** What a CloudFormation template has left for alarms. */
export type Room = { readonly resources: number; readonly bytes: number };

/** What CloudFormation takes; of the bytes a little less. */
const MOST_RESOURCES = 500;
const MOST_BYTES = 1_000_000;
/** Everything but alarms: about 40 resources, a schedule for each shard, dashboard and outputs. */
const OTHER_RESOURCES = 70;
const OTHER_BYTES = 200_000;
/** Without schedules and alarms, rounded up. */
const RESOURCES_OF_A_STACK = 50;
/** Those of a status page, rounded up. */
const RESOURCES_OF_A_PAGE = 20;
/** A large resource; most are half of it. */
const BYTES_OF_OTHER = 2_000;

/** Of a stack of which nothing is known but that it has room enough for its schedules. */
export const ROOM: Room = { resources: MOST_RESOURCES - OTHER_RESOURCES, bytes: MOST_BYTES - OTHER_BYTES };

/** `others` is how many resources the stack has beside alarms. */
export function roomBeside(others: number): Room {
  const bytes = MOST_BYTES - Math.max(OTHER_BYTES, others * BYTES_OF_OTHER);
  return { resources: MOST_RESOURCES - others, bytes };
}

/** Of a stack with default settings but for so many schedules and a status page, before there is one. */
export function roomBesideSchedules(schedules: number, hasPage: boolean): Room {
  return roomBeside(RESOURCES_OF_A_STACK + schedules + (hasPage ? RESOURCES_OF_A_PAGE : 0));
}

/** Whether alarms fit into what is left of a CloudFormation template, in resources and bytes. */
export function fits(alarms: readonly Alarm[], { resources, bytes }: Room): boolean {
  return alarms.length <= resources && alarms.reduce((sum, alarm) => sum + bytesOf(alarm), 0) <= bytes;
}

/** No less than what the alarm takes in a template, with the blanks and the paths that CDK puts into it. */
export function bytesOf(alarm: Alarm): number {
  if (isComposite(alarm)) {
    const names = alarm.children.reduce((sum, name) => sum + 2 * name.length, 0);
    return OF_ALARM + textOf(alarm) + names + OF_CHILD * alarm.children.length;
  }
  return OF_ALARM + textOf(alarm) + (alarm.expression === null ? 0 : OF_METRIC * alarm.metrics.length);
}

const OF_ALARM = 800;
const OF_METRIC = 275;
const OF_CHILD = 120;

function textOf(alarm: Alarm): number {
  return JSON.stringify(alarm).length;
}
