import type { AlertPlan } from '../check/alerting.ts';
import { guardsOf } from '../run/guards.ts';
import type { Run } from '../run/run.ts';
import { fitToBudget } from '../verdict/fit.ts';
import type { Quiet, Verdict } from '../verdict/verdict.ts';
import { type Answer, certificatesApart } from './certificates.ts';
import { isOffline, monitorVerdict } from './monitor.ts';
import { type Mute, muted } from './mute.ts';
import type { OpenWindow } from './open-windows.ts';
import { suppression } from './suppression.ts';
import { windowsAt } from './windows-at.ts';

/** What of a list says when nothing is reported. */
export type QuietRules = Pick<AlertPlan, 'maintenance' | 'checks'>;

/**
 * `verdicts`: all of a run, those marked of which nothing is reported. `counting`: the others, and those on the
 * monitor and on certificates.
 */
export type Sifted = { readonly verdicts: readonly Verdict[]; readonly counting: readonly Answer[] };

/** Why nothing is reported of a verdict; null where it counts. */
export type Marking = (verdict: Verdict) => Quiet | null;

/**
 * Tells apart what counts in a run and what is quiet on purpose. The moment that counts is the run's start, and all else
 * is in the verdicts, so that a run that is asked twice is sifted alike. Checks that came with an input are on no list: no
 * window is about them, but they may depend on each other.
 */
export async function sift(
  run: Run,
  answered: readonly Verdict[],
  rules: QuietRules,
  mutes: readonly Mute[] = [],
): Promise<Sifted> {
  const open = run.adHoc === undefined ? await windowsAt(Date.parse(run.startedAt), rules) : [];
  const [guard, ...guards] = guardsOf(run, answered);
  const quietOf = firstOf([
    ofGuard(run),
    inMaintenance(open),
    muted(mutes, Date.parse(run.startedAt)),
    ...(guard !== undefined && isOffline([guard, ...guards]) ? [() => OFFLINE] : []),
    suppression(answered, run.adHoc ?? rules.checks),
  ]);
  const verdicts = answered.map((verdict) => marked(verdict, quietOf(verdict)));
  // A window that is about everything is about the monitor too.
  const isHushed = guard === undefined || open.some(({ checks }) => checks === null);
  const counting = verdicts.filter(({ quiet }) => quiet === undefined);
  const all = isHushed ? counting : [...counting, monitorVerdict([guard, ...guards])];
  return { verdicts, counting: certificatesApart(all) };
}

/**
 * Why nothing is reported of a listed check at a moment in milliseconds, whatever else answers: a window that is open, or a
 * mute that is on.
 */
export async function silenceAt(at: number, rules: QuietRules, mutes: readonly Mute[]): Promise<Marking> {
  return firstOf([inMaintenance(await windowsAt(at, rules)), muted(mutes, at)]);
}

function firstOf(markings: readonly Marking[]): Marking {
  return (verdict) => markings.reduce<Quiet | null>((found, marking) => found ?? marking(verdict), null);
}

function inMaintenance(open: readonly OpenWindow[]): Marking {
  const windows = open.map(({ name, checks }) => ({ name, checks: checks && new Set(checks) }));
  return ({ name }) => {
    const window = windows.find(({ checks }) => checks === null || checks.has(name));
    return window === undefined ? null : { because: 'maintenance', by: window.name };
  };
}

function ofGuard({ guards = [] }: Run): Marking {
  const names = new Set(guards);
  return ({ name }) => (names.has(name) ? { because: 'guard', by: null } : null);
}

const OFFLINE: Quiet = { because: 'offline', by: null };

/** The mark is part of the verdict's budget. */
function marked(verdict: Verdict, quiet: Quiet | null): Verdict {
  return quiet === null ? verdict : fitToBudget({ ...verdict, quiet });
}
