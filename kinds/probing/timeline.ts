import type { Phases } from '#core/verdict/phases.ts';

/**
 * When each step of one hop was done, by the monotonic clock; NOT_YET while it is not. `ready`: what was asked for can be
 * sent, TLS included.
 */
export type Timeline = {
  start: number;
  looked: number;
  connected: number;
  secured: number;
  ready: number;
  answered: number;
  ended: number;
};

/** The time of what has not happened. */
export const NOT_YET = -1;

/** The times of a hop that begins now, on a monotonic clock in milliseconds. */
export function newTimeline(start: number): Timeline {
  return {
    start,
    looked: NOT_YET,
    connected: NOT_YET,
    secured: NOT_YET,
    ready: NOT_YET,
    answered: NOT_YET,
    ended: NOT_YET,
  };
}

/** Tenths of a millisecond: what a loopback look-up takes still shows, and no number is longer than it is exact. */
export function roundMs(ms: number): number {
  return Math.round(ms * 10) / 10;
}

/** How long each phase took, milliseconds; null for what did not happen. */
export function phasesOf(line: Timeline): Phases {
  const { start, looked, connected, secured, ready, answered, ended } = line;
  return {
    dns: between(start, looked),
    connect: between(looked === NOT_YET ? start : looked, connected),
    tls: between(connected, secured),
    firstByte: between(ready, answered),
    download: between(answered, ended),
  };
}

function between(from: number, to: number): number | null {
  return to === NOT_YET ? null : roundMs(to - from);
}
