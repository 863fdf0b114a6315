import type { AlertPlan } from '../report/alert-plan.ts';
import type { Run } from '../run/run.ts';
import { fitToBudget } from '../verdict/fit.ts';
import type { Quiet, Verdict } from '../verdict/verdict.ts';
import { suppression } from './suppression.ts';

/** What of a list says when nothing is told. */
export type QuietRules = Pick<AlertPlan, 'maintenance' | 'checks'>;

/**
 * A run's verdicts, those marked of which nothing is told on purpose. The moment that counts is the run's start, and all
 * else is in the verdicts, so that a run that is asked twice is marked alike. Checks that came with an input are on no
 * list: no window is about them, but they may depend on each other.
 */
export async function quieted(run: Run, verdicts: readonly Verdict[], rules: QuietRules): Promise<readonly Verdict[]> {
  const { adHoc } = run;
  const inMaintenance = adHoc === undefined ? await maintenanceAt(Date.parse(run.startedAt), rules) : () => null;
  const underParent = suppression(verdicts, adHoc ?? rules.checks);
  return verdicts.map((verdict) => marked(verdict, inMaintenance(verdict) ?? underParent(verdict)));
}

type Marking = (verdict: Verdict) => Quiet | null;

async function maintenanceAt(at: number, { maintenance = [] }: QuietRules): Promise<Marking> {
  if (maintenance.length === 0) return () => null;
  const { openWindows } = await import('./open-windows.ts');
  const open = openWindows(maintenance, at).map(({ name, checks }) => ({ name, checks: checks && new Set(checks) }));
  return (verdict) => {
    const window = open.find(({ checks }) => checks === null || checks.has(verdict.name));
    return window === undefined ? null : { because: 'maintenance', by: window.name };
  };
}

/** The mark is part of the verdict's budget. */
function marked(verdict: Verdict, quiet: Quiet | null): Verdict {
  return quiet === null ? verdict : fitToBudget({ ...verdict, quiet });
}
