import { type Severity, severityOf } from '../check/alert-settings.ts';
import { DIMENSIONS, METRICS } from '../contract.ts';
import { intervalsOf, scheduleName } from '../run/interval.ts';
import type { Shard } from '../run/shards.ts';
import type { Alarm, AlarmMetric, MetricAlarm } from './alarm.ts';
import { named } from './describe.ts';
import { chunksOf, onePage } from './one-page.ts';
import { type Ground, MOST_METRICS, ownMetric, sumOf } from './stack.ts';
import { answerWindow, silenceWindow } from './window.ts';

/**
 * How many checks must be NG for each alarm of a shard, so that one more is one more page. The longer, the more incidents
 * of one shard are a page each; a template has room for fewer where shards are many.
 */
const RUNGS = [1, 2, 3, 5, 10, 20, 4, 50];
/** The longest first. */
export const LADDERS: readonly Ladder[] = RUNGS.map((_, left) =>
  RUNGS.slice(0, RUNGS.length - left).toSorted((a, b) => a - b),
);
/** How many NGs at a time each alarm of a shard waits for. */
export type Ladder = readonly number[];

/** Alarms for each shard in the place of one for each of its checks. A shard that does not run is silent, not NG. */
export function groupAlarms(ground: Ground, ladder: Ladder): readonly Alarm[] {
  const { severities, pageBy } = ground.alarming;
  const alarms = ground.shards.flatMap((shard) => {
    const all = Map.groupBy(shard.checks, severityOf);
    return severities.flatMap((severity) => {
      const checks = all.get(severity)?.length ?? 0;
      const rungs = ladder.filter((rung) => rung <= checks);
      return rungs.map((rung) => groupAlarm(shard, { rung, ...(all.size > 1 && { severity }) }, ground));
    });
  });
  return pageBy === 'alarm' ? alarms : onePage(alarms, { kind: 'group', what: 'shard', most: 1 }, ground);
}

/** `severity` is there where the shard's checks have several. */
type Rung = { readonly rung: number; readonly severity?: Severity };

function groupAlarm(shard: Shard, { rung, severity }: Rung, ground: Ground): MetricAlarm {
  const { hearing } = ground;
  const regions = hearing === null ? [{}] : hearing.regions.map((region) => ({ [DIMENSIONS.region]: region }));
  const dimensions = { [DIMENSIONS.shard]: shard.id, ...(severity && { [DIMENSIONS.severity]: severity }) };
  const metrics = regions.map((region) => ownMetric(ground, METRICS.checksNg, { ...dimensions, ...region }, 'Maximum'));
  const from = hearing === null ? '' : ` from ${hearing.quorum} of ${regions.length} Regions`;
  const what = [shard.id, ...(severity ? [severity] : []), ...(rung > 1 ? [`with ${rung}`] : [])].join(' ');
  const some = rung === 1 ? 'a check' : `${rung} checks`;
  return {
    ...named(ground.naming, 'group', what, `shard ${shard.id}: ${some} NG${from}`),
    action: 'page',
    metrics,
    expression: sumOf(metrics, (id) => `(${id} >= ${rung})`),
    ...answerWindow(shard.schedule, ground.alarming.datapoints),
    comparison: 'atLeast',
    threshold: hearing?.quorum ?? rung,
  };
}

/**
 * The dead-man's switch, of ten shards of one schedule. Its name says which: with a shard more it is another alarm, which
 * waits for the first run of the new one.
 */
export function silenceAlarms(ground: Ground): readonly Alarm[] {
  const schedules = Map.groupBy(ground.shards, ({ schedule }) => scheduleName(schedule));
  const alarms = [...schedules.values()].flatMap((shards) =>
    chunksOf(shards, MOST_METRICS).flatMap((some) => {
      const ids = some.map(({ id }) => id);
      const what = [...new Set([ids[0] ?? '', ids.at(-1) ?? ''])].join(' to ');
      const metrics = ids.map((id) => ownMetric(ground, METRICS.runCompleted, { [DIMENSIONS.shard]: id }, 'Sum'));
      return silenceAlarm(some, metrics, named(ground.naming, 'silence', what, `no run of shard ${ids.join(', ')}`));
    }),
  );
  return onePage(alarms, { kind: 'silence', what: 'shard' }, ground);
}

