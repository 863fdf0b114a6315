import type { CheckList } from '#core/check/check-list.ts';
import type { Day } from '#core/history/days.ts';
import { KEPT_MS, UPCOMING_MS } from '#core/history/spans.ts';
import type { CheckDetails, PageCheck, PageData } from '#core/page/page-data.ts';
import { DEFAULT_PAGE, type PageSettings } from '#core/page/page-settings.ts';
import type { PastVerdict } from '#core/status/past-verdict.ts';
import type { Status } from '#core/status/status.ts';
import { statusHere } from '../status.ts';
import type { SqliteStore } from '../store/sqlite-store.ts';
import { shownConfiguration } from './configuration.ts';
import type { PageSource } from './page-source.ts';

/**
 * What pages are made of on this machine. `latest`: the latest verdict of a check, null before its first. `statusOf`: what is
 * beside the store to say of the moment. `now`: milliseconds.
 */
export type StorePages = {
  readonly store: SqliteStore;
  readonly list: () => { readonly list: CheckList; readonly faults: readonly string[] };
  readonly latest: (name: string) => PastVerdict | null;
  readonly withOwn?: (status: Status) => Status;
  readonly now: () => number;
};

const DAY_MS = 24 * 3_600_000;
const SHOWN_RESULTS = 50;
/** Ninety days of a thousand checks are 90,000 rows, of which one a check changes: the bars are as old as this at most. */
const DAYS_LAST_MS = 30_000;

/** What is shown where the list says nothing of its page. */
const NO_SETTINGS: PageSettings = { ...DEFAULT_PAGE, title: 'Rollcall' };

/** What pages show, out of the store of this machine. Everything throws StoreFault. */
export function storePages({ store, list: inUse, latest, withOwn = (status) => status, now }: StorePages): PageSource {
  let days: { readonly of: ReadonlyMap<string, readonly Day[]>; readonly until: number; readonly zone: string | null } =
    {
      of: new Map(),
      until: 0,
      zone: null,
    };
  const daysNow = async (zone: string | null) => {
    if (now() >= days.until || days.zone !== zone) {
      days = { of: await store.days(now(), zone), until: now() + DAYS_LAST_MS, zone };
    }
    return days.of;
  };
  const namedIn = (name: string) => inUse().list.checks.find((check) => check.name === name);
  const shown = (check: CheckList['checks'][number], of: ReadonlyMap<string, readonly Day[]>): PageCheck => {
    const { name, kind, tags, schedule } = check;
    return { name, kind, tags, schedule, latest: latest(name), days: of.get(name) ?? [] };
  };
  return {
    async data(): Promise<PageData> {
      const { list, faults } = inUse();
      const at = now();
      const [status, of, incidents, upcoming] = await Promise.all([
        statusHere(store, list, at),
        daysNow(list.timezone ?? null),
        store.incidents(at - KEPT_MS.fiveMinutes),
        upcomingIn(list, at),
      ]);
      const listed = new Set(list.checks.map(({ name }) => name));
      return {
        settings: list.page ?? NO_SETTINGS,
        status: withOwn(status),
        checks: list.checks.map((check) => shown(check, of)),
        incidents: incidents.filter(({ check, checks = [check] }) => checks.some((name) => listed.has(name))),
        upcoming,
        faults,
      };
    },
    async details(name): Promise<CheckDetails | null> {
      const check = namedIn(name);
      if (check === undefined) return null;
      const at = now();
      const [results, recent] = await Promise.all([
        store.history(name, SHOWN_RESULTS),
        store.buckets(name, 'fiveMinutes', { from: at - DAY_MS, until: at }),
      ]);
      return { results, recent, ...shownConfiguration(check, latest(name)) };
    },
    verdicts: (name, atMost, before) => store.history(name, atMost, 0, before ?? undefined),
  };
}

async function upcomingIn({ maintenance = [] }: CheckList, at: number): Promise<PageData['upcoming']> {
  if (maintenance.length === 0) return [];
  const { upcomingWindows } = await import('#core/incident/upcoming-windows.ts');
  return upcomingWindows(maintenance, at, at + UPCOMING_MS);
}
