import type { AlertPlan } from '../report/alert-plan.ts';
import type { Run } from '../run/run.ts';
import { fitToBudget } from '../verdict/fit.ts';
import type { Quiet, Verdict } from '../verdict/verdict.ts';

/** What of a list says when nothing is told. */
export type QuietRules = Pick<AlertPlan, 'maintenance'>;

/**
 * A run's verdicts, those marked of which nothing is told on purpose. The moment that counts is the run's start, so that
 * a run that is asked twice is marked alike. Checks that came with an input are on no list, and quiet about none.
 */
export async function quieted(run: Run, verdicts: readonly Verdict[], rules: QuietRules): Promise<readonly Verdict[]> {
  if (run.adHoc !== undefined) return verdicts;
  const inMaintenance = await maintenanceAt(Date.parse(run.startedAt), rules);
  return verdicts.map((verdict) => marked(verdict, inMaintenance(verdict.name)));
}

type Marking = (name: string) => Quiet | null;

async function maintenanceAt(at: number, { maintenance = [] }: QuietRules): Promise<Marking> {
  if (maintenance.length === 0) return () => null;
  const { openWindows } = await import('./open-windows.ts');
  const open = openWindows(maintenance, at).map(({ name, checks }) => ({ name, checks: checks && new Set(checks) }));
  return (name) => {
    const window = open.find(({ checks }) => checks === null || checks.has(name));
    return window === undefined ? null : { because: 'maintenance', by: window.name };
  };
}

/** The mark is part of the verdict's budget. */
function marked(verdict: Verdict, quiet: Quiet | null): Verdict {
  return quiet === null ? verdict : fitToBudget({ ...verdict, quiet });
}
