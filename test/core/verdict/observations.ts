import { NO_PHASES } from '#core/verdict/phases.ts';
import type { Verdict } from '#core/verdict/verdict.ts';
import type { HttpResponse } from '#kinds/http/observation.ts';

/** A response as the checker tells it, OK unless said otherwise. */
export function response({
  body = 'ok',
  ...rest
}: Partial<Omit<HttpResponse, 'body'>> & { body?: string | Buffer } = {}): HttpResponse {
  return {
    outcome: 'response',
    status: 200,
    rawHeaders: [],
    body: Buffer.from(body),
    truncated: false,
    phases: NO_PHASES,
    latencyMs: 1,
    ...rest,
  };
}

export function verdict(overrides: Partial<Verdict> = {}): Verdict {
  return {
    name: 'orders-api',
    kind: 'http',
    outcome: 'NG',
    reason: { code: 'status', message: 'status 503, wanted 200' },
    status: 503,
    latencyMs: 12.3,
    phases: NO_PHASES,
    attempts: 1,
    recheck: false,
    flaky: false,
    degraded: false,
    label: 'NG',
    tags: [],
    at: '2026-01-01T00:00:00.000Z',
    ...overrides,
  };
}
