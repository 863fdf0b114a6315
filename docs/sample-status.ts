import type { IncidentRecord } from '#core/history/incident-record.ts';
import { type Status, statusOf } from '#core/status/status.ts';
import type { Reason } from '#core/verdict/reason.ts';

import { endingCertificate, lackingKeyword, refusedBy, resetBy, slow, statusReason } from './sample-reasons.ts';

/** What is open on the sample's day, and what was before. */

const REFUSED = refusedBy('10.4.2.17', 5432);
const STATUS_503 = statusReason(503, [200, 200]);
const SINCE_DB = '2026-11-26T11:04:00.000Z';
const SINCE_ORDERS = '2026-11-26T11:07:00.000Z';

export const SAMPLE_INCIDENTS: readonly IncidentRecord[] = [
  {
    check: 'orders-api',
    kind: 'target',
    since: SINCE_ORDERS,
    openedAt: '2026-11-26T11:08:00.000Z',
    endedAt: null,
    reason: STATUS_503,
    flaky: false,
    steps: [
      { type: 'opened', at: '2026-11-26T11:08:00.000Z', reason: STATUS_503 },
      { type: 'reminder', at: '2026-11-26T13:08:00.000Z', reason: STATUS_503 },
    ],
  },
  {
    check: 'orders-db',
    kind: 'target',
    since: SINCE_DB,
    openedAt: '2026-11-26T11:05:00.000Z',
    endedAt: null,
    reason: REFUSED,
    flaky: false,
    steps: [{ type: 'opened', at: '2026-11-26T11:05:00.000Z', reason: REFUSED }],
  },
  past('product-images', '2026-11-26T07:40:00.000Z', 6, lackingKeyword('banner', '<html></html>')),
  past('search', '2026-11-24T18:02:00.000Z', 44, { code: 'degraded', message: slow(1210, 800) }, 'degraded'),
  past('orders-api', '2026-11-23T02:11:00.000Z', 38, resetBy('orders-api.example.com')),
  past('checkout', '2026-10-30T16:20:00.000Z', 331, statusReason(502, [200, 299])),
];

function past(
  check: string,
  since: string,
  minutes: number,
  reason: Reason,
  kind: IncidentRecord['kind'] = 'target',
): IncidentRecord {
  const after = (more: number) => new Date(Date.parse(since) + more * 60_000).toISOString();
  return {
    check,
    kind,
    since,
    openedAt: after(1),
    endedAt: after(minutes),
    reason,
    flaky: minutes < 10,
    steps: [
      { type: 'opened', at: after(1), reason },
      { type: 'recovered', at: after(minutes), reason },
    ],
  };
}

export function sampleStatus(at: string, timezone: string): Status {
  return {
    at,
    timezone,
    open: [
      {
        check: 'orders-db',
        kind: 'target',
        since: SINCE_DB,
        severity: 'critical',
        reason: REFUSED,
        quiet: [],
        dependents: ['reports-db', 'invoices'],
      },
      {
        check: 'orders-api',
        kind: 'target',
        since: SINCE_ORDERS,
        severity: 'critical',
        reason: STATUS_503,
        quiet: [{ because: 'muted', by: null, until: '2026-11-26T16:00:00.000Z' }],
        dependents: [],
      },
      {
        check: '(certificate 77aa04c2be19d350)',
        kind: 'target',
        since: '2026-11-20T06:00:00.000Z',
        severity: 'warning',
        reason: endingCertificate('2026-12-03T12:00:00.000Z', 14, at),
        checks: ['card-gateway', 'checkout'],
        quiet: [],
        dependents: [],
      },
    ],
    mutes: [{ check: 'orders-api', from: '2026-11-26T11:30:00.000Z', until: '2026-11-26T16:00:00.000Z' }],
    maintenance: [{ name: 'invoice database upgrade', checks: ['invoices'], until: '2026-11-26T15:30:00.000Z' }],
    certificates: [{ fingerprint: '77aa04c2be19d350', daysLeft: 6, checks: ['card-gateway', 'checkout'] }],
    shards: [],
    monitor: overdue(at),
    unknown: [],
  };
}

/** A shard whose last run began so long ago that the next should have. */
function overdue(at: string): Status['monitor'] {
  const shard = { id: '1h-0', schedule: { every: 3600 }, longestRunSeconds: 30, checks: ['zone'] };
  const remembered = {
    open: [],
    offline: null,
    mutes: [],
    maintenance: [],
    timezone: null,
    shards: [shard],
    guards: [],
  };
  const lastRuns = new Map([['1h-0', { startedAt: '2026-11-26T13:20:00.000Z', ok: 1, ng: 0 }]]);
  const observed = { lastRuns, noneSince: new Map(), certificates: [], troubles: [], unknown: [] };
  return statusOf(remembered, observed, Date.parse(at)).monitor;
}
