import type { Heartbeat } from './beats.ts';
import type { HeartbeatTarget } from './check.ts';
import { timeIn } from './time-in.ts';

/** What is known of a job, a line a report, the oldest first, times as clocks show them where its schedule is. */
export function reportLines({ since, beats }: Heartbeat, target: HeartbeatTarget): readonly string[] {
  const { ok, previous, fail, runs, log } = beats;
  const time = (at: number) => timeIn(at, target);
  const successes = [previous, ok].flatMap((success) => {
    if (success === null) return [];
    const from = success.startedAt === null ? '' : `, started at ${time(success.startedAt)}`;
    return [{ at: success.at, line: `success${ofRun(success.rid)} at ${time(success.at)}${from}` }];
  });
  const failures =
    fail === null ? [] : [{ at: fail.at, line: `${failed(fail)} at ${time(fail.at)}${said(fail.text)}` }];
  const logs = log === null ? [] : [{ at: log.at, line: `log at ${time(log.at)}${said(log.text)}` }];
  const starts = runs.map(({ rid, at, sign }) => {
    const last = sign === at ? '' : `, last sign at ${time(sign)}`;
    return { at, line: `start${ofRun(rid)} at ${time(at)}${last}, not ended` };
  });
  const reports = [...successes, ...failures, ...logs, ...starts].toSorted((a, b) => a.at - b.at);
  return reports.length === 0 ? [`no report, looked for since ${time(since)}`] : reports.map(({ line }) => line);
}

const ofRun = (rid: string | null): string => (rid === null ? '' : ` of run ${rid}`);
const said = (text: string): string => (text === '' ? '' : `: ${text.trimEnd()}`);

function failed({ rid, exit }: { readonly rid: string | null; readonly exit: number | null }): string {
  return `failure${ofRun(rid)}${exit === null ? '' : ` with exit code ${exit}`}`;
}
