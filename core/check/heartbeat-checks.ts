import { HEARTBEATS } from '../contract.ts';
import type { Check } from './check.ts';
import type { CheckList } from './check-list.ts';

/** The checks of a list, guards too, that wait for jobs to report. */
export function heartbeatChecks({ checks, guard = [] }: Pick<CheckList, 'checks' | 'guard'>): readonly Check[] {
  return [...checks, ...guard].filter(({ kind }) => kind === HEARTBEATS.kind);
}
