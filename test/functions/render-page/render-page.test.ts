import { gunzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bucketsIn } from '#core/history/bucket-lines.ts';
import type { RunHistory } from '#core/history/run-history.ts';
import type { Transition } from '#core/incident/state.ts';
import type { PagePlan } from '#core/page/page-plan.ts';
import type { StatusDocument } from '#core/page/status-json.ts';
import type { Remembered } from '#core/status/remembered.ts';
import { type Rendering, renderPage } from '#functions/render-page/render-page.ts';
import { ngVerdict, okVerdict } from '../../local/checks.ts';
import { memoryObjects, memoryRuns } from './stores.ts';

const START = Date.parse('2026-11-25T21:00:00.000Z');
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const isoOf = (at: number) => new Date(at).toISOString();

const check = (name: string) => ({ name, kind: 'http', tags: ['shop'], schedule: { every: 60 } });
const PLAN: PagePlan = {
  settings: { title: 'Shop & co', description: null, language: null, public: { tags: ['shop'] }, notes: [] },
  checks: [check('orders'), check('a <b>&"')],
  shards: [{ id: '1m-0', longestRunSeconds: 30 }],
  maintenance: [],
  timezone: null,
};
const CALM: Remembered = {
  open: [],
  offline: null,
  mutes: [],
  maintenance: [],
  timezone: null,
  guards: [],
  shards: [{ id: '1m-0', schedule: { every: 60 }, longestRunSeconds: 30, checks: ['orders', 'a <b>&"', 'vault'] }],
};

/** A deployment whose clock stands still until it is set. */
function deployed(plan: PagePlan = PLAN, remembered: () => Remembered = () => CALM) {
  const clock = { at: START };
  const now = () => clock.at;
  const public_ = new Map(plan.checks.map((one) => [one.name, one]));
  const runs = memoryRuns((name) => public_.get(name) ?? null);
  const [archive, pages] = [memoryObjects(now), memoryObjects(now)];
  const site = 'https://status.example.com/';
  const rendering: Rendering = { plan, site, runs, archive, pages, askTracker: async () => remembered(), now };
  return {
    clock,
    runs,
    archive,
    pages,
    render: (change: Partial<Rendering> = {}) => renderPage({ ...rendering, ...change }),
    status: () => JSON.parse(pages.textOf('status.json')) as StatusDocument,
  };
}

type Deployed = ReturnType<typeof deployed>;

let runs = 0;

/** A run at a minute in which these are NG, with what it reported. */
function runAt(minute: number, ng: readonly string[] = [], transitions: readonly Transition[] = []): RunHistory {
  const startedAt = isoOf(START + minute * MINUTE_MS);
  const at = isoOf(START + minute * MINUTE_MS + 2_000);
  const verdicts = ['orders', 'a <b>&"', 'vault'].map((name) =>
    ng.includes(name) ? ngVerdict(name, { at, excerpt: 'hunter2' }) : okVerdict(name, { at, latencyMs: 120 }),
  );
  runs += 1;
  return { run: { id: `run-${runs}`, startedAt }, verdicts, transitions };
}

const transition = (type: Transition['type'], name: string, minute: number): Transition => ({
  type,
  check: name,
  kind: 'target',
  since: isoOf(START + 10 * MINUTE_MS),
  at: isoOf(START + minute * MINUTE_MS),
  streak: 2,
  reason: { code: 'status', message: 'hunter2 said 503' },
  flaky: false,
});

const uptimeOf = (page: Deployed, name: string) => page.status().checks.find((one) => one.name === name)?.uptime['90d'];

/** Keeps a run for each minute, and says which checks are NG in it. */
function keepRuns(page: Deployed, until: number, ng: (minute: number) => readonly string[] = () => [], from = 0): void {
  for (let minute = from; minute < until; minute += 1) page.runs.keep('1m-0', runAt(minute, ng(minute)));
}

/** An incident as TrackIncidents answers that it is open. */
const openOf = (name: string): Remembered['open'][number] => ({
  check: name,
  kind: 'target',
  since: isoOf(START + 10 * MINUTE_MS),
  reason: { code: 'status', message: 'hunter2 said 503' },
  severity: 'critical',
  quiet: [],
  dependents: ['vault'],
});

