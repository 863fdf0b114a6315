import { DEFAULT_SEVERITY, type Severity } from '../check/alert-settings.ts';
import type { Reason } from '../verdict/reason.ts';
import { type CheckState, type IncidentKind, tracksOf } from './state.ts';

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
  const open = [...states].flatMap((state) => {
    const { name: check, shownBy: checks, severity = DEFAULT_SEVERITY } = state;
    return tracksOf(state).flatMap(([kind, { openedAt, since, reason }]) =>
      openedAt === null ? [] : [{ check, kind, since, severity, reason, ...(checks && { checks }) }],
    );
  });
  return open.toSorted((a, b) => Date.parse(a.since) - Date.parse(b.since) || (a.check < b.check ? -1 : 1));
}