/** Of the shard that runs most often: all of them look out by the same way. */
export function offlineAlarms(ground: Ground): readonly Alarm[] {
  const [pulse] = byInterval(ground.shards);
  if (ground.guarded !== true || pulse === undefined) return [];
  return [
    {
      ...named(ground.naming, 'offline', '', `every guard is NG in runs of shard ${pulse.id}`),
      action: 'both',
      metrics: [ownMetric(ground, METRICS.online, { [DIMENSIONS.shard]: pulse.id }, 'Minimum')],
      expression: null,
      ...answerWindow(pulse.schedule, ground.alarming.datapoints),
      comparison: 'below',
      threshold: 1,
    },
  ];
}

/**
 * In the home Region, an alarm for each other Region, by the shard that runs there most often: the Region watches each
 * of its shards itself, as long as it can say anything at all. The home Region's own silence is that of its shards.
 */
export function regionSilenceAlarms(ground: Ground): readonly Alarm[] {
  const { hearing } = ground;
  const [pulse] = byInterval(ground.shards.filter(({ schedule }) => silenceWindow(schedule) !== null));
  if (hearing === null || pulse === undefined) return [];
  return hearing.regions
    .filter((region) => region !== hearing.home)
    .flatMap((region) => {
      const dimensions = { [DIMENSIONS.shard]: pulse.id, [DIMENSIONS.region]: region };
      const metric = ownMetric(ground, METRICS.runCompleted, dimensions, 'Sum');
      const seen = `no run of shard ${pulse.id} in ${region}`;
      return silenceAlarm([pulse], [metric], named(ground.naming, 'regionSilence', region, seen));
    });
}

/** The one that runs most often first. */
function byInterval(shards: readonly Shard[]): readonly Shard[] {
  return shards.toSorted((a, b) => intervalsOf(a.schedule).shortest - intervalsOf(b.schedule).shortest);
}

/** `shards` have one schedule. Without FILL, CloudWatch would look for older periods first, and tell two intervals later. */
function silenceAlarm(
  [shard]: readonly Shard[],
  metrics: readonly AlarmMetric[],
  name: ReturnType<typeof named>,
): MetricAlarm[] {
  const window = shard === undefined ? null : silenceWindow(shard.schedule);
  if (window === null) return [];
  const silent = metrics.map((_, index) => `(FILL(m${index + 1}, 0) < 1)`);
  return [
    {
      ...name,
      action: 'both',
      metrics,
      expression: silent.join(' + '),
      ...window,
      comparison: 'atLeast',
      threshold: 1,
    },
  ];
}

/** Shards with the same period share an alarm, as many as fit. */
export function checkerFaultAlarms(ground: Ground): readonly Alarm[] {
  const windows = ground.shards.map((shard) => ({
    shard,
    window: answerWindow(shard.schedule, ground.alarming.datapoints),
  }));
  const alike = Map.groupBy(windows, ({ window }) => `${window.periodSeconds} ${window.datapoints.of}`);
  const alarms = [...alike.values()].flatMap((group) =>
    chunksOf(group, MOST_METRICS).map((some): MetricAlarm => {
      const ids = some.map(({ shard }) => shard.id);
      const [first] = some;
      const metrics = ids.map((id) => ownMetric(ground, METRICS.checkerFaults, { [DIMENSIONS.shard]: id }, 'Sum'));
      const { periodSeconds, datapoints } = first?.window ?? answerWindow({ every: 60 }, ground.alarming.datapoints);
      return {
        ...named(ground.naming, 'checkerFaults', ids[0] ?? '', `checker faults in ${ids.join(', ')}`),
        action: 'both',
        metrics,
        expression: sumOf(metrics),
        periodSeconds,
        datapoints,
        missing: 'notBreaching',
        comparison: 'atLeast',
        threshold: 1,
      };
    }),
  );
  return onePage(alarms, { kind: 'checkerFaults', what: 'shard' }, ground);
}
