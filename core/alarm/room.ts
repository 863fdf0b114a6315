import { type Alarm, isComposite } from './alarm.ts';

/** What a CloudFormation template has left for alarms. */
export type Room = { readonly resources: number; readonly bytes: number };

/** What CloudFormation takes, a tenth of the bytes left for what a change adds. */
const MOST_RESOURCES = 500;
const MOST_BYTES = 900_000;
/** Everything but alarms: about 40 resources, a schedule for each shard, dashboard and outputs. */
const OTHER_RESOURCES = 70;
const OTHER_BYTES = 200_000;

/** Of a stack of which nothing is known but that it has room enough for its schedules. */
export const ROOM: Room = { resources: MOST_RESOURCES - OTHER_RESOURCES, bytes: MOST_BYTES - OTHER_BYTES };

/** `others` is how many resources the stack has beside alarms. */
export function roomBeside(others: number): Room {
  return { resources: MOST_RESOURCES - others, bytes: ROOM.bytes };
}

export function fits(alarms: readonly Alarm[], { resources, bytes }: Room): boolean {
  return alarms.length <= resources && alarms.reduce((sum, alarm) => sum + bytesOf(alarm), 0) <= bytes;
}

/** No less than what the alarm takes in a template, with the blanks that CDK puts into it. */
export function bytesOf(alarm: Alarm): number {
  const text = JSON.stringify(alarm).length;
  if (isComposite(alarm)) return 700 + 3 * text;
  return 1_100 + text + 450 * alarm.metrics.length;
}
