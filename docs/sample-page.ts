import type { Day } from '#core/history/days.ts';
import type { CheckDetails, PageCheck, PageData } from '#core/page/page-data.ts';
import type { PastVerdict } from '#core/status/past-verdict.ts';
import type { Reason } from '#core/verdict/reason.ts';
import type { Verdict } from '#core/verdict/verdict.ts';
import { sampleDetails } from './sample-details.ts';
import { misspelt, refusedBy, resetBy, slow, statusReason, unsetVariable } from './sample-reasons.ts';
import { SAMPLE_INCIDENTS, sampleStatus } from './sample-status.ts';

/** A day on which several things go wrong at once, as pages show it; the same whenever it is made. */

const SAMPLE_AT = '2026-11-26T14:32:00.000Z';
const DAY_MS = 24 * 3_600_000;

type Row = {
  readonly name: string;
  readonly kind?: string;
  readonly tags?: readonly string[];
  readonly latencyMs?: number | null;
  readonly reason?: Reason;
  readonly verdict?: Partial<Verdict>;
  /** Failed answers by how many days ago. */
  readonly bad?: Readonly<Record<number, number>>;
  readonly days?: number;
  readonly isNew?: boolean;
};

const refused = refusedBy('10.4.2.17', 5432);

const ROWS: readonly Row[] = [
  { name: 'storefront', tags: ['shop', 'web'], latencyMs: 143, bad: { 12: 3, 40: 2 } },
  {
    name: 'orders-api',
    tags: ['shop', 'internal-cluster-7'],
    latencyMs: 88,
    reason: statusReason(503, [200, 200]),
    verdict: { status: 503, excerpt: '{"error":"upstream pool-b exhausted"}', label: 'orders are down', attempts: 2 },
    bad: { 0: 41, 3: 8, 27: 120, 61: 4 },
  },
  {
    name: 'search',
    tags: ['shop'],
    latencyMs: 1840,
    verdict: { degraded: true, warning: slow(1840, 800) },
    bad: { 9: 2 },
  },
  { name: 'cart', tags: ['shop'], latencyMs: 62 },
  { name: 'product-images', tags: ['shop'], latencyMs: 31, bad: { 55: 1 } },
  { name: 'checkout', tags: ['payments'], latencyMs: 204, bad: { 27: 66 } },
  { name: 'card-gateway', kind: 'tls', tags: ['payments'], latencyMs: 97 },
  {
    name: 'invoices',
    tags: ['payments'],
    latencyMs: null,
    reason: resetBy('invoices.example.com'),
    verdict: { quiet: { because: 'maintenance', by: 'invoice database upgrade' } },
    bad: { 0: 20 },
  },
  { name: '注文', tags: ['tokyo'], latencyMs: 212, bad: { 33: 9 } },
  { name: '在庫', tags: ['tokyo'], latencyMs: 187 },
  {
    name: 'orders-db',
    kind: 'tcp',
    tags: ['databases'],
    latencyMs: null,
    reason: refused,
    bad: { 0: 44, 27: 118 },
  },
  {
    name: 'reports-db',
    kind: 'tcp',
    tags: ['databases'],
    latencyMs: null,
    reason: refused,
    verdict: { quiet: { because: 'parent', by: 'orders-db' } },
    bad: { 0: 40 },
  },
  { name: 'nightly-backup', kind: 'heartbeat', tags: ['jobs'], latencyMs: null, bad: { 70: 1 } },
  {
    name: 'billing-export',
    tags: ['jobs'],
    latencyMs: null,
    reason: await unsetVariable('BILLING_TOKEN'),
  },
  { name: 'zone', kind: 'dns', latencyMs: 9, verdict: { seen: { rcode: 'NOERROR', records: 4, serial: 2026112601 } } },
  { name: 'new-partner', latencyMs: null, days: 0, isNew: true },
];

export function samplePage(settings: Partial<PageData['settings']> = {}, timezone = 'Europe/Berlin'): PageData {
  const checks = ROWS.map(checkOf);
  return {
    settings: {
      title: 'Acme status',
      description: 'Shop, payments and what they stand on',
      language: null,
      public: { tags: ['shop', 'payments'] },
      notes: [
        {
          at: '2026-11-26T13:20:00.000Z',
          title: 'Orders are accepted again by telephone',
          text: 'The order service has lost its database. We are moving it to the standby.\nPlaced orders are safe.',
          checks: ['orders-api'],
        },
      ],
      ...settings,
    },
    status: sampleStatus(SAMPLE_AT, timezone),
    checks,
    incidents: SAMPLE_INCIDENTS,
    upcoming: [
      {
        name: 'weekly deploy',
        checks: ['storefront', 'cart', 'orders-api'],
        from: '2026-11-27T21:00:00.000Z',
        until: '2026-11-27T23:00:00.000Z',
      },
      { name: 'data centre move', checks: null, from: '2026-12-05T22:00:00.000Z', until: '2026-12-06T04:00:00.000Z' },
    ],
    faults: [misspelt],
  };
}

/** What the page of one of the sample's checks shows beside that. */
export function samplePageDetails({ checks }: PageData, name: string): CheckDetails {
  const check = checks.find((one) => one.name === name);
  if (check === undefined) throw new Error(`the sample has no check ${name}`);
  return sampleDetails(check, SAMPLE_AT);
}

function checkOf(row: Row, index: number): PageCheck {
  const { name, kind = 'http', tags = [], days = 90, isNew = false } = row;
  return {
    name,
    kind,
    tags,
    schedule: kind === 'heartbeat' ? { cron: '51 22 * * *', timezone: 'Asia/Tokyo' } : { every: 60 },
    latest: isNew ? null : latestOf(row, index),
    days: Array.from({ length: days }, (_, at) => dayOf(row, days - 1 - at, index)),
  };
}

const ANSWERS_A_DAY = 288;

function dayOf({ bad = {} }: Row, ago: number, index: number): Day {
  const ng = bad[ago] ?? 0;
  const ok = ANSWERS_A_DAY - ng;
  const degraded = index === 2 && ago < 2 ? 60 : 0;
  const date = new Date(Date.parse(SAMPLE_AT) - ago * DAY_MS).toISOString().slice(0, 10);
  return { date, ok, ng, degraded, excused: 0, uptime: ok / (ok + ng) };
}

function latestOf(
  { name, kind = 'http', tags = [], latencyMs = null, reason, verdict }: Row,
  index: number,
): PastVerdict {
  const at = new Date(Date.parse(SAMPLE_AT) - 20_000 + index * 900).toISOString();
  const total = latencyMs ?? 0;
  const isHttp = kind === 'http' && latencyMs !== null;
  const phases = isHttp
    ? { dns: 2.1, connect: 8.4, tls: 17.2, firstByte: Math.round(total * 0.7), download: 3.1 }
    : { dns: null, connect: null, tls: null, firstByte: null, download: null };
  return {
    run: { id: `run-${index}`, startedAt: at },
    verdict: {
      name,
      kind,
      outcome: reason === undefined ? 'OK' : 'NG',
      reason: reason ?? null,
      status: isHttp ? 200 : null,
      latencyMs,
      phases,
      attempts: 1,
      recheck: false,
      flaky: false,
      degraded: false,
      label: reason === undefined ? 'OK' : 'NG',
      tags,
      at,
      ...(isHttp && {
        certificate: { daysLeft: 41, fingerprint: '9f2c41d07ab35e18', notAfter: '2027-01-06T12:00:00.000Z' },
      }),
      ...verdict,
    },
  };
}
