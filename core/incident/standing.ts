import { DEFAULT_SEVERITY, type Severity } from '../check/alert-settings.ts';
import type { Reason } from '../verdict/reason.ts';
import type { CheckState, IncidentKind } from './state.ts';

/**
 * An incident that is open: since when its check is in trouble, and the latest reason. `check` is the name that it is
 * remembered under; `checks`, of a certificate, those that showed it last.
 */
export type Standing = {
  readonly check: string;
  readonly kind: IncidentKind;
  readonly since: string;
  readonly severity: Severity;
  readonly reason: Reason;
  readonly checks?: readonly string[];
};

/** Every open incident of what is remembered, the longest first. */
export function standingIn(states: Iterable<CheckState>): readonly Standing[] {
  const open = [...states].flatMap(({ name, target, fault, degraded = null, shownBy, severity = DEFAULT_SEVERITY }) =>
    (
      [
        ['target', target],
        ['fault', fault],
        ['degraded', degraded],
      ] as const
    ).flatMap(([kind, track]) => {
      if (track === null || track.openedAt === null) return [];
      const { since, reason } = track;
      return [{ check: name, kind, since, severity, reason, ...(shownBy && { checks: shownBy }) }];
    }),
  );
  return open.toSorted((a, b) => Date.parse(a.since) - Date.parse(b.since) || (a.check < b.check ? -1 : 1));
}
