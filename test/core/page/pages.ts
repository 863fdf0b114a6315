import type { How } from '#core/page/how.ts';
import { type News, renderNews } from '#core/page/index.ts';
import { serverLinks } from '#core/page/links.ts';
import type { PageCheck, PageData } from '#core/page/page-data.ts';
import { samplePage } from '../../../docs/sample-page.ts';

/** A page as watch serves it, to people who may see everything. */
export const HOW: How = { language: 'en', scope: 'private', links: serverLinks(), live: 'events', runNow: null };

/** The sample with these checks in the place of its own, and nothing else going on. */
export function pageOf(checks: readonly PageCheck[], more: Partial<PageData> = {}): PageData {
  const sample = samplePage();
  const calm = { open: [], mutes: [], maintenance: [], certificates: [], monitor: [] };
  const page = { ...sample, status: { ...sample.status, ...calm }, incidents: [], upcoming: [], faults: [] };
  return { ...page, checks, ...more };
}

/** A check of the sample, by its name. */
export function sampleCheck(name: string): PageCheck {
  const found = samplePage().checks.find((check) => check.name === name);
  if (found === undefined) throw new Error(`the sample has no check ${name}`);
  return found;
}

/** All that is sent of news. */
export const newsOf = (data: PageData, news: News, how: How): string =>
  renderNews(data, news, how)
    .map(({ markup }) => markup)
    .join('');

/** What a document says between its tags. */
export const textOf = (markup: string): string =>
  markup
    .replace(/<[^>]*>/g, ' ')
    .replace(/&#39;/g, "'")
    .replace(/&quot;/g, '"')
    .replace(/\s+/g, ' ');

/** What nobody outside may read: names of other checks, hosts, reasons' words, tags, mutes, windows, faults, the monitor. */
export const PRIVATE_WORDS = [
  ...['注文', '在庫', 'orders-db', 'reports-db', 'nightly-backup', 'billing-export', 'zone', 'new-partner'],
  ...['tokyo', 'databases', 'jobs', 'internal-cluster-7', 'web'],
  ...[
    '10.4.2.17',
    ':5432',
    'status 503',
    'status 502',
    'wanted',
    'upstream',
    'pool-b',
    '1840 ms > 800',
    'banner',
    'connection re',
  ],
  ...['muted', 'invoice database upgrade', 'weekly deploy', 'data centre move'],
  ...['timeut', 'overdue', '1h-0', 'ertificate', '77aa04c2be19d350', '9f2c41d07ab35e18', 'invoices.example.com'],
  ...['BILLING_TOKEN', 'orders are down', 'run-1', 'Run now', 'critical'],
];
