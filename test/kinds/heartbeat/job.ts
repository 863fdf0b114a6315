import { type Beats, type Heartbeat, NO_BEATS, type Ping } from '#kinds/heartbeat/beats.ts';
import type { HeartbeatTarget } from '#kinds/heartbeat/check.ts';
import { withPing } from '#kinds/heartbeat/with-ping.ts';

const MINUTE = 60_000;
const MINUTES_OF = { m: 1, h: 60 } as const;

/** Milliseconds of `30m` or `6h`; null of nothing. */
const ms = (text?: string) =>
  text === undefined ? null : Number.parseInt(text, 10) * MINUTES_OF[text.slice(-1) as 'm' | 'h'] * MINUTE;

type Written = {
  readonly every?: string;
  readonly cron?: string;
  readonly timezone?: string;
  readonly grace?: string;
  readonly early?: string;
  readonly startWithin?: string;
  readonly maxRuntime?: string;
  readonly stall?: string;
};

/** What a checks file would make of it, with a grace of five minutes. */
export function targetOf({ every, cron = '', timezone = 'UTC', ...times }: Written): HeartbeatTarget {
  return {
    schedule: every === undefined ? { cron, timezone } : { every: (ms(every) ?? 0) / 1000 },
    graceMs: ms(times.grace ?? '5m') ?? 0,
    earlyMs: ms(times.early) ?? 0,
    startWithinMs: ms(times.startWithin),
    maxRuntimeMs: ms(times.maxRuntime),
    stallMs: ms(times.stall),
    tokenVersion: 1,
  };
}

/** `05-16 22:51` of 2026, in UTC. */
export const at = (text: string): number => Date.parse(`2026-${text.replace(' ', 'T')}:00Z`);

/** One report: `05-16 22:51 start a`, `… ok`, `… 3`, `… fail`, `… log a`. */
export function reported(since: string, ...lines: readonly string[]): Heartbeat {
  return { since: at(since), beats: lines.reduce<Beats>((beats, line) => withPing(beats, ...pingOf(line)), NO_BEATS) };
}

function pingOf(line: string): [Ping, number] {
  const [day = '', time = '', what = '', rid = null] = line.split(' ');
  const exit = /^\d+$/.test(what) ? Number(what) : null;
  const sort = what === 'ok' || exit === 0 ? 'success' : exit === null ? (what as 'start') : 'fail';
  return [{ sort, exit, rid, text: `${what} of ${time}` }, at(`${day} ${time}`)];
}
