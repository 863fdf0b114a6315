import { ArnFormat, CfnResource, Stack, Token } from 'aws-cdk-lib';
import type * as kms from 'aws-cdk-lib/aws-kms';
import type * as lambda from 'aws-cdk-lib/aws-lambda';
import type * as sns from 'aws-cdk-lib/aws-sns';
import type * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import type { Deployed } from '#core/alarm/alarm.ts';
import { type AlarmPlan, planAlarms } from '#core/alarm/plan.ts';
import { roomBeside } from '#core/alarm/room.ts';
import type { Watched } from '#core/alarm/stack.ts';
import { dashboardOf } from '#core/dashboard/dashboard.ts';
import { Alarms } from './alarms.ts';
import { AlertTopic } from './alert-topic.ts';
import { Dashboard } from './dashboard.ts';
import type { Schedules } from './schedules.ts';
import type { Settings } from './settings.ts';
import { PAGES_ONLY } from './subscriptions.ts';

/** `prefix` stands in front of the dashboard's name too. */
export type MonitoringProps = Required<Pick<Watched, 'checks' | 'shards' | 'guarded' | 'prefix'>> & {
  readonly settings: Settings;
  readonly stateMachine: sfn.StateMachine;
  readonly functions: ReadonlyMap<string, lambda.IFunction>;
  readonly schedules: Schedules;
  /** What makes the status page; null where there is none. */
  readonly renderer: lambda.IFunction | null;
  /** Where alerts go, and what is wrong with the monitor itself. */
  readonly alerts: sns.ITopic;
  /** The page topic's own name. @default - CloudFormation makes one up */
  readonly pagesName?: string | undefined;
  /** The queue for what the topics could not deliver. @default - none */
  readonly deadLetters?: string | undefined;
  /** For the topic of pages. */
  readonly encryptionKey?: kms.IKey | undefined;
};

/** Alarms, the topic that they page, and a dashboard. Made last: how many alarms there may be depends on what else is in the stack. */
export class Monitoring extends Construct {
  readonly plan: AlarmPlan;
  readonly alarms: Alarms;
  /** Where alarms page; null without alarms. */
  readonly pages: sns.ITopic | null;

  constructor(scope: Construct, id: string, props: MonitoringProps) {
    super(scope, id);
    const { alarms: setting, dashboard = true } = props.settings;
    this.pages =
      setting === false
        ? null
        : new AlertTopic(this, 'Pages', {
            ...setting,
            topicName: props.pagesName,
            delivery: { filter: PAGES_ONLY, deadLetters: props.deadLetters },
            encryptionKey: props.encryptionKey,
          }).topic;
    const watched = watchedBy(this, props);
    this.plan = planAlarms(watched, roomBeside(this.otherResources() + (dashboard ? 1 : 0)));
    this.node.addValidation({ validate: () => this.faults(props) });
    this.alarms = new Alarms(this, 'Alarms', {
      plan: this.plan,
      nameOf: (deployed) => nameOf(deployed, props, this.pages),
      pages: this.pages ?? props.alerts,
      alerts: props.alerts,
      // who may connect to loopback is on an emulated AWS, which evaluates no alarm
      warmUp: !props.settings.allowLoopback,
    });
    if (!dashboard) return;
    const body = dashboardOf(watched, this.plan, {
      region: Stack.of(this).region,
      workflowArn: props.stateMachine.stateMachineArn,
      scheduleGroup: nameOf({ of: 'schedules' }, props),
      deadLetters: nameOf({ of: 'deadLetters' }, props),
      functions: [...props.functions].map(([state, fn]) => [state, fn.functionName]),
      alarms: this.plan.alarms.filter(({ action }) => action !== 'none').map(({ name }) => this.arnOf(name)),
    });
    new Dashboard(this, 'Dashboard', { prefix: props.prefix, body });
  }

  /** Everything in the template but alarms, and what CDK may add of its own. */
  private otherResources(): number {
    const stack = Stack.of(this);
    const inTemplate = stack.node.findAll().filter((one) => CfnResource.isCfnResource(one) && Stack.of(one) === stack);
    return inTemplate.length + OF_CDK;
  }

  private faults({ shards, checks }: MonitoringProps): string[] {
    if (this.plan.fits) return [];
    const beside = 'into one CloudFormation template';
    return this.plan.per === 'check'
      ? [
          `deploy.alarms.per is check, and an alarm for each of ${checks.length} checks does not fit ${beside}; leave it out, or write group`,
        ]
      : [
          `the alarms of ${shards.length} shards do not fit ${beside}; split the list into several, each with a deploy.name, or write deploy.alarms: false`,
        ];
  }

  private arnOf(name: string): string {
    return Stack.of(this).formatArn({
      service: 'cloudwatch',
      resource: 'alarm',
      resourceName: name,
      arnFormat: ArnFormat.COLON_RESOURCE_NAME,
    });
  }
}

/** AWS::CDK::Metadata. */
const OF_CDK = 1;

function watchedBy(
  scope: Construct,
  { checks, shards, guarded, settings, prefix, functions }: MonitoringProps,
): Watched {
  const { region } = Stack.of(scope);
  return {
    checks,
    shards,
    guarded,
    workflow: settings.workflow,
    metricNamespace: settings.metricNamespace,
    deploy: settings,
    region: Token.isUnresolved(region) ? null : region,
    prefix,
    functions: [...functions.keys()],
  };
}

function nameOf(
  { of, state = '' }: Deployed,
  { stateMachine, schedules, functions, alerts, renderer }: MonitoringProps,
  pages: sns.ITopic | null = null,
): string {
  switch (of) {
    case 'workflow':
      return stateMachine.stateMachineArn;
    case 'schedules':
      return schedules.group.ref;
    case 'alerts':
      return alerts.topicName;
    case 'pages':
      return (pages ?? alerts).topicName;
    case 'deadLetters':
      return schedules.deadLetters.queueName;
    case 'function':
      return functions.get(state)?.functionName ?? '';
    case 'renderer':
      return renderer?.functionName ?? '';
  }
}

/** The stack's name, and where in it this one stands unless it is the stack's own. */
export function prefixOf(scope: Construct): string {
  const stack = Stack.of(scope);
  const ids = scope.node.scopes.slice(stack.node.scopes.length).map(({ node }) => node.id);
  const place = ids.filter((id) => id !== OWN_ID).map((id) => id.replaceAll(/[^\w-]/g, '-'));
  return [stack.stackName, ...place].join('-');
}

/** What RollcallStack calls what it consists of. */
const OWN_ID = 'HealthChecks';
