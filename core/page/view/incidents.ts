import type { IncidentRecord } from '../../history/incident-record.ts';
import { isCertificate } from '../../incident/certificates.ts';
import type { OpenIncident } from '../../status/remembered.ts';
import type { Reason } from '../../verdict/reason.ts';
import type { ShownIncident } from './shown.ts';
import { categoryOf, type Why } from './why.ts';

/** The names that a reader may see; null for one who may see all. */
export type Visible = ReadonlySet<string> | null;

/** What is down now, with what was reported of it so far. */
export function openIncidents(
  open: readonly OpenIncident[],
  records: readonly IncidentRecord[],
  visible: Visible,
): readonly ShownIncident[] {
  const byKey = new Map(records.map((record) => [keyOf(record), record]));
  return open.filter(isShownTo(visible)).map((incident): ShownIncident => {
    const record = byKey.get(keyOf(incident));
    return {
      ...shared({ ...incident, steps: record?.steps ?? [], endedAt: null, flaky: false }, visible),
      severity: visible === null ? incident.severity : null,
      quiet: visible === null ? incident.quiet : publicly(incident.quiet),
      dependents: incident.dependents.filter((name) => visible === null || visible.has(name)),
    };
  });
}

/** What is over, in the order of the records. */
export function pastIncidents(records: readonly IncidentRecord[], visible: Visible): readonly ShownIncident[] {
  return records
    .filter(({ endedAt }) => endedAt !== null)
    .filter(isShownTo(visible))
    .map((record) => ({ ...shared(record, visible), severity: null, quiet: [], dependents: [] }));
}

/** Maintenance is announced; why else nobody is told is no stranger's business. */
function publicly(quiet: OpenIncident['quiet']): OpenIncident['quiet'] {
  return quiet.flatMap(({ because, until }) =>
    because === 'maintenance' ? [{ because, by: null, until } as const] : [],
  );
}

const keyOf = ({ check, kind, since }: Pick<IncidentRecord, 'check' | 'kind' | 'since'>) =>
  JSON.stringify([check, kind, Date.parse(since)]);

/** Strangers are told of services: not of certificates that somebody has yet to renew, nor of troubles of the monitor. */
function isShownTo(visible: Visible) {
  return ({ check, kind }: Pick<IncidentRecord, 'check' | 'kind'>) =>
    visible === null || (visible.has(check) && kind !== 'fault');
}

type Told = Pick<IncidentRecord, 'check' | 'kind' | 'since' | 'endedAt' | 'reason' | 'flaky' | 'steps'> & {
  readonly checks?: readonly string[];
};

function shared(told: Told, visible: Visible): Omit<ShownIncident, 'severity' | 'quiet' | 'dependents'> {
  const { check, kind, since, endedAt, reason, flaky, steps, checks = [] } = told;
  return {
    check,
    kind: isCertificate(check) ? 'certificate' : kind,
    since,
    endedAt,
    why: whyFor(reason, visible),
    flaky: visible === null && flaky,
    checks: visible === null ? checks : [],
    steps: steps.map((step) => ({
      type: step.type,
      at: step.at,
      why: visible === null && step.type !== 'recovered' ? { words: step.reason.message } : null,
    })),
  };
}

/** A reason as a reader may know it. */
export function whyFor(reason: Reason, visible: Visible): Why {
  return visible === null ? { words: reason.message } : { category: categoryOf(reason.code) };
}
