import { Annotations } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as lambda from 'aws-cdk-lib/aws-lambda';
import type * as sns from 'aws-cdk-lib/aws-sns';
import type * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import type { CheckList } from '#core/checks/parse.ts';
import { DEFAULT_CONCURRENCY, ENV, METRIC_NAMESPACE } from '#core/contract.ts';
import { planOf } from '#core/report/alert-plan.ts';
import { AlertRoutes } from './alert-routes.ts';
import { AlertTopic } from './alert-topic.ts';
import { readPermissions, referencesOf, variableFaults, variablesFor } from './check-references.ts';
import {
  CHECKERS,
  type DeployedFunction,
  PREPARE_CHECKS,
  PUBLISH_METRICS,
  TRACK_INCIDENTS,
} from './deployed-functions.ts';
import { HealthCheckWorkflow } from './health-check-workflow.ts';
import { IncidentTable } from './incident-table.ts';
import { RECIPE_FUNCTION_NAME, RecipeFunction } from './recipe-function.ts';
import { WorkflowFunction, type WorkflowFunctionProps } from './workflow-function.ts';

export type HealthChecksProps = {
  /** What `{}` as execution input checks: the list that parseChecks read. */
  readonly checks: CheckList;
  /** How many checks are in flight at a time. @default 40 */
  readonly concurrency?: number;
  /** CloudWatch namespace that the metrics are written to. @default 'Rollcall' */
  readonly metricNamespace?: string;
  /** Lets checks connect to loopback addresses: for acceptance tests on an emulated AWS, whose targets are there. @default false */
  readonly allowLoopback?: boolean;
  /** What the published recipe's own function is called; null leaves it out. @default 'HealthCheckByCurl' */
  readonly recipeFunctionName?: string | null;
  /**
   * Values for `${env:NAME}`. Whoever may read the template or the function's settings reads them: no place for secrets.
   * @default none, so that a check which names one is a fault
   */
  readonly environment?: Readonly<Record<string, string>>;
};

/** Everything that watches one list of checks: the workflow, its functions, and the topic that it alerts to. */
export class HealthChecks extends Construct {
  readonly topic: sns.Topic;
  readonly stateMachine: sfn.StateMachine;
  /** State name to the function that answers it. */
  readonly functions: ReadonlyMap<string, lambda.Function>;

  constructor(scope: Construct, id: string, props: HealthChecksProps) {
    super(scope, id);
    const { checks, concurrency = DEFAULT_CONCURRENCY, metricNamespace = METRIC_NAMESPACE, environment = {} } = props;
    this.node.addValidation({ validate: () => variableFaults(checks.checks, environment) });
    const allowLoopback = props.allowLoopback === true;
    if (allowLoopback) Annotations.of(this).addWarningV2('rollcall:allowLoopback', LOOPBACK_WARNING);
    const loopback = allowLoopback ? { [ENV.allowLoopback]: 'true' } : {};
    this.topic = new AlertTopic(this, 'Alerts').topic;
    const topicEnv = { [ENV.topicArn]: this.topic.topicArn };
    this.functions = new Map([
      this.workflowFunction(PREPARE_CHECKS, {
        description: 'Validates the execution input and selects the checks of the run',
        environment: { ...topicEnv, [ENV.concurrency]: String(concurrency) },
        files: { 'checks.json': JSON.stringify(withoutReceivers(checks)) },
      }),
      ...CHECKERS.map((checker) =>
        this.workflowFunction(checker, {
          description: 'Performs one check and answers OK or NG',
          environment: {
            ...loopback,
            ...variablesFor(referencesOf(checks.checks, checker.kind), environment),
          },
          permissions: readPermissions(this, referencesOf(checks.checks, checker.kind)),
        }),
      ),
      this.workflowFunction(TRACK_INCIDENTS, {
        description: 'Turns the verdicts of a run into notifications',
        environment: topicEnv,
        files: { 'alerts.json': JSON.stringify(planOf(checks)) },
      }),
      this.workflowFunction(PUBLISH_METRICS, {
        description: 'Writes the verdicts of a run as CloudWatch metrics',
        environment: { [ENV.namespace]: metricNamespace },
      }),
    ]);
    this.functions.get(PUBLISH_METRICS.state)?.addToRolePolicy(putMetricDataInto(metricNamespace));
    this.stateMachine = new HealthCheckWorkflow(this, 'Workflow', {
      functions: this.functions,
      topic: this.topic,
    }).stateMachine;
    this.remember(checks);
    const { recipeFunctionName: functionName = RECIPE_FUNCTION_NAME } = props;
    if (functionName !== null) new RecipeFunction(this, 'Recipe', { functionName, environment: loopback });
  }

  /** What TrackIncidents needs beside its code. */
  private remember({ alerts }: CheckList): void {
    const tracker = this.functions.get(TRACK_INCIDENTS.state);
    if (tracker === undefined) return;
    new IncidentTable(this, 'Incidents', { tracker });
    if (alerts !== undefined) {
      new AlertRoutes(this, 'Routes', { alerting: alerts, tracker, stateMachine: this.stateMachine });
    }
  }

  private workflowFunction(
    deployed: DeployedFunction,
    props: Omit<WorkflowFunctionProps, 'deployed'>,
  ): [string, lambda.Function] {
    return [deployed.state, new WorkflowFunction(this, deployed.state, { deployed, ...props }).function];
  }
}

const LOOPBACK_WARNING =
  'allowLoopback lets whoever writes a check reach what listens inside the checker functions, such as extensions and ' +
  'their secrets. It is for acceptance tests on an emulated AWS; do not deploy it to an account.';

/** Receivers are this machine's, and may hold what nobody on AWS needs to know. */
function withoutReceivers({ checks, alerts }: CheckList): CheckList {
  return { checks, ...(alerts && { alerts: { ...alerts, receivers: [] } }) };
}

/** PutMetricData knows no resources: the namespace is all that a permission can be held to. */
function putMetricDataInto(namespace: string): iam.PolicyStatement {
  return new iam.PolicyStatement({
    actions: ['cloudwatch:PutMetricData'],
    resources: ['*'],
    conditions: { StringEquals: { 'cloudwatch:namespace': namespace } },
  });
}
