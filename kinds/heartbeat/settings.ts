import type * as z from 'zod';
import type { Schedule } from '#core/check/check.ts';
import { BUILT_IN } from '#core/check/defaults.ts';
import { once } from '#core/once.ts';
import { intervalsOf } from '#core/run/interval.ts';
import type { Draft } from '#core/settings/draft.ts';
import type { PathFault } from '#core/settings/fault.ts';
import { resolveSchedule, scheduleShape, twoSchedules } from '#core/settings/schedule.ts';
import { count, duration, limitOf, millisecondsOf, settings } from '#core/settings/setting.ts';
import { sharedRules } from '#core/settings/shared-rules.ts';
import { baseShape, type Defaults, resolveBase, resolveTimeouts } from '#core/settings/shared-settings.ts';
import { formatDuration } from '#core/text/duration.ts';
import type { KindSettings } from '../kind.ts';
import type { HeartbeatCheck, HeartbeatTarget } from './check.ts';

const MOST_MS = 744 * 3_600_000;
const DEFAULT_GRACE_MS = 5 * 60_000;
const LONG = { max: MOST_MS, tooLong: 'write 744h or less' };
const time = once(() => duration({ min: 1_000, ...LONG }));
/** Kept out of URLs of old, and nobody rotates that often. */
const MOST_VERSIONS = 1_000_000;

const schema = once(() =>
  settings(
    {
      ...baseShape,
      heartbeat: settings(
        {
          grace: duration({ min: 0, ...LONG })
            .optional()
            .describe('How long a report may be late. 5m when left out.'),
          every: scheduleShape.every.describe('How often the job reports at least: 5m, 1h, 1d.'),
          cron: scheduleShape.cron.describe('When the job is started instead, such as "51 22 * * *".'),
          timezone: scheduleShape.timezone,
          early: time()
            .optional()
            .describe('A report so long before a time of cron counts for that time. None when left out.'),
          startWithin: time().optional().describe('How long after its time the job has to report that it has started.'),
          maxRuntime: time()
            .optional()
            .describe('How long a run may take from its start; with it, grace is for the start.'),
          stall: time().optional().describe('How long a run may go without a sign: its start, or a report of log.'),
          tokenVersion: count(1, MOST_VERSIONS)
            .optional()
            .describe("Another number gives the job's URL another token. 1 when left out."),
        },
        'write a map such as {every: 1h}',
      )
        .refine(({ every, cron }) => every !== undefined || cron !== undefined, { error: 'write every or cron in it' })
        .describe('A check of a job that reports by itself: NG when it does not.'),
    },
    'write a map with name and heartbeat',
  ).describe('A check of a job that reports by itself.'),
);

type AuthoredHeartbeat = z.infer<ReturnType<typeof schema>>;
type AuthoredTarget = AuthoredHeartbeat['heartbeat'];

function rules(draft: Draft<AuthoredHeartbeat>, defaults: Defaults): PathFault[] {
  const { heartbeat } = draft;
  const shared = sharedRules(draft, resolveTimeouts({}, defaults).timeoutMs, false);
  if (heartbeat === undefined) return shared;
  const own = [...scheduleFaults(heartbeat), ...timeFaults(heartbeat)];
  return [...shared, ...own.map((fault) => ({ ...fault, path: ['heartbeat', ...fault.path] }))];
}

type DraftTarget = Draft<AuthoredTarget>;

function scheduleFaults(target: DraftTarget): PathFault[] {
  const { every, cron, timezone } = target;
  const zone: PathFault[] =
    timezone === undefined || every === undefined || cron !== undefined
      ? []
      : [
          {
            path: ['timezone'],
            at: 'key',
            message: 'is the time zone of a cron, and there is none; write cron too, or leave it out',
          },
        ];
  return [...twoSchedules(target), ...zone];
}

function timeFaults(target: DraftTarget): PathFault[] {
  const { early, startWithin, maxRuntime, stall, cron, every } = target;
  const faults: PathFault[] = [];
  const say = (key: keyof AuthoredTarget, message: string) => void faults.push({ path: [key], message });
  if (early !== undefined && cron === undefined && every !== undefined)
    say('early', 'is for times of a cron, and there is none; leave it out');
  if (early !== undefined && cron !== undefined) {
    const shortest = intervalsOf(resolveSchedule({ cron }, {})).shortest * 1000;
    if (millisecondsOf(early) >= shortest)
      say('early', `is "${early}", and the next time may be ${formatDuration(shortest)} later; write less`);
  }
  const graceMs = graceOf(target);
  if (startWithin !== undefined && maxRuntime === undefined && millisecondsOf(startWithin) > graceMs) {
    say(
      'startWithin',
      `is "${startWithin}", and after a grace of ${formatDuration(graceMs)} the job is NG anyway; write less, or maxRuntime too`,
    );
  }
  if (stall !== undefined && maxRuntime !== undefined && millisecondsOf(stall) >= millisecondsOf(maxRuntime)) {
    say('stall', `is "${stall}", and a run may take ${maxRuntime} at most; write less`);
  }
  return faults;
}

function resolve(authored: AuthoredHeartbeat, defaults: Defaults): HeartbeatCheck {
  const target = targetOf(authored.heartbeat);
  const said = [authored, defaults].some(({ every, cron }) => every !== undefined || cron !== undefined);
  return {
    ...resolveBase(authored, said ? defaults : { ...defaults, every: usualEvery(target.schedule) }),
    kind: 'heartbeat',
    ...resolveTimeouts({}, defaults),
    target,
    expect: { latencyMs: null },
  };
}

function targetOf(authored: AuthoredTarget): HeartbeatTarget {
  const { every, cron, timezone, early, startWithin, maxRuntime, stall, tokenVersion = 1 } = authored;
  return {
    schedule: resolveSchedule({ every, cron, timezone }, {}),
    graceMs: graceOf(authored),
    earlyMs: limitOf(early) ?? 0,
    startWithinMs: limitOf(startWithin),
    maxRuntimeMs: limitOf(maxRuntime),
    stallMs: limitOf(stall),
    tokenVersion,
  };
}

function graceOf({ grace }: DraftTarget): number {
  return grace === undefined ? DEFAULT_GRACE_MS : millisecondsOf(grace);
}

/** A tenth of the job's own interval, from a minute to five; each minute for one that says when it is started. */
function usualEvery(schedule: Schedule): string {
  if ('cron' in schedule) return '1m';
  return `${Math.min(Math.max(Math.floor(schedule.every / 600), 1), BUILT_IN.schedule.every / 60)}m`;
}

/** How a check of kind heartbeat is written. */
export const heartbeatSettings: KindSettings<AuthoredHeartbeat, HeartbeatCheck> = {
  schema,
  // Grace is the threshold, and what has not come in time has not come a second later.
  defaults: { rechecks: 0, failureThreshold: 1 },
  rules,
  resolve,
};
