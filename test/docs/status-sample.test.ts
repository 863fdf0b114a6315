import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import type { Status } from '#core/status/status.ts';
import { measuredTerminal } from '../../cli/output/measures.ts';
import { renderStatus } from '../../cli/output/status.ts';

const PAGE = new URL('../../docs/reference/status.md', import.meta.url);
const MUTED_UNTIL = '2026-11-23T17:00:00Z';

const SAMPLE: Status = {
  at: '2026-11-23T11:10:00Z',
  timezone: 'Europe/Paris',
  open: [
    {
      check: 'orders-db',
      kind: 'target',
      since: '2026-11-23T09:05:00Z',
      severity: 'critical',
      reason: { code: 'refused', message: 'connection refused by 10.0.0.7:5432' },
      quiet: [],
      dependents: ['orders-api'],
    },
    {
      check: 'newsletter',
      kind: 'target',
      since: '2026-11-22T08:00:00Z',
      severity: 'info',
      reason: { code: 'status', message: 'status 503, wanted 200' },
      quiet: [{ because: 'muted', by: null, until: MUTED_UNTIL }],
      dependents: [],
    },
  ],
  mutes: [{ check: 'newsletter', from: '2026-11-23T08:00:00Z', until: MUTED_UNTIL }],
  maintenance: [],
  certificates: [],
  shards: [
    {
      shard: '5m-0',
      schedule: { every: 300 },
      checks: 40,
      lastRun: { startedAt: '2026-11-23T11:08:00Z', ok: 38, ng: 1 },
      overdueMs: null,
    },
  ],
  monitor: [
    {
      kind: 'execution-failed',
      message: 'an execution failed in the last 24 h; rollcall rerun 0b1c…',
      since: '2026-11-23T03:00:00Z',
    },
  ],
  unknown: [],
};

it('shows on its page what status prints', () => {
  const [, sample] = /^```\n(.*?)^```$/ms.exec(readFileSync(PAGE, 'utf8')) ?? [];
  expect(sample).toBe(renderStatus(SAMPLE, measuredTerminal({ write() {} }, { LANG: 'C.UTF-8' })));
});
