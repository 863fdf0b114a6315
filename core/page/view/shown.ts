import type { Severity } from '../../check/alert-settings.ts';
import type { Schedule } from '../../check/check.ts';
import type { Day } from '../../history/days.ts';
import type { IncidentStep } from '../../history/incident-record.ts';
import type { Mute } from '../../incident/mute.ts';
import type { IncidentKind } from '../../incident/state.ts';
import type { QuietNow } from '../../status/remembered.ts';
import type { EndingCertificate, Trouble } from '../../status/status.ts';
import type { CertificateSeen } from '../../verdict/certificate.ts';
import type { Seen } from '../../verdict/verdict.ts';
import type { PageNote } from '../page-settings.ts';
import type { ShownState } from './state.ts';
import type { Why } from './why.ts';

/**
 * All that one reader may see, ready to be rendered: renderers get nothing else, so that what is not in here is on no page.
 * Instants are ISO. `timezone`: null for UTC. `isMonitorWell`: false makes the states doubtful. `private` is null for strangers.
 */
export type Shown = {
  readonly title: string;
  readonly description: string | null;
  readonly at: string;
  readonly timezone: string | null;
  readonly isOffline: boolean;
  readonly isMonitorWell: boolean;
  readonly checks: readonly ShownCheck[];
  readonly groups: readonly ShownGroup[];
  /** The longest first. */
  readonly open: readonly ShownIncident[];
  /** Those that are over, newest first. */
  readonly past: readonly ShownIncident[];
  readonly maintenance: readonly ShownWindow[];
  readonly upcoming: readonly ShownWindow[];
  readonly notes: readonly PageNote[];
  readonly private: ShownPrivately | null;
};

/** What only those see who may see everything. */
export type ShownPrivately = {
  readonly faults: readonly string[];
  readonly troubles: readonly Trouble[];
  readonly unknown: readonly string[];
  readonly certificates: readonly EndingCertificate[];
  readonly mutes: readonly Mute[];
};

/** A check. `days`: as in PageCheck. `quiet`: why nobody is told of it. `own` is null for strangers. */
export type ShownCheck = {
  readonly name: string;
  readonly tags: readonly string[];
  readonly state: ShownState;
  readonly why: Why | null;
  readonly quiet: readonly QuietNow[];
  readonly latencyMs: number | null;
  readonly at: string | null;
  readonly days: readonly Day[];
  readonly own: ShownOfOwner | null;
};

/** What only its owner sees of a check. */
export type ShownOfOwner = {
  readonly kind: string;
  readonly schedule: Schedule;
  readonly certificate: CertificateSeen | null;
  readonly seen: Seen | null;
  /** The owner's word for the outcome, where it is another than the usual one. */
  readonly label: string | null;
};

/** Checks under one heading; `tag` is null for those without any. */
export type ShownGroup = { readonly tag: string | null; readonly checks: readonly ShownCheck[] };

/** A window of maintenance. `name` is null for strangers, `checks` for all; `from` is null where it has begun. */
export type ShownWindow = {
  readonly name: string | null;
  readonly checks: readonly string[] | null;
  readonly from: string | null;
  readonly until: string;
};

/** An incident. `checks`: of a certificate, those that show it. `endedAt` is null while it is open. */
export type ShownIncident = {
  readonly check: string;
  readonly kind: IncidentKind | 'certificate';
  readonly since: string;
  readonly endedAt: string | null;
  readonly why: Why;
  readonly flaky: boolean;
  readonly severity: Severity | null;
  readonly quiet: readonly QuietNow[];
  readonly dependents: readonly string[];
  readonly checks: readonly string[];
  readonly steps: readonly (Pick<IncidentStep, 'type' | 'at'> & { readonly why: Why | null })[];
};
