import { severityOf } from '#core/check/alert-settings.ts';
import { document } from '../http/answer.ts';
import type { Shared } from '../shared.ts';
import type { Operation } from './operation.ts';

/** The list as Prometheus's service discovery by HTTP reads it: every check is a target, by its name. */
export function targetOperations({ watching }: Shared): readonly Operation[] {
  const targets = () =>
    watching.inUse().list.checks.map((check) => ({
      targets: [check.name],
      labels: {
        __meta_rollcall_kind: check.kind,
        __meta_rollcall_severity: severityOf(check),
        // With a comma at both ends, as in Prometheus's own lists of tags, so that a rule can look for ",payments,".
        __meta_rollcall_tags: check.tags.length === 0 ? '' : `,${check.tags.join(',')},`,
      },
    }));
  return [
    {
      method: 'GET',
      path: '/http_sd',
      id: 'listTargets',
      says: 'Every check as a target of Prometheus.',
      answer: 'api-targets',
      faults: [401],
      handler: () => document(targets()),
    },
  ];
}
