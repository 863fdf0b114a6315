import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import type { Rollout } from '#core/checks/deploy-settings.ts';

export type WorkflowAliasProps = { readonly stateMachine: sfn.StateMachine; readonly rollout: Rollout };

/** A version of the workflow for each change of it, and an alias that goes over to the newest step by step. */
export class WorkflowAlias extends Construct {
  readonly aliasArn: string;
  /** Goes off when an execution fails; then CloudFormation takes the change back. */
  readonly failed: cloudwatch.Alarm;

  constructor(scope: Construct, id: string, { stateMachine, rollout }: WorkflowAliasProps) {
    super(scope, id);
    this.failed = new cloudwatch.Alarm(this, 'Failed', {
      alarmDescription: 'An execution failed. While a change of the workflow is rolled out, the change is taken back.',
      metric: stateMachine.metricFailed({ period: Duration.minutes(1), statistic: 'Sum' }),
      threshold: 1,
      evaluationPeriods: 1,
      comparisonOperator: cloudwatch.ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      treatMissingData: cloudwatch.TreatMissingData.NOT_BREACHING, // no execution ended in that minute
    });
    const version = new sfn.CfnStateMachineVersion(this, 'Version', {
      stateMachineArn: stateMachine.stateMachineArn,
      stateMachineRevisionId: stateMachine.stateMachineRevisionId, // another revision is another version
    });
    version.applyRemovalPolicy(RemovalPolicy.RETAIN); // the one before is what a rollback goes back to
    const alias = new sfn.CfnStateMachineAlias(this, 'Alias', {
      name: 'live',
      deploymentPreference: {
        stateMachineVersionArn: version.attrArn,
        type: rollout.type.toUpperCase(),
        percentage: rollout.percentage,
        interval: rollout.minutes,
        alarms: [this.failed.alarmName],
      },
    });
    this.aliasArn = alias.attrArn;
  }
}
