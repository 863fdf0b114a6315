import { CfnOutput, Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { HealthChecks, type HealthChecksProps } from './health-checks.ts';

export type RollcallStackProps = Pick<
  HealthChecksProps,
  'checks' | 'allowLoopback' | 'environment' | 'recipeFunctionName'
>;

/** What `cdk deploy` makes of checks.yaml. */
export class RollcallStack extends Stack {
  constructor(scope: Construct, id: string, props: RollcallStackProps) {
    super(scope, id, { description: 'Rollcall: calls the roll of your APIs' });
    const { stateMachine, topic } = new HealthChecks(this, 'HealthChecks', props);
    new CfnOutput(this, 'StateMachineArn', { value: stateMachine.stateMachineArn });
    new CfnOutput(this, 'TopicArn', { value: topic.topicArn });
  }
}
