import * as z from 'zod';
import type { Check } from '../check/check.ts';
import { OPTIONAL_METRICS, type OptionalMetric } from '../contract.ts';
import type { PathFault } from './fault.ts';

/** `metrics`: what is written to CloudWatch for a check beside Healthy. */

const NAMES = Object.keys(OPTIONAL_METRICS) as readonly OptionalMetric[];
const WRITE_NAME = `write ${NAMES.slice(0, -1).join(', ')} or ${NAMES.at(-1)}`;
const WRITE = 'write a list such as [latency, certificateDays, degraded, phases]';

/** `metrics` of a check and of `defaults`. */
export const metricsSchema = z
  .array(z.enum(NAMES, { error: WRITE_NAME }), { error: WRITE })
  .superRefine((names, { addIssue }) => {
    for (const [index, name] of names.entries())
      if (names.indexOf(name) < index)
        addIssue({ code: 'custom', path: [index], message: `is "${name}" a second time; write it once` });
  });

type Sent = { readonly url?: string | undefined; readonly follow?: boolean | number | undefined };

/** Whether a certificate may be seen on the way: over https, or where a redirect may lead there. */
export function mayShowCertificate({ url, follow }: Sent): boolean {
  return url !== undefined && (!/^http:/i.test(url) || Number(follow ?? 0) > 0);
}

/** What a check asks for by itself and cannot have. `certificate`: whether it may show one. */
export function metricFaults(
  { metrics }: { readonly metrics?: readonly (OptionalMetric | undefined)[] | undefined },
  certificate: boolean,
): PathFault[] {
  const index = metrics?.indexOf('certificateDays') ?? -1;
  if (index === -1 || certificate) return [];
  const message =
    'is "certificateDays", which only a check over TLS has; ask over TLS (an https:// url), or leave it out';
  return [{ path: ['metrics', index], message }];
}

/** The check's own list, or that of defaults, of which a check takes what it can have. An empty list is none. */
export function resolveMetrics(
  own: readonly OptionalMetric[] | undefined,
  shared: readonly OptionalMetric[] | undefined,
  certificate: boolean,
): Pick<Check, 'metrics'> {
  const metrics = (own ?? shared ?? []).filter((name) => certificate || name !== 'certificateDays');
  return metrics.length === 0 ? {} : { metrics };
}
