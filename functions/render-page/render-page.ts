import { MANUAL_SHARD } from '#core/contract.ts';
import { type LocalDay, lastDays } from '#core/history/local-days.ts';
import { beginOf, SPAN_MS } from '#core/history/spans.ts';
import { type KeptRuns, keptPage, SHOWN_RESULTS } from '#core/page/kept-page.ts';
import { PAGE_FILES } from '#core/page/links.ts';
import type { PagePlan } from '#core/page/page-plan.ts';
import type { Remembered } from '#core/status/remembered.ts';
import { type Archive, hoursSince, readArchive, saveArchive, withNextHour } from './archive.ts';
import { isDue } from './due.ts';
import type { Objects } from './objects.ts';
import { type Published, publish } from './publish.ts';
import type { Runs } from './runs.ts';
import { siteFiles } from './site-files.ts';

/** What making the page takes. `site`: the address of the index. `now`: milliseconds. */
export type Rendering = {
  readonly plan: PagePlan;
  readonly site: string;
  readonly runs: Runs;
  readonly archive: Objects;
  readonly pages: Objects;
  readonly askTracker: () => Promise<Remembered>;
  readonly now: () => number;
};

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;
/** When a run may be late by more than its checks: it waits for functions, and its history is written at its end. */
const GRACE_MS = 10 * MINUTE_MS;
/** Hours that are folded at a time, where nobody did for long. */
const MOST_HOURS = 24;
/** News is on a check's page at once, also when the next rendering is the first to see it. */
const NEWS_MS = 15 * MINUTE_MS;

/**
 * Folds the runs of hours that are over, and makes the site of all that is known: the index each time, the pages of checks by
 * and by. Called twice, late, or twice at the same time it comes to the same. Throws what its stores throw.
 */
export async function renderPage(rendering: Rendering): Promise<Published> {
  const { plan, pages } = rendering;
  const now = rendering.now();
  const days = lastDays(now, plan.timezone);
  const shards = [...plan.shards.map(({ id }) => id), MANUAL_SHARD];
  const settled = beginOf(now - GRACE_MS - longestRunMs(plan), SPAN_MS.hour);
  const archive = await foldedUpTo(settled, { ...rendering, shards, days });
  const kept = await notFolded({ ...rendering, shards }, Math.max(archive.through, settled), now);
  const page = keptPage(plan, { ...archive, ...kept }, await rendering.askTracker(), days, now);
  const listed = await pages.list();
  const names = plan.checks.map(({ name }) => name);
  const writtenAt = new Map(listed.map(({ key, modifiedAt }) => [key, modifiedAt]));
  const changed = page.changed(now - NEWS_MS);
  const due = names.filter((name) => isDue(name, writtenAt.get(PAGE_FILES.check(name)), now, changed));
  const hours = await hoursSince(rendering.archive, now - DAY_MS, archive.through);
  const details = (name: string) => page.details(name, hours(name));
  const { files, kept: staying } = siteFiles(page.data, { site: rendering.site, due, details });
  return publish(pages, listed, files, staying);
}

type Folding = Rendering & {
  readonly shards: readonly string[];
  readonly days: readonly LocalDay[];
};

/** Where the archive could not be saved, somebody else has saved the same. */
async function foldedUpTo(settled: number, { runs, archive: bucket, shards, days, now }: Folding): Promise<Archive> {
  const runsBetween = async (from: number, until: number) => {
    return (await Promise.all(shards.map((shard) => runs.between(shard, from, until)))).flat();
  };
  const before = await readArchive(bucket, async () => {
    return Math.min(now(), ...(await Promise.all(shards.map(runs.earliest))).flatMap((at) => at ?? []));
  });
  let archive = before;
  for (let hours = 0; archive.through < settled && hours < MOST_HOURS; hours += 1) {
    archive = await withNextHour(archive, { bucket, runsBetween, days });
  }
  if (archive.through > before.through) await saveArchive(bucket, archive);
  return archive;
}

/** What is not folded yet, and of what runs seldom some of before. */
async function notFolded(
  { runs, shards }: Pick<Folding, 'runs' | 'shards'>,
  from: number,
  now: number,
): Promise<Pick<KeptRuns, 'current' | 'earlier'>> {
  const found = shards.map(async (shard) => {
    const current = await runs.between(shard, from, now + MINUTE_MS);
    const earlier = current.length < SHOWN_RESULTS ? await runs.latest(shard, SHOWN_RESULTS) : [];
    return { shard, current, earlier };
  });
  const all = await Promise.all(found);
  return {
    current: new Map(all.map(({ shard, current }) => [shard, current])),
    earlier: new Map(all.map(({ shard, earlier }) => [shard, earlier])),
  };
}

function longestRunMs({ shards }: PagePlan): number {
  return Math.max(0, ...shards.map(({ longestRunSeconds }) => longestRunSeconds)) * 1000;
}
