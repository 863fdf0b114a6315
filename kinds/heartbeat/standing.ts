import { formatDuration } from '#core/text/duration.ts';
import { joined, type Reason } from '#core/verdict/reason.ts';
import type { Beats, Heartbeat, JobRun } from './beats.ts';
import type { HeartbeatTarget } from './check.ts';
import { dueAfter, firstDue } from './due.ts';
import { earliness, type Oddity, oddityOf } from './oddity.ts';
import { timeIn } from './time-in.ts';

/** How a job stands, in one word. */
type Word =
  | Oddity['word']
  | 'failed'
  | 'too long'
  | 'stalled'
  | 'not started'
  | 'not ended'
  | 'never seen'
  | 'silent'
  | 'running'
  | 'on time';

/** How a job stands at a moment. `warning`: why it is degraded though nothing is wrong yet. `due`: the next report, milliseconds. */
export type Standing = {
  readonly word: Word;
  readonly reason: Reason | null;
  readonly warning: string | null;
  readonly due: number;
};

const FORGOTTEN = 'no report is known here, and since when one is looked for is not kept: silence cannot be noticed';

/** How a job stands at a time, milliseconds: what it has reported, held against when it should have. */
export function standingOf({ since, beats, isForgotten }: Heartbeat, target: HeartbeatTarget, now: number): Standing {
  const last = lastReport(beats);
  const due = last === null ? firstDue(since, target) : dueAfter(last, target);
  if (isForgotten) return { word: 'never seen', reason: null, warning: FORGOTTEN, due };
  const asked = { since, beats, target, now, last, due };
  const silence = silenceOf(asked);
  const { ok, fail } = beats;
  if (fail !== null && fail.at > (ok?.at ?? Number.NEGATIVE_INFINITY)) {
    const exit = fail.exit === null ? '' : ` with exit code ${fail.exit}`;
    const reason: Reason = { code: 'reported', message: `job reported failure${exit} at ${timeIn(fail.at, target)}` };
    return { word: 'failed', reason: joined(reason, silence?.reason ?? null), warning: null, due };
  }
  if (silence !== null) return { ...silence, warning: null, due };
  const odd = oddityOf({ ...asked, isStarted: isStarted(asked) });
  return { word: odd?.word ?? usualWord(beats), reason: null, warning: odd?.warning ?? null, due };
}

/** All that is looked at. `last`: the latest report that a run has ended, null before the first. */
type Asked = Heartbeat & {
  readonly target: HeartbeatTarget;
  readonly now: number;
  readonly last: number | null;
  readonly due: number;
};
type Silence = { readonly word: Word; readonly reason: Reason };

function lastReport({ ok, fail }: Beats): number | null {
  const times = [ok, fail].flatMap((report) => report?.at ?? []);
  return times.length === 0 ? null : Math.max(...times);
}

function usualWord({ ok, runs }: Beats): Word {
  if (runs.length > 0) return 'running';
  return ok === null ? 'never seen' : 'on time';
}

/** Why a job has been quiet for too long; null while it has not. */
function silenceOf(asked: Asked): Silence | null {
  const { beats, target, now } = asked;
  const { maxRuntimeMs, stallMs } = target;
  for (const run of beats.runs) {
    if (maxRuntimeMs !== null && now > run.at + maxRuntimeMs) {
      return silent(
        'too long',
        `${runText(run)} started at ${timeIn(run.at, target)} has not ended within ${formatDuration(maxRuntimeMs)}`,
      );
    }
    if (stallMs !== null && now > run.sign + stallMs) {
      return silent(
        'stalled',
        `${runText(run)} has given no sign for ${formatDuration(stallMs)}, the last at ${timeIn(run.sign, target)}`,
      );
    }
  }
  return overdue(asked);
}

function overdue(asked: Asked): Silence | null {
  const { beats, target, now, due } = asked;
  const { startWithinMs, graceMs, maxRuntimeMs } = target;
  const started = isStarted(asked);
  if (!started && startWithinMs !== null && now > due + startWithinMs) {
    return silent(
      'not started',
      `job has not started within ${formatDuration(startWithinMs)} of ${timeIn(due, target)}`,
    );
  }
  if ((started && maxRuntimeMs !== null) || now <= due + graceMs) return null;
  const was = `due at ${timeIn(due, target)}${graceMs === 0 ? '' : `, grace ${formatDuration(graceMs)}`}`;
  if (started) {
    const [run] = beats.runs.toReversed();
    return silent('not ended', `job started at ${timeIn(run?.at ?? due, target)} and has not ended: ${was}`);
  }
  if (asked.last === null && beats.runs.length === 0) {
    return silent(
      'never seen',
      `job has never reported: looked for since ${timeIn(asked.since, target)}, first ${was}`,
    );
  }
  return silent('silent', `no report since ${timeIn(asked.last ?? asked.since, target)}: ${was}${earlyHint(asked)}`);
}

/** Whether a run has begun that the report that is due may come from. */
function isStarted({ beats, target, last, due, since }: Asked): boolean {
  const from = 'every' in target.schedule ? (last ?? since) : due - target.earlyMs;
  return beats.runs.some(({ at }) => at >= from);
}

/** A report that came shortly before it was due, and so did not count for that time. */
function earlyHint({ last, target, due }: Asked): string {
  const odd = last === null ? null : earliness(last, target, due);
  return odd === null ? '' : `; that one came ${odd} before it was due, and early is ${formatDuration(target.earlyMs)}`;
}

function silent(word: Word, message: string): Silence {
  return { word, reason: { code: 'silent', message } };
}

const runText = ({ rid }: JobRun): string => (rid === null ? 'the run' : `run ${rid}`);