describe('the page', () => {
  it('counts each run once, whenever it is made, and by however many at once', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.record({ step: fc.integer({ min: 0, max: 500 }), twice: fc.boolean() }), { maxLength: 6 }),
        fc.array(fc.integer({ min: 0, max: 2_000 }), { maxLength: 20 }),
        async (renders, ng) => {
          const page = deployed();
          let minutes = 0;
          for (const { step, twice } of [...renders, { step: 1, twice: true }]) {
            keepRuns(page, minutes + step, (minute) => (ng.includes(minute) ? ['orders'] : []), minutes);
            minutes += step;
            page.clock.at = START + minutes * MINUTE_MS;
            await Promise.all(Array.from({ length: twice ? 2 : 1 }, () => page.render()));
          }
          const down = new Set(ng.filter((at) => at < minutes)).size;
          expect(uptimeOf(page, 'orders')).toBeCloseTo((minutes - down) / minutes, 9);
        },
      ),
      { numRuns: 12 },
    );
  });

  it('is not written again while nothing has changed', async () => {
    const page = deployed();
    keepRuns(page, 130);
    page.clock.at = START + 130 * MINUTE_MS;
    const first = await page.render();
    expect(first).toMatchObject({ removed: 0, same: 0 });
    const { written, same } = await page.render();
    expect([written, same]).toEqual([0, 3 + 1 + 6]); // index, feed, status.json; 404; assets
  });

  it('has of checks that strangers may not see, and of what targets and reasons say, nothing in any file', async () => {
    const down = ['orders', 'vault'];
    const page = deployed(PLAN, () => ({ ...CALM, open: down.map(openOf) }));
    keepRuns(page, 12, (minute) => (minute > 9 ? down : []));
    const opened = [transition('opened', 'orders', 12), transition('opened', 'vault', 12)];
    page.runs.keep('1m-0', runAt(12, down, opened));
    page.clock.at = START + 13 * MINUTE_MS;
    await page.render();
    const text = [
      ...page.pages.kept.keys(),
      ...[...page.pages.kept.values()].map(({ body }) => body.toString()),
    ].join();
    expect(page.pages.textOf('index.html')).toContain('a &lt;b&gt;&amp;&quot;');
    expect(page.pages.textOf('index.html')).not.toContain('a <b>');
    for (const word of ['vault', 'hunter2']) expect(text).not.toContain(word);
    expect(page.status().incidents).toMatchObject([{ check: 'orders', endedAt: null }]);
    page.clock.at += 2 * HOUR_MS;
    await page.render();
    const kept = [...page.archive.kept.values()].map(({ body }) => gunzipSync(body).toString()).join();
    expect(kept).toContain('orders');
    expect(kept).not.toContain('vault');
  });

  it('remembers an incident for as long as days are shown', async () => {
    const page = deployed();
    page.runs.keep('1m-0', runAt(12, ['orders'], [transition('opened', 'orders', 12)]));
    page.runs.keep('1m-0', runAt(40, [], [transition('recovered', 'orders', 40)]));
    const incidentsAfter = async (days: number) => {
      page.clock.at = START + days * 24 * HOUR_MS;
      for (let calls = 0; calls < 5 + days; calls += 1) await page.render();
      return page.status().incidents.map(({ endedAt }) => endedAt);
    };
    const ended = isoOf(START + 40 * MINUTE_MS);
    expect(await incidentsAfter(0.1)).toEqual([ended]);
    expect(await incidentsAfter(3)).toEqual([ended]);
    expect(await incidentsAfter(92)).toEqual([]);
  });

  it('keeps hours, and days of hours, that add up to the same', async () => {
    const page = deployed();
    keepRuns(page, 5 * 60);
    page.clock.at = START + 5 * HOUR_MS + 20 * MINUTE_MS;
    await page.render();
    const keys = page.archive.written.filter((key) => key !== 'archive.gz');
    expect(keys).toEqual([
      ...['hours/2026-11-25T21.gz', 'hours/2026-11-25T22.gz', 'hours/2026-11-25T23.gz', 'days/2026-11-25.gz'],
      ...['hours/2026-11-26T00.gz', 'hours/2026-11-26T01.gz'],
    ]);
    const day = bucketsIn(gunzipSync(page.archive.kept.get('days/2026-11-25.gz')?.body ?? '').toString());
    expect(day.get('orders')?.map(({ at, ok }) => [isoOf(at), ok])).toEqual(
      ['21', '22', '23'].map((hour) => [`2026-11-25T${hour}:00:00.000Z`, 60]),
    );
  });

  it('waits for runs that are late before an hour is closed', async () => {
    const page = deployed();
    keepRuns(page, 59);
    page.clock.at = START + HOUR_MS + 9 * MINUTE_MS;
    await page.render();
    expect(page.archive.written).toEqual([]);
    page.runs.keep('1m-0', runAt(59, ['orders']));
    page.clock.at = START + HOUR_MS + 12 * MINUTE_MS;
    await page.render();
    expect(page.archive.written).toContain('hours/2026-11-25T21.gz');
    expect(uptimeOf(page, 'orders')).toBeCloseTo(59 / 60, 9);
  });

  it('makes the page of a check in its own minute of the hour, and at once when something is reported of it', async () => {
    const page = deployed();
    const own = 'checks/orders.html';
    const written = async (minute: number) => {
      const before = page.pages.written.length;
      page.runs.keep('1m-0', runAt(minute - 1));
      page.clock.at = START + minute * MINUTE_MS;
      await page.render();
      return page.pages.written.slice(before).includes(own);
    };
    expect(await written(1)).toBe(true);
    const times: boolean[] = [];
    for (let minute = 5; minute < 125; minute += 5) times.push(await written(minute));
    expect(times.filter(Boolean)).toHaveLength(2);
    const quiet = 125 + 5 * times.slice(12).indexOf(false);
    page.runs.keep('1m-0', runAt(quiet - 1, ['orders'], [transition('opened', 'orders', quiet - 1)]));
    expect(await written(quiet)).toBe(true);
  });

  it('takes the files of a check away that is shown no more', async () => {
    const page = deployed();
    keepRuns(page, 3);
    page.clock.at = START + 3 * MINUTE_MS;
    await page.render();
    const { removed } = await page.render({ plan: { ...PLAN, checks: [check('a <b>&"')] } });
    expect(removed).toBe(6); // its page and its badges
    expect([...page.pages.kept.keys()].filter((key) => key.includes('orders'))).toEqual([]);
    expect([...page.pages.kept.keys()].filter((key) => key.startsWith('checks/'))).toHaveLength(1);
  });

  it('is left as it is when nobody can say what is open', async () => {
    const page = deployed();
    keepRuns(page, 3);
    const dead = () => Promise.reject(new Error('TrackIncidents answered 500'));
    await expect(page.render({ askTracker: dead })).rejects.toThrow('TrackIncidents answered 500');
    expect(page.pages.written).toEqual([]);
  });

  it('shows the latest answers of what runs once a day', async () => {
    const page = deployed();
    page.runs.keep('1m-0', runAt(0));
    page.clock.at = START + 20 * HOUR_MS;
    await page.render();
    expect(page.status().checks[0]).toMatchObject({ state: 'ok', at: isoOf(START + 2_000) });
  });

  it('says what each file is, for browsers', async () => {
    const page = deployed();
    keepRuns(page, 1);
    await page.render();
    const types = new Map([...page.pages.kept].map(([key, { contentType }]) => [key.split('.').at(-1), contentType]));
    expect(Object.fromEntries(types)).toEqual({
      html: 'text/html; charset=utf-8',
      css: 'text/css; charset=utf-8',
      js: 'text/javascript; charset=utf-8',
      json: 'application/json; charset=utf-8',
      svg: 'image/svg+xml; charset=utf-8',
      atom: 'application/atom+xml; charset=utf-8',
    });
  });
});
