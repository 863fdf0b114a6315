import type { EndpointTarget } from '#core/settings/endpoint.ts';
import type { Verdict } from '#core/verdict/verdict.ts';
import type { HttpCheck, HttpExpect, HttpRequest } from '#kinds/http/check.ts';
import { httpProbe } from '#kinds/http/probe.ts';
import { checker } from '#kinds/probing/checker.ts';
import { type CheckerEffects, SYSTEM_EFFECTS } from '#kinds/probing/effects.ts';
import type { TcpCheck } from '#kinds/tcp/check.ts';
import { tcpProbe } from '#kinds/tcp/probe.ts';

export const checkHttp = checker(httpProbe);
const checkTcp = checker(tcpProbe);

/**
 * What checks of every kind share: long enough for a busy machine to answer, short enough to wait for when the target hangs
 * on purpose.
 */
export const BASE = {
  tags: [],
  labels: { ok: 'OK', ng: 'NG' },
  timeoutMs: 5_000,
  connectTimeoutMs: 3_000,
  rechecks: 0,
  recheckAfterSeconds: 1,
  schedule: { every: 300 },
} as const;

export type HttpOverrides = {
  readonly http?: Partial<HttpRequest>;
  readonly expect?: Partial<HttpExpect>;
} & Partial<Omit<HttpCheck, 'target' | 'expect' | 'kind'>>;

export function httpCheck(url: string, { http, expect, ...base }: HttpOverrides = {}): HttpCheck {
  return {
    ...BASE,
    name: 'target',
    kind: 'http',
    ...base,
    target: { url, method: 'GET', headers: [], query: [], body: null, follow: 0, inflate: true, ...http },
    expect: { status: [[200, 299]], keyword: null, absent: null, latencyMs: null, headers: [], ...expect },
  };
}

export function tcpCheck(target: EndpointTarget, base: Partial<TcpCheck> = {}): TcpCheck {
  return { ...BASE, name: 'target', kind: 'tcp', target, expect: { latencyMs: null }, ...base };
}

export function runHttp(
  url: string,
  overrides: HttpOverrides = {},
  effects: Partial<CheckerEffects> = {},
): Promise<Verdict> {
  const event = { check: httpCheck(url, overrides), previous: { attempts: 0 } };
  return checkHttp(event, { ...SYSTEM_EFFECTS, ...effects });
}

export function runTcp(check: TcpCheck, effects: Partial<CheckerEffects> = {}): Promise<Verdict> {
  return checkTcp({ check, previous: { attempts: 0 } }, { ...SYSTEM_EFFECTS, ...effects });
}
