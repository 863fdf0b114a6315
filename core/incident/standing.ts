import type { Reason } from '../verdict/reason.ts';
import type { CheckState, IncidentKind } from './state.ts';

/** An incident that is open: since when its check is in trouble, and the latest reason. */
export type Standing = {
  readonly check: string;
  readonly kind: IncidentKind;
  readonly since: string;
  readonly reason: Reason;
};

/** Every open incident of what is remembered, the longest first. */
export function standingIn(states: Iterable<CheckState>): readonly Standing[] {
  const open = [...states].flatMap(({ name, target, fault, degraded = null }) =>
    (
      [
        ['target', target],
        ['fault', fault],
        ['degraded', degraded],
      ] as const
    ).flatMap(([kind, track]) => {
      if (track === null || track.openedAt === null) return [];
      return [{ check: name, kind, since: track.since, reason: track.reason }];
    }),
  );
  return open.toSorted((a, b) => Date.parse(a.since) - Date.parse(b.since) || (a.check < b.check ? -1 : 1));
}
