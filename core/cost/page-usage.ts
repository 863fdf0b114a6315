import { ASSUMED, SECONDS_PER_MONTH } from './assumed.ts';
import type { Workload } from './workload.ts';

/** What the status page uses in a month; nothing where there is none. `renderSeconds`: of one. */
export type PageUsage = {
  readonly renders: number;
  readonly renderSeconds: number;
  /** In the units that DynamoDB bills. */
  readonly storeReads: number;
  readonly storeWrites: number;
  readonly objectReads: number;
  readonly objectWrites: number;
};

/** Memory of the function that makes the page: a whole processor. */
export const PAGE_MEMORY_MB = 1_769;

const WRITE_UNIT_BYTES = 1_024;
/** A read that may be a second old is half a unit of 4 KiB. */
const READ_UNIT_BYTES = 8_192;
const HOURS_PER_MONTH = SECONDS_PER_MONTH / 3_600;
/** Files of a check: its page and five badges. A list of a bucket has so many at a time. */
const FILES_PER_CHECK = 6;
const FILES_PER_LIST = 1_000;
/** The archive, and the hours of the last day. */
const READS_PER_RENDER = 25;
/** The hour and the archive. */
const WRITES_PER_HOUR = 2;

const NOTHING: PageUsage = {
  renders: 0,
  renderSeconds: 0,
  storeReads: 0,
  storeWrites: 0,
  objectReads: 0,
  objectWrites: 0,
};

/** What keeping the runs and making the page takes. */
export function pageUsageOf({ page, shards }: Pick<Workload, 'page' | 'shards'>): PageUsage {
  if (page === null) return NOTHING;
  const renders = SECONDS_PER_MONTH / page.everySeconds;
  const lists = Math.ceil((page.checks * FILES_PER_CHECK) / FILES_PER_LIST);
  let [reads, writes] = [0, 0];
  for (const { checks, intervalSeconds } of shards) {
    const bytes = ASSUMED.keptRunBytes + checks * ASSUMED.keptVerdictBytes;
    writes += (SECONDS_PER_MONTH / intervalSeconds) * Math.ceil(bytes / WRITE_UNIT_BYTES);
    reads += renders * Math.ceil((bytes * (ASSUMED.renderedSeconds / intervalSeconds)) / READ_UNIT_BYTES);
  }
  return {
    renders,
    renderSeconds: ASSUMED.renderSeconds + page.checks * ASSUMED.renderSecondsPerCheck,
    storeReads: reads,
    storeWrites: writes,
    objectReads: renders * READS_PER_RENDER,
    objectWrites:
      renders * (ASSUMED.filesPerRender + lists) +
      HOURS_PER_MONTH * (WRITES_PER_HOUR + page.checks * ASSUMED.filesPerCheckAndHour),
  };
}
