import type { CfnResource } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import type * as sns from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import {
  type AlarmMetric,
  type CompositeAlarm,
  type Deployed,
  isComposite,
  type MetricAlarm,
  ruleOf,
} from '#core/alarm/alarm.ts';
import type { AlarmPlan } from '#core/alarm/plan.ts';

export type AlarmsProps = {
  readonly plan: AlarmPlan;
  /** What the deployment calls what alarms watch. */
  readonly nameOf: (deployed: Deployed) => string;
  /** Where pages go, and where alerts go. */
  readonly pages: sns.ITopic;
  readonly alerts: sns.ITopic;
  /** Whether new alarms wait as the plan says. An emulated CloudWatch may refuse the setting. @default true */
  readonly warmUp?: boolean;
};

/** The alarms of a plan, each named by it: composites know their children by name. */
export class Alarms extends Construct {
  /** By the id that the plan gives each. */
  readonly byId: ReadonlyMap<string, CfnResource>;

  private readonly props: AlarmsProps;

  constructor(scope: Construct, id: string, props: AlarmsProps) {
    super(scope, id);
    this.props = props;
    const byName = new Map<string, CfnResource>();
    const byId = new Map<string, CfnResource>();
    for (const alarm of props.plan.alarms) {
      const made = isComposite(alarm) ? this.composite(alarm, byName) : this.metricAlarm(alarm);
      byName.set(alarm.name, made);
      byId.set(alarm.id, made);
    }
    this.byId = byId;
  }

  private metricAlarm(alarm: MetricAlarm): cloudwatch.CfnAlarm {
    const made = new cloudwatch.CfnAlarm(this, idOf(alarm), {
      ...this.common(alarm),
      ...this.watched(alarm),
      comparisonOperator: alarm.comparison === 'below' ? 'LessThanThreshold' : 'GreaterThanOrEqualToThreshold',
      threshold: alarm.threshold,
      evaluationPeriods: alarm.datapoints.of,
      datapointsToAlarm: alarm.datapoints.breaching,
      treatMissingData: alarm.missing,
    });
    if (this.props.warmUp !== false && alarm.warmUpMinutes !== undefined) {
      // No property of the construct: an older aws-cdk-lib leaves out without a word what it does not know.
      made.addPropertyOverride('WarmUpConfiguration', {
        WarmUpPeriodDurationInMinutes: alarm.warmUpMinutes,
        OnlyStartEvaluatingAfterWarmUpPeriodEnds: true,
      });
    }
    return made;
  }

  private composite(alarm: CompositeAlarm, made: ReadonlyMap<string, CfnResource>): cloudwatch.CfnCompositeAlarm {
    const composite = new cloudwatch.CfnCompositeAlarm(this, idOf(alarm), {
      ...this.common(alarm),
      alarmRule: ruleOf(alarm),
    });
    for (const child of alarm.children) {
      const resource = made.get(child);
      if (resource !== undefined) composite.node.addDependency(resource); // a name says nothing of the order
    }
    return composite;
  }

  private common({ name, description, action }: MetricAlarm | CompositeAlarm) {
    const { pages, alerts } = this.props;
    const wanted = { page: [pages], tell: [alerts], both: [pages, alerts], none: [] }[action];
    const arns = [...new Set(wanted.map(({ topicArn }) => topicArn))];
    return {
      alarmName: name,
      alarmDescription: description,
      ...(arns.length > 0 && { alarmActions: arns, okActions: arns }),
    };
  }

  /** One metric as it is; several with the expression that makes one of them. */
  private watched({ metrics, expression, periodSeconds }: MetricAlarm): Partial<cloudwatch.CfnAlarmProps> {
    const [first] = metrics;
    if (first !== undefined && expression === null) {
      return { ...this.metric(first), statistic: first.statistic, period: periodSeconds };
    }
    return {
      metrics: [
        ...metrics.map((metric, index) => ({
          id: `m${index + 1}`,
          metricStat: { metric: this.metric(metric), stat: metric.statistic, period: periodSeconds },
          returnData: false,
        })),
        { id: 'all', expression: expression ?? '', returnData: true },
      ],
    };
  }

  private metric({ namespace, name, dimensions }: AlarmMetric) {
    return {
      namespace,
      metricName: name,
      dimensions: dimensions.map(([dimension, value]) => ({
        name: dimension,
        value: typeof value === 'string' ? value : this.props.nameOf(value),
      })),
    };
  }
}

/** A construct's id, in which a slash would be another construct. */
function idOf({ id }: { readonly id: string }): string {
  return id.replaceAll('%', '%25').replaceAll('/', '%2F');
}
