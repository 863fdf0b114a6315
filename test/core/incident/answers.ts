import { type Homes, SHARED_HOME } from '#core/incident/homes.ts';
import type { Listed } from '#core/incident/state.ts';
import { NO_PHASES } from '#core/verdict/phases.ts';
import type { Verdict } from '#core/verdict/verdict.ts';

/** O: OK · f: OK, but only on a recheck · D: OK, but degraded · N: NG · F: Rollcall could not check. */
export type Letter = 'O' | 'f' | 'D' | 'N' | 'F';

/** How long after its start a run may answer in these tests, and how long a check that is well is kept. */
export const SETTLE_MS = 60 * 60_000;

export const START = Date.parse('2026-11-23T00:00:00.000Z');

export function verdictOf(letter: Letter, name = 'orders-api'): Verdict {
  const isOk = letter === 'O' || letter === 'f' || letter === 'D';
  const reason =
    letter === 'F'
      ? ({ code: 'checker-fault', message: 'the checker did not answer' } as const)
      : ({ code: 'status', message: 'status 503, wanted 200' } as const);
  return {
    name,
    kind: 'http',
    outcome: isOk ? 'OK' : 'NG',
    reason: isOk ? null : reason,
    status: isOk ? 200 : 503,
    latencyMs: 12,
    phases: NO_PHASES,
    attempts: letter === 'O' || letter === 'D' ? 1 : 2,
    recheck: false,
    flaky: letter === 'f',
    degraded: letter === 'D',
    ...(letter === 'D' && { warning: 'latency 900 ms > 800 ms' }),
    label: isOk ? 'healthy' : 'unhealthy',
    tags: [],
    at: '2026-11-23T00:00:01.000Z',
  };
}

/** The run of a minute; `delivery` tells two executions of one schedule apart. */
export function runAt(minute: number, delivery = 'a'): { readonly id: string; readonly startedAt: string } {
  return { id: `${minute}${delivery}`, startedAt: new Date(START + minute * 60_000).toISOString() };
}

/** A list that has all checks but those with `gone` in their names. */
export const LISTED: Listed = {
  names: Object.assign(new Set<string>(), { has: (name: string) => !/gone/.test(name) }),
};

/** Where each of its checks is at home in a store that is parted: by the last character of its name. */
export const PARTED: Homes = {
  listed: LISTED,
  of: (name) => (name.startsWith('(') || !LISTED.names.has(name) ? SHARED_HOME : `shard ${name.at(-1)}`),
};
