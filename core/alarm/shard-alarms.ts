import { DIMENSIONS, METRICS } from '../contract.ts';
import { intervalsOf } from '../run/interval.ts';
import type { Shard } from '../run/shards.ts';
import type { Alarm, AlarmMetric, MetricAlarm } from './alarm.ts';
import { named } from './describe.ts';
import { chunksOf, onePage } from './one-page.ts';
import { type Ground, MOST_METRICS, ownMetric, sumOf } from './stack.ts';
import { answerWindow, silenceWindow } from './window.ts';

/** An alarm for each shard in the place of one for each of its checks. A shard that does not run is silent, not NG. */
export function groupAlarms(ground: Ground): readonly Alarm[] {
  const alarms = ground.shards.map((shard) => groupAlarm(shard, ground));
  return ground.alarming.pageBy === 'alarm' ? alarms : onePage(alarms, { kind: 'group', what: 'shard' }, ground);
}

function groupAlarm(shard: Shard, ground: Ground): MetricAlarm {
  const { hearing } = ground;
  const regions = hearing === null ? [{}] : hearing.regions.map((region) => ({ [DIMENSIONS.region]: region }));
  const metrics = regions.map((region) =>
    ownMetric(ground, METRICS.checksNg, { [DIMENSIONS.shard]: shard.id, ...region }, 'Maximum'),
  );
  const from = hearing === null ? '' : ` from ${hearing.quorum} of ${regions.length} Regions`;
  return {
    ...named(ground.naming, 'group', shard.id, `shard ${shard.id}: NG${from}`),
    action: 'page',
    metrics,
    expression: sumOf(metrics, (id) => `(${id} >= 1)`),
    ...answerWindow(shard.schedule, ground.alarming.datapoints, 'notBreaching'),
    comparison: 'atLeast',
    threshold: hearing?.quorum ?? 1,
  };
}

/** The dead-man's switch: an alarm for each shard whose runs can be missed. */
export function silenceAlarms(ground: Ground): readonly Alarm[] {
  const alarms = ground.shards.flatMap((shard) => {
    const metric = ownMetric(ground, METRICS.runCompleted, { [DIMENSIONS.shard]: shard.id }, 'Sum');
    return silenceAlarm(shard, metric, named(ground.naming, 'silence', shard.id, `no run of shard ${shard.id}`));
  });
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
      ...answerWindow(pulse.schedule, ground.alarming.datapoints, 'notBreaching'),
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
      return silenceAlarm(pulse, metric, named(ground.naming, 'regionSilence', region, seen));
    });
}

/** The one that runs most often first. */
function byInterval(shards: readonly Shard[]): readonly Shard[] {
  return shards.toSorted((a, b) => intervalsOf(a.schedule).shortest - intervalsOf(b.schedule).shortest);
}

function silenceAlarm(shard: Shard, metric: AlarmMetric, name: ReturnType<typeof named>): MetricAlarm[] {
  const window = silenceWindow(shard.schedule);
  if (window === null) return [];
  return [
    { ...name, action: 'both', metrics: [metric], expression: null, ...window, comparison: 'below', threshold: 1 },
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
