import type { Verdict } from '../verdict/verdict.ts';
import type { Run } from './run.ts';

/** Guards are checks of something that is always up. They are called in every run, and are none of its checks. */

/** The verdicts of a run on its guards. */
export function guardsOf({ guards = [] }: Pick<Run, 'guards'>, verdicts: readonly Verdict[]): readonly Verdict[] {
  return guards.length === 0 ? [] : verdicts.filter(({ name }) => guards.includes(name));
}

/** The verdicts of a run that are about checks of the list. */
export function withoutGuards({ guards = [] }: Pick<Run, 'guards'>, verdicts: readonly Verdict[]): readonly Verdict[] {
  return guards.length === 0 ? verdicts : verdicts.filter(({ name }) => !guards.includes(name));
}
