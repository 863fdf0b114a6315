/** From this interval on the first NG run pages, because a second one would come too late. Seconds. */
export const FIRST_NG_PAGES_S = 900;

/** What a check has where neither it nor `defaults` says. */
export const BUILT_IN = {
  timeoutMs: 10_000,
  connectTimeoutMs: 3_000,
  rechecks: 1,
  recheckAfterSeconds: 2,
  /** Of checks whose first NG run pages: what is over by then pages nobody. */
  rareRecheckAfterSeconds: 15,
  schedule: { every: 300 },
  timezone: 'UTC',
  labels: { ok: 'OK', ng: 'NG' },
} as const;
