import { CloudWatchClient, GetMetricDataCommand, type MetricDataResult } from '@aws-sdk/client-cloudwatch';
import { DIMENSIONS, METRICS } from '#core/contract.ts';
import type { NamedShard } from '#core/incident/homes.ts';
import { longestWait, scheduleName } from '#core/run/interval.ts';
import type { LastRun } from '#core/status/status.ts';
import { clientIn } from './client.ts';
import { ask } from './refusal.ts';

/** GetMetricData takes 500 metrics, and each shard has two. */
const SHARDS_AT_ONCE = 250;
const DAY_S = 86_400;
const YEAR_S = 366 * DAY_S;
/** As many minutes of 250 shards as one answer of CloudWatch holds. */
const LEAST_S = DAY_S / 8;

export type Metered = { readonly namespace: string; readonly region: string | null; readonly now: number };

/**
 * The last run of each shard that the metrics know, whichever type the workflow has: to the minute, and to five or an hour
 * where it is rarer than in a week. Throws AWS's refusals in plain words.
 */
export async function lastRuns(
  shards: readonly NamedShard[],
  { namespace, region, now }: Metered,
): Promise<ReadonlyMap<string, LastRun>> {
  const client = new CloudWatchClient(clientIn(region));
  const chunks = [...Map.groupBy(shards, ({ schedule }) => scheduleName(schedule)).values()].flatMap((alike) =>
    Array.from({ length: Math.ceil(alike.length / SHARDS_AT_ONCE) }, (_, at) =>
      alike.slice(at * SHARDS_AT_ONCE, (at + 1) * SHARDS_AT_ONCE),
    ),
  );
  const runs = await Promise.all(
    chunks.map(async (chunk) => {
      const { MetricDataResults = [] } = await ask(
        { action: 'cloudwatch:GetMetricData', of: `namespace ${namespace}`, region },
        client.send(new GetMetricDataCommand(queryFor(chunk, namespace, now))),
      );
      return runsIn(chunk, MetricDataResults);
    }),
  );
  return new Map(runs.flat());
}

/** How far back the last run is looked for: three of the longest waits, so that one which is overdue is found too. */
export function lookBackSeconds({ schedule }: Pick<NamedShard, 'schedule'>): number {
  return Math.max(longestWait(schedule, 3) ?? YEAR_S, LEAST_S);
}

function queryFor(shards: readonly NamedShard[], Namespace: string, now: number) {
  const [first] = shards;
  const seconds = first === undefined ? LEAST_S : lookBackSeconds(first);
  const Period = periodOf(seconds);
  const metric = (MetricName: string, shard: string) => ({
    Metric: { Namespace, MetricName, Dimensions: [{ Name: DIMENSIONS.shard, Value: shard }] },
    Period,
    // A run that was delivered twice has written the same twice.
    Stat: 'Maximum',
  });
  return {
    // Points begin with the start: aligned, they are whole minutes or hours.
    StartTime: new Date(Math.floor(now / 1000 / Period - seconds / Period) * Period * 1000),
    EndTime: new Date(now + 60_000),
    ScanBy: 'TimestampDescending' as const,
    MetricDataQueries: shards.flatMap(({ id }, at) => [
      { Id: `ok${at}`, MetricStat: metric(METRICS.checksOk, id) },
      { Id: `ng${at}`, MetricStat: metric(METRICS.checksNg, id) },
    ]),
  };
}

/** CloudWatch keeps minutes for 15 days, five minutes for 63 days, and hours for 455. */
function periodOf(seconds: number): number {
  if (seconds < 15 * DAY_S) return 60;
  return seconds < 63 * DAY_S ? 300 : 3600;
}

function runsIn(shards: readonly NamedShard[], results: readonly MetricDataResult[]): (readonly [string, LastRun])[] {
  const byId = new Map(results.map((result) => [result.Id ?? '', result]));
  return shards.flatMap(({ id }, at) => {
    const [ok, ng] = [byId.get(`ok${at}`), byId.get(`ng${at}`)];
    const newest = ok?.Timestamps?.[0];
    if (newest === undefined) return [];
    const place = ng?.Timestamps?.findIndex((time) => time.getTime() === newest.getTime()) ?? -1;
    return [[id, { startedAt: newest.toISOString(), ok: ok?.Values?.[0] ?? 0, ng: ng?.Values?.[place] ?? 0 }] as const];
  });
}
