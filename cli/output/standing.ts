import type { Quiet, Verdict } from '#core/verdict/verdict.ts';

/**
 * What a verdict means to CI: `skipped` are those that nobody is to be told of; `fault` says nothing about the target.
 * `why` is empty for a plain OK.
 */
export type Standing = { readonly is: 'ok' | 'ng' | 'fault' | 'skipped'; readonly why: string };

export function standingOf(verdict: Verdict): Standing {
  const { outcome, reason, quiet } = verdict;
  const said = reason?.message ?? outcome;
  if (quiet?.because === 'maintenance' || quiet?.because === 'muted') {
    return { is: 'skipped', why: `${quietText(quiet)}: ${said}` };
  }
  if (outcome === 'OK') return { is: 'ok', why: remarkOf(verdict) };
  if (quiet?.because === 'parent') return { is: 'skipped', why: `${quietText(quiet)}: ${said}` };
  // The run has learned nothing of its targets, which is no pass.
  if (quiet?.because === 'offline') return { is: 'fault', why: `${quietText(quiet)}: ${said}` };
  return { is: reason?.code === 'checker-fault' ? 'fault' : 'ng', why: said };
}

/**
 * The NGs that the exit code counts and no report does: nobody is alerted of them. Empty where a report has an NG or a fault,
 * which says why the run ends with 1.
 */
export function unreportedNgs(verdicts: readonly Verdict[]): readonly Verdict[] {
  const ngs = verdicts.filter(({ outcome }) => outcome !== 'OK');
  return ngs.every((verdict) => standingOf(verdict).is === 'skipped') ? ngs : [];
}

/** Why nobody is told of a verdict, in words. */
export function quietText({ because, by }: Quiet): string {
  switch (because) {
    case 'maintenance':
      return `maintenance (${by})`;
    case 'muted':
      return `muted until ${by}`;
    case 'parent':
      return `suppressed by ${by}`;
    case 'offline':
      return 'monitor offline';
    case 'guard':
      return 'guard';
  }
}

/** What there is to say of an OK: that it took a recheck, or was above a limit. */
function remarkOf({ flaky, degraded, warning, attempts }: Verdict): string {
  const words = [
    flaky ? `flaky: OK on attempt ${attempts}` : '',
    degraded ? ['degraded', warning].filter(Boolean).join(': ') : '',
  ];
  return words.filter((word) => word !== '').join('; ');
}
