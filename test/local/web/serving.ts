import { mkdtempSync, rmSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { CheckList } from '#core/check/check-list.ts';
import type { PageData } from '#core/page/page-data.ts';
import type { PastVerdict } from '#core/status/past-verdict.ts';
import { statusOf } from '#core/status/status.ts';
import type { Verdict } from '#core/verdict/verdict.ts';
import type { PageSource } from '#local/page/page-source.ts';
import { openHeartbeats } from '#local/store/sqlite-heartbeats.ts';
import { openSqliteStore } from '#local/store/sqlite-store.ts';
import type { WatchEvent, WatchHealth, Watching } from '#local/watch/watching.ts';
import type { WebOptions } from '#local/web/options.ts';
import { type RunningServer, startServer } from '#local/web/server.ts';
import { okVerdict } from '../checks.ts';

export const TOKEN = 'a-token-of-the-tests';
export const HEARTBEAT_KEY = 'a-key-of-the-tests';

/** What comes of something that happens, without what numbers it. */
type News = WatchEvent extends infer E ? (E extends { readonly id: number } ? Omit<E, 'id'> : never) : never;

/** A watch that runs nothing by itself: a test says what happens. */
export type PlayedWatch = Watching & {
  list: CheckList;
  healthNow: WatchHealth;
  readonly ran: string[];
  answer(verdict: Verdict, startedAt?: string): void;
  happen(event: News): void;
};

const WELL: WatchHealth = {
  startedAt: '2026-11-26T09:00:00Z',
  lastRunAt: null,
  running: 0,
  lagMs: 0,
  skipped: 0,
  troubles: [],
};

export function playedWatch(list: CheckList): PlayedWatch {
  const listeners = new Set<(event: WatchEvent) => void>();
  const latest = new Map<string, PastVerdict>();
  const ran: string[] = [];
  let [event, runs] = [0, 0];
  const played: PlayedWatch = {
    list,
    healthNow: WELL,
    ran,
    inUse: () => ({ list: played.list, loadedAt: '2026-11-26T09:00:00Z', faults: [] }),
    latest: (name) => latest.get(name) ?? null,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    async runNow(name) {
      ran.push(name);
      const verdict = okVerdict(name);
      played.answer(verdict);
      return verdict;
    },
    health: () => played.healthNow,
    answer(verdict, startedAt = verdict.at) {
      runs += 1;
      const run = { id: `run-${runs}`, startedAt };
      latest.set(verdict.name, { run, verdict });
      played.happen({ type: 'verdicts', run, verdicts: [verdict] });
    },
    happen(news) {
      event += 1;
      for (const listener of listeners) listener({ ...news, id: event } as WatchEvent);
    },
  };
  return played;
}

/** What the pages would have, out of the played watch alone. */
function playedPages(watch: PlayedWatch): PageSource {
  const checkOf = (name: string) => {
    const check = watch.list.checks.find((one) => one.name === name);
    if (check === undefined) return null;
    const { kind, tags, schedule } = check;
    return { name, kind, tags, schedule, latest: watch.latest(name), days: [] };
  };
  const data = async (): Promise<PageData> => ({
    settings: watch.list.page ?? { title: 'Rollcall', description: null, language: null, public: null, notes: [] },
    status: statusOf(
      { open: [], offline: null, mutes: [], maintenance: [], timezone: null, shards: [], guards: [] },
      { lastRuns: new Map(), noneSince: new Map(), certificates: [], troubles: [], unknown: [] },
      Date.now(),
    ),
    checks: watch.list.checks.flatMap(({ name }) => checkOf(name) ?? []),
    incidents: [],
    upcoming: [],
    faults: [],
  });
  return {
    data,
    details: async (name) =>
      checkOf(name) === null ? null : { results: [], recent: [], configuration: '', command: null },
    verdicts: async (name) => [watch.latest(name)].flatMap((one) => one ?? []),
  };
}

type Served = RunningServer & {
  readonly watch: PlayedWatch;
  readonly faults: unknown[];
  readonly beats: Awaited<ReturnType<typeof openHeartbeats>>;
};

/** A server of a played watch, which ends with the test. */
export async function serve(list: CheckList, change: Partial<WebOptions> = {}): Promise<Served> {
  const folder = mkdtempSync(join(tmpdir(), 'rollcall-web-'));
  const watch = playedWatch(list);
  const store = await openSqliteStore(join(folder, 'rollcall.db'), { now: Date.now, retentionMs: 1e9, settleMs: 0 });
  const beats = await openHeartbeats(join(folder, 'rollcall.db'));
  const faults: unknown[] = [];
  const server = await startServer({
    watching: watch,
    pages: playedPages(watch),
    mutes: store,
    beats,
    heartbeatKey: HEARTBEAT_KEY,
    host: '127.0.0.1',
    port: 0,
    baseUrls: [],
    token: null,
    now: Date.now,
    onFault: (error) => faults.push(error),
    ...change,
  });
  onTestFinished(async () => {
    await server.close();
    store.close();
    beats.close();
    rmSync(folder, { recursive: true, force: true });
  });
  return { ...server, watch, faults, beats };
}

export type Got = {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: Buffer;
};

/** Asks as no browser would let a page do: every header may be set, Host and Origin too, and nothing is decoded. */
export function ask(
  url: string,
  { method = 'GET', headers = {}, body }: { method?: string; headers?: Record<string, string>; body?: string } = {},
): Promise<Got> {
  return new Promise((resolve, reject) => {
    const sent = request(url, { method, headers, agent: false }, async (response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of response) chunks.push(chunk as Buffer);
      resolve({ status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(chunks) });
    });
    sent.on('error', reject).end(body);
  });
}
