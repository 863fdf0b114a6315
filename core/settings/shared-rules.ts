import type { Draft } from './draft.ts';
import type { PathFault } from './fault.ts';
import { metricFaults } from './metrics.ts';
import type { AuthoredBase } from './shared-settings.ts';
import { beyondTimeout, degradedFaults } from './time-limits.ts';

type SharedDraft = Pick<Draft<AuthoredBase>, 'degraded' | 'metrics'> & {
  readonly expect?: { readonly latency?: string | undefined } | undefined;
};

/**
 * The rules between settings that every kind has: limits of time within the timeout, in milliseconds, and metrics that
 * there can be. `certificate`: whether the check may show one.
 */
export function sharedRules(draft: SharedDraft, timeoutMs: number, certificate: boolean): PathFault[] {
  return [
    ...beyondTimeout(draft.expect?.latency, timeoutMs, ['expect', 'latency']),
    ...degradedFaults(draft, timeoutMs),
    ...metricFaults(draft, certificate),
  ];
}
