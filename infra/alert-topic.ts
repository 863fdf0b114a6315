import type * as kms from 'aws-cdk-lib/aws-kms';
import * as sns from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import type { Subscription } from '#core/checks/deploy-settings.ts';
import { subscribe } from './subscriptions.ts';

export type AlertTopicProps = {
  /** The topic to alert to. @default - one of its own */
  readonly topicArn?: string | undefined;
  /** @default - nobody */
  readonly subscriptions?: readonly Subscription[] | undefined;
  /** @default - not encrypted at rest */
  readonly encryptionKey?: kms.IKey | undefined;
};

/** Where notifications go, and who is told. Nobody can publish to it in the clear. */
export class AlertTopic extends Construct {
  readonly topic: sns.ITopic;

  constructor(scope: Construct, id: string, { topicArn, subscriptions = [], encryptionKey }: AlertTopicProps = {}) {
    super(scope, id);
    this.topic =
      topicArn === undefined
        ? new sns.Topic(this, 'Topic', {
            displayName: 'Rollcall',
            enforceSSL: true,
            ...(encryptionKey && { masterKey: encryptionKey }),
          })
        : sns.Topic.fromTopicArn(this, 'Topic', topicArn);
    for (const subscription of subscriptions) subscribe(this, this.topic, subscription);
  }
}
