import type { IncidentRecord } from '#core/history/incident-record.ts';
import type { Status } from '#core/status/status.ts';
import type { Reason } from '#core/verdict/reason.ts';

/** What is open on the sample's day, and what was before. */

const REFUSED: Reason = { code: 'refused', message: 'nothing listens on 10.4.2.17:5432 (connection refused)' };
const STATUS_503: Reason = { code: 'status', message: 'status 503, wanted 200' };
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
  past('product-images', '2026-11-26T07:40:00.000Z', 6, {
    code: 'keyword',
    message: 'keyword "banner" is not in the body',
  }),
  past('search', '2026-11-24T18:02:00.000Z', 44, { code: 'degraded', message: 'latency 1210 ms > 800 ms' }, 'degraded'),
  past('orders-api', '2026-11-23T02:11:00.000Z', 38, { code: 'timeout', message: 'no answer within 10 s' }),
  past('checkout', '2026-10-30T16:20:00.000Z', 331, { code: 'status', message: 'status 502, wanted 2xx' }),
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
        reason: {
          code: 'certificate',
          message: 'the certificate of pay.example.com ends in 6 days, wanted 14 or more',
        },
        checks: ['card-gateway', 'checkout'],
        quiet: [],
        dependents: [],
      },
    ],
    mutes: [{ check: 'orders-api', from: '2026-11-26T11:30:00.000Z', until: '2026-11-26T16:00:00.000Z' }],
    maintenance: [{ name: 'invoice database upgrade', checks: ['invoices'], until: '2026-11-26T15:30:00.000Z' }],
    certificates: [{ fingerprint: '77aa04c2be19d350', daysLeft: 6, checks: ['card-gateway', 'checkout'] }],
    shards: [],
    monitor: [{ kind: 'overdue', message: 'a run of 1h-0 is overdue for 12 min', since: '2026-11-26T13:20:00.000Z' }],
    unknown: [],
  };
}
