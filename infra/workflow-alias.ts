import { RemovalPolicy } from 'aws-cdk-lib';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import type { Rollout } from '#core/check/deploy-settings.ts';

/** The alias that schedules start. */
export const LIVE = 'live';

export type WorkflowAliasProps = {
  readonly stateMachine: sfn.StateMachine;
  readonly rollout: Rollout;
  /** Goes off when an execution fails; then CloudFormation takes the change back. */
  readonly failedAlarm: string;
};

/** A version of the workflow for each change of it, and an alias that goes over to the newest step by step. */
export class WorkflowAlias extends Construct {
  readonly alias: sfn.CfnStateMachineAlias;

  constructor(scope: Construct, id: string, { stateMachine, rollout, failedAlarm }: WorkflowAliasProps) {
    super(scope, id);
    const version = new sfn.CfnStateMachineVersion(this, 'Version', {
      stateMachineArn: stateMachine.stateMachineArn,
      stateMachineRevisionId: stateMachine.stateMachineRevisionId, // another revision is another version
    });
    version.applyRemovalPolicy(RemovalPolicy.RETAIN); // the one before is what a rollback goes back to
    this.alias = new sfn.CfnStateMachineAlias(this, 'Alias', {
      name: LIVE,
      deploymentPreference: {
        stateMachineVersionArn: version.attrArn,
        type: rollout.type.toUpperCase(),
        percentage: rollout.percentage,
        interval: rollout.minutes,
        alarms: [failedAlarm],
      },
    });
  }
}
