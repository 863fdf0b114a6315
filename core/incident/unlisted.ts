import { remember } from './advance.ts';
import { backFromAhead } from './ahead.ts';
import { isCertificate } from './certificates.ts';
import type { Decision } from './decide.ts';
import {
  type CheckState,
  isWell,
  type Listed,
  type RunStamp,
  type Track,
  type Transition,
  timeOf,
  tracksOf,
} from './state.ts';

/** Whether the list still has what a state is of: the check, or one of those that showed the certificate last. */
export function isListed({ name, shownBy = [] }: CheckState, { names }: Listed): boolean {
  return isCertificate(name) ? shownBy.some((check) => names.has(check)) : names.has(name);
}

/**
 * The end of what this list remembers of checks that it has no more: nobody will ever find them well, so the first run
 * without them closes their incidents and says so. As with recoveries, the run that asks again hears the same.
 * `now`: milliseconds. `asked`: names of this run's verdicts, which go by those.
 */
export function closings(
  states: ReadonlyMap<string, CheckState>,
  listed: Listed,
  { run, now }: { readonly run: RunStamp; readonly now: number },
  asked: ReadonlySet<string>,
): readonly Decision[] {
  return [...states.values()].flatMap((stored): Decision[] => {
    const state = backFromAhead(stored, run, now);
    if (state.list !== listed.id || isListed(state, listed) || asked.has(state.name)) return [];
    const { name, told } = state;
    const again = told.find(({ runId }) => runId === run.id);
    if (again !== undefined) return [{ name, verdict: null, change: null, transitions: again.transitions }];
    if (isWell(state) || timeOf(run) <= timeOf(state.lastRun)) return [];
    const { degraded: _, ...rest } = state;
    const transitions = tracksOf(state).flatMap(([kind, track]) => removed(kind, track, state, run) ?? []);
    const { startedAt, id } = run;
    const after = {
      ...rest,
      target: null,
      fault: null,
      lastRun: { startedAt, id },
      told: remember(told, run, transitions),
    };
    return [{ name, verdict: null, change: { name, before: stored.lastRun, after }, transitions }];
  });
}

/** Null for what never became an incident. */
function removed(
  kind: Transition['kind'],
  { openedAt, since, streak, reason }: Track,
  state: CheckState,
  run: RunStamp,
): Transition | null {
  if (openedAt === null) return null;
  const { name: check, shownBy: checks, tags, severity } = state;
  return {
    type: 'removed',
    check,
    kind,
    since,
    at: run.startedAt,
    streak,
    reason,
    flaky: false,
    ...(checks && { checks }),
    ...(tags && { tags }),
    ...(severity && { severity }),
  };
}
