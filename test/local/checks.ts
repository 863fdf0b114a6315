import type { CheckerEvent, Verdict } from '#core/verdict/verdict.ts';
import type { HttpCheck } from '#kinds/http/check.ts';

/** A check as PrepareChecks hands it out. Nothing is sent to its url unless a test uses the real checker. */
export function check(name: string, change: Partial<HttpCheck> = {}): HttpCheck {
  return {
    name,
    kind: 'http',
    tags: [],
    labels: { ok: 'OK', ng: 'NG' },
    timeoutMs: 1000,
    connectTimeoutMs: 1000,
    rechecks: 0,
    recheckAfterSeconds: 2,
    schedule: { every: 300 },
    target: { url: 'http://127.0.0.1:9/', method: 'GET', headers: [], query: [], body: null, follow: 0 },
    expect: { status: [[200, 299]], keyword: null, absent: null, latencyMs: null, headers: [] },
    ...change,
  };
}

export function okVerdict(name: string, change: Partial<Verdict> = {}): Verdict {
  return {
    name,
    kind: 'http',
    outcome: 'OK',
    reason: null,
    status: 200,
    latencyMs: 3,
    phases: { dns: null, connect: 1, tls: null, firstByte: 1, download: 1 },
    attempts: 1,
    recheck: false,
    flaky: false,
    degraded: false,
    label: 'OK',
    tags: [],
    at: '2026-01-31T09:05:00.000Z',
    ...change,
  };
}

export function ngVerdict(name: string, change: Partial<Verdict> = {}): Verdict {
  const reason = { code: 'status', message: 'status 503, wanted 2xx' } as const;
  return okVerdict(name, { outcome: 'NG', reason, status: 503, label: 'NG', ...change });
}

/** A checker that answers OK at once, but for the names in `otherwise`. */
export function scripted(otherwise: Readonly<Record<string, (event: CheckerEvent<HttpCheck>) => unknown>> = {}) {
  const invoke = async (event: CheckerEvent<HttpCheck>) =>
    (otherwise[event.check.name] ?? ((same) => okVerdict(same.check.name)))(event);
  return { invoke };
}
