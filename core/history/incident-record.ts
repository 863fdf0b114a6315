import type { IncidentKind, Transition } from '../incident/state.ts';
import type { Reason } from '../verdict/reason.ts';

/** One thing that was reported of an incident, at an ISO instant. */
export type IncidentStep = Pick<Transition, 'type' | 'at' | 'reason'>;

/**
 * An incident as the page and the report tell it, open or over. `check`, `kind` and `since` together are which one it is.
 * Instants are ISO. `endedAt` is null while it is open. `reason`: the latest NG's. `checks`: of a certificate, those that show
 * it. `steps`: what was reported of it, oldest first: the first ones and the last.
 */
export type IncidentRecord = {
  readonly check: string;
  readonly kind: IncidentKind;
  readonly since: string;
  readonly openedAt: string;
  readonly endedAt: string | null;
  readonly reason: Reason;
  readonly flaky: boolean;
  readonly checks?: readonly string[];
  readonly steps: readonly IncidentStep[];
};
