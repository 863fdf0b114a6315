import { type Expression, readExpression } from './expression.ts';
import type { Series } from './metrics.ts';
import { type Rule, readRule } from './rule.ts';
import type { Missing } from './state.ts';

/** Topics that hear of a state, by their ARNs. */
type Actions = { readonly ALARM: readonly string[]; readonly OK: readonly string[] };

type Base = { readonly name: string; readonly actions: Actions };

/** A metric alarm as PutMetricAlarm makes it. `warmUpMinutes`: how long it is not evaluated after it was made. */
export type MetricAlarm = Base & {
  readonly queries: readonly { readonly id: string; readonly series: Series; readonly stat: string }[];
  readonly expression: Expression;
  readonly periodSeconds: number;
  readonly breaching: number;
  readonly of: number;
  readonly missing: Missing;
  readonly isBad: (value: number) => boolean;
  readonly warmUpMinutes: number;
};

export type CompositeAlarm = Base & { readonly rule: Rule };

export type Alarm = MetricAlarm | CompositeAlarm;

/** What CloudFormation is given for one alarm, as far as it is read here. */
export type Properties = {
  readonly AlarmName: string;
  readonly AlarmActions?: readonly string[];
  readonly OKActions?: readonly string[];
  readonly AlarmRule?: string;
  readonly Namespace?: string;
  readonly MetricName?: string;
  readonly Dimensions?: readonly Dimension[];
  readonly Statistic?: string;
  readonly Period?: number;
  readonly Metrics?: readonly Query[];
  readonly EvaluationPeriods?: number;
  readonly DatapointsToAlarm?: number;
  readonly Threshold?: number;
  readonly ComparisonOperator?: string;
  readonly TreatMissingData?: Missing;
  readonly WarmUpConfiguration?: {
    readonly WarmUpPeriodDurationInMinutes: number;
    readonly OnlyStartEvaluatingAfterWarmUpPeriodEnds?: boolean;
  };
};

type Dimension = { readonly Name: string; readonly Value: string };
type Metric = { readonly Namespace?: string; readonly MetricName?: string; readonly Dimensions?: readonly Dimension[] };
type Query = {
  readonly Id: string;
  readonly Expression?: string;
  readonly MetricStat?: { readonly Metric: Metric; readonly Stat: string; readonly Period: number };
  readonly ReturnData?: boolean;
};

const COMPARISONS: Readonly<Record<string, (value: number, threshold: number) => boolean>> = {
  LessThanThreshold: (value, threshold) => value < threshold,
  GreaterThanOrEqualToThreshold: (value, threshold) => value >= threshold,
};

/** The alarm that a template's properties make. Throws on what the simulator does not know. */
export function alarmFrom(properties: Properties): Alarm {
  const { AlarmName: name, AlarmRule, AlarmActions = [], OKActions = [] } = properties;
  const base = { name, actions: { ALARM: AlarmActions, OK: OKActions } };
  if (AlarmRule !== undefined) return { ...base, rule: readRule(AlarmRule) };
  const { EvaluationPeriods: of = 1, DatapointsToAlarm = of, Threshold = 0, TreatMissingData = 'missing' } = properties;
  const compare = COMPARISONS[properties.ComparisonOperator ?? ''];
  if (compare === undefined) throw new RangeError(`${properties.ComparisonOperator} is no comparison known here`);
  return {
    ...base,
    ...watchedBy(properties),
    of,
    breaching: DatapointsToAlarm,
    missing: TreatMissingData,
    isBad: (value) => compare(value, Threshold),
    warmUpMinutes: warmUpOf(properties),
  };
}

function watchedBy(properties: Properties): Pick<MetricAlarm, 'queries' | 'expression' | 'periodSeconds'> {
  const { Metrics, Statistic = '', Period = 60 } = properties;
  if (Metrics === undefined) {
    const queries = [{ id: 'm1', series: seriesOf(properties), stat: Statistic }];
    return { queries, expression: readExpression('m1'), periodSeconds: Period };
  }
  const queries = Metrics.flatMap(({ Id, MetricStat }) =>
    MetricStat === undefined ? [] : [{ id: Id, series: seriesOf(MetricStat.Metric), stat: MetricStat.Stat }],
  );
  const returned = Metrics.find(({ ReturnData }) => ReturnData !== false)?.Expression ?? '';
  const periods = Metrics.flatMap(({ MetricStat }) => MetricStat?.Period ?? []);
  return { queries, expression: readExpression(returned), periodSeconds: Math.max(...periods) };
}

function seriesOf({ Namespace = '', MetricName = '', Dimensions = [] }: Metric): Series {
  return { namespace: Namespace, name: MetricName, dimensions: Dimensions.map(({ Name, Value }) => [Name, Value]) };
}

/** A warm-up that may end early depends on what data there is; ours wait to the end. */
function warmUpOf({ AlarmName, WarmUpConfiguration: warmUp }: Properties): number {
  if (warmUp === undefined) return 0;
  const { WarmUpPeriodDurationInMinutes: minutes, OnlyStartEvaluatingAfterWarmUpPeriodEnds: whole = false } = warmUp;
  if (!whole) throw new RangeError(`${AlarmName} may end its warm-up early, which is not known here`);
  if (minutes < 1 || minutes > 2_880) throw new RangeError(`${AlarmName} warms up for ${minutes} minutes`);
  return minutes;
}
