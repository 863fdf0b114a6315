import { randomUUID } from 'node:crypto';
import { countsOf } from '#core/report/counts.ts';
import { LOCAL_REGION } from '#local/functions.ts';
import type { Called } from '../output/called.ts';

/** A run of no checks: what there is to show when nothing has changed since a git ref. */
export function noRun(concurrency: number): Called {
  const run = {
    id: `local:${randomUUID()}`,
    startedAt: new Date().toISOString(),
    trigger: 'manual',
    shard: null,
    concurrency,
    region: LOCAL_REGION,
  } as const;
  const rollCall = { run, results: [], counts: countsOf([]), notifications: [], failure: null, interrupted: false };
  return { rollCall, total: 0, elapsedMs: 0 };
}
