import * as sns from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';

/** Where notifications go. Subscribe people and machines to it; nobody can publish to it in the clear. */
export class AlertTopic extends Construct {
  readonly topic: sns.Topic;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    this.topic = new sns.Topic(this, 'Topic', { displayName: 'Rollcall', enforceSSL: true });
  }
}
