import type { Trial } from '#core/prove/trial.ts';
import { NO_PHASES } from '#core/verdict/phases.ts';
import type { KindOffences } from '../kind.ts';
import { type Beats, NO_BEATS } from './beats.ts';
import type { HeartbeatCheck } from './check.ts';
import { dueAfter, firstDue } from './due.ts';
import type { HeartbeatObservation } from './observation.ts';

type Read = Exclude<HeartbeatObservation, { readonly outcome: 'failure' }>;
type Offence = { readonly name: string; readonly what: string; readonly beats: Beats };

const read = (since: number, beats: Beats): Read => ({
  outcome: 'read',
  since,
  beats,
  latencyMs: 0,
  phases: NO_PHASES,
});

/** What `rollcall prove` breaks of a heartbeat check. */
export const heartbeatOffences: KindOffences<HeartbeatCheck, HeartbeatObservation> = {
  madeUp: (_, at) => read(at.getTime(), { ...NO_BEATS, ok: { at: at.getTime(), rid: null, startedAt: null } }),
  trials: (check, healthy, at) => (healthy.outcome === 'failure' ? [] : trialsOf(check, at.getTime())),
};

function trialsOf(check: HeartbeatCheck, now: number): Trial<HeartbeatCheck, Read>[] {
  const long = longAgo(check, now);
  const ok = { at: long, rid: null, startedAt: null };
  const offences: Offence[] = [
    { name: 'no-answer', what: 'a job that has never reported', beats: NO_BEATS },
    { name: 'silent', what: 'a job that reports no more', beats: { ...NO_BEATS, ok } },
    {
      name: 'failed',
      what: 'a job that reports failure',
      beats: { ...NO_BEATS, ok, fail: { at: now, rid: null, exit: 1, text: '' } },
    },
    ...runsOf(check, long, now),
  ];
  return offences.map(({ name, what, beats }) => ({
    name,
    what,
    answers: [read(long, beats)],
    checks: [check],
    advice: 'this is a fault of Rollcall: no setting can mend it',
  }));
}

/** A run that reports its start, and then is not as the check wants it. */
function runsOf({ target }: HeartbeatCheck, long: number, now: number): Offence[] {
  const { maxRuntimeMs, stallMs, startWithinMs } = target;
  const ok = { at: now, rid: null, startedAt: null };
  const runOf = (at: number, sign: number): Beats => ({ ...NO_BEATS, ok, runs: [{ rid: null, at, sign }] });
  return [
    ...(maxRuntimeMs === null
      ? []
      : [{ name: 'too-long', what: 'a run that does not end', beats: runOf(now - maxRuntimeMs - 1, now) }]),
    ...(stallMs === null
      ? []
      : [{ name: 'stalled', what: 'a run that gives no sign', beats: runOf(now - stallMs - 1, now - stallMs - 1) }]),
    ...(startWithinMs === null
      ? []
      : [{ name: 'not-started', what: 'a run that does not start', beats: { ...NO_BEATS, ok: { ...ok, at: long } } }]),
  ];
}

/** A time after which the job should have reported, whatever is allowed it. */
function longAgo({ target }: HeartbeatCheck, now: number): number {
  const { graceMs, startWithinMs } = target;
  const wait = graceMs + (startWithinMs ?? 0);
  let at = now;
  for (let step = 60_000; Math.max(dueAfter(at, target), firstDue(at, target)) + wait >= now; step *= 2)
    at = now - step;
  return at;
}
