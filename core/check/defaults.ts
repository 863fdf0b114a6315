/** What a check has where neither it nor `defaults` says. */
export const BUILT_IN = {
  timeoutMs: 10_000,
  connectTimeoutMs: 3_000,
  rechecks: 1,
  recheckAfterSeconds: 2,
  schedule: { every: 300 },
  timezone: 'UTC',
  labels: { ok: 'OK', ng: 'NG' },
} as const;
