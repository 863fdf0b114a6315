import type { Check } from '#core/check/check.ts';
import type { CurlCheck } from './parse-curl.ts';

type Timeouts = Pick<Check, 'timeoutMs' | 'connectTimeoutMs'>;

/**
 * The deadlines of a command, the usual ones where it has none. `--connect-timeout` alone is waited for, even beyond the
 * usual deadline of the whole; beside a shorter `-m` it ends with that, as in curl.
 */
export function timesOf({ timeoutMs, connectTimeoutMs }: CurlCheck, usual: Timeouts): Timeouts {
  const whole = timeoutMs ?? Math.max(usual.timeoutMs, connectTimeoutMs ?? 0);
  return { timeoutMs: whole, connectTimeoutMs: Math.min(connectTimeoutMs ?? usual.connectTimeoutMs, whole) };
}
