import { NO_PHASES } from '#core/verdict/phases.ts';
import type { Verdict } from '#core/verdict/verdict.ts';
import type { RollCall } from '#local/call.ts';

/** An OK verdict, but for what the test is about. */
export function verdict(changes: Partial<Verdict> = {}): Verdict {
  return {
    name: 'orders-api',
    kind: 'http',
    outcome: 'OK',
    reason: null,
    status: 200,
    latencyMs: 45,
    phases: NO_PHASES,
    attempts: 1,
    recheck: false,
    flaky: false,
    degraded: false,
    label: 'OK',
    tags: [],
    at: '2026-11-23T12:00:00.000Z',
    ...changes,
  };
}

export function ng(message: string, changes: Partial<Verdict> = {}): Verdict {
  return verdict({ outcome: 'NG', reason: { code: 'status', message }, label: 'NG', ...changes });
}

export function rollCall(results: readonly Verdict[], changes: Partial<RollCall> = {}): RollCall {
  const ngs = results.filter(({ outcome }) => outcome === 'NG');
  return {
    run: {
      id: 'run-1',
      startedAt: '2026-11-23T12:00:00.000Z',
      trigger: 'manual',
      shard: null,
      concurrency: 40,
      region: 'local',
    },
    results,
    counts: {
      total: results.length,
      ok: results.length - ngs.length,
      ng: ngs.length,
      checkerFaults: ngs.filter(({ reason }) => reason?.code === 'checker-fault').length,
      flaky: results.filter(({ flaky }) => flaky).length,
      degraded: 0,
      quiet: 0,
    },
    notifications: [],
    failure: null,
    interrupted: false,
    ...changes,
  };
}
