import { CfnOutput, Stack, type StackProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { HealthChecks, type HealthChecksProps } from './health-checks.ts';

export type RollcallStackProps = HealthChecksProps & Pick<StackProps, 'env' | 'stackName'>;

/** What `cdk deploy` makes of checks.yaml, in one Region. */
export class RollcallStack extends Stack {
  readonly healthChecks: HealthChecks;

  constructor(scope: Construct, id: string, { env, stackName, ...props }: RollcallStackProps) {
    super(scope, id, {
      description: 'Rollcall: calls the roll of your APIs',
      ...(env && { env }),
      ...(stackName && { stackName }),
    });
    this.healthChecks = new HealthChecks(this, 'HealthChecks', props);
    const { stateMachine, topic, monitoring, heartbeats, page } = this.healthChecks;
    new CfnOutput(this, 'StateMachineArn', { value: stateMachine.stateMachineArn });
    new CfnOutput(this, 'TopicArn', { value: topic.topicArn });
    if (heartbeats !== null) {
      new CfnOutput(this, 'HeartbeatUrl', { value: heartbeats.url });
      new CfnOutput(this, 'HeartbeatKeyArn', { value: heartbeats.key.secretArn });
    }
    if (page !== null) {
      new CfnOutput(this, 'PageUrl', { value: page.site.url });
      // where the CNAME of a domain leads
      new CfnOutput(this, 'PageTarget', { value: page.site.distribution.distributionDomainName });
    }
    if (monitoring.pages !== null) new CfnOutput(this, 'PageTopicArn', { value: monitoring.pages.topicArn });
  }
}
