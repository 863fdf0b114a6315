import { formatDuration } from '../text/duration.ts';
import type { Draft } from './draft.ts';
import type { PathFault } from './fault.ts';
import { metricFaults } from './metrics.ts';
import { type AuthoredBase, type Defaults, resolveTimeouts } from './shared-settings.ts';
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

type Timeouts = { readonly timeout?: string | undefined; readonly connectTimeout?: string | undefined };

/** A connectTimeout of a kind's own settings that is longer than the timeout. `kind`: the key that both stand below. */
export function connectTimeoutFaults(own: Timeouts, defaults: Defaults, kind: string): PathFault[] {
  if (own.connectTimeout === undefined) return [];
  const { timeoutMs, connectTimeoutMs } = resolveTimeouts(own, defaults);
  if (connectTimeoutMs <= timeoutMs) return [];
  const message = `is "${own.connectTimeout}", more than the timeout; write ${formatDuration(timeoutMs)} or less, or a longer timeout`;
  return [{ path: [kind, 'connectTimeout'], message }];
}
