import { Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as kms from 'aws-cdk-lib/aws-kms';
import * as sns from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import { isChat, type Subscription } from '#core/check/deploy-settings.ts';
import { alarmsOf } from './encryption-key.ts';
import { type Delivery, subscribe } from './subscriptions.ts';

export type AlertTopicProps = {
  /** The topic to alert to. @default - one of its own */
  readonly topicArn?: string | undefined;
  /** Its own name. @default - CloudFormation makes one up */
  readonly topicName?: string | undefined;
  /** Of these, channels hear it by ChatChannels. @default - nobody */
  readonly subscriptions?: readonly Subscription[] | undefined;
  readonly delivery?: Delivery | undefined;
  /** @default - not encrypted at rest */
  readonly encryptionKey?: kms.IKey | undefined;
};

/** Where notifications go, and who is told. Alarms of this account may publish to it, and nobody in the clear. */
export class AlertTopic extends Construct {
  readonly topic: sns.ITopic;

  constructor(
    scope: Construct,
    id: string,
    { topicArn, topicName, subscriptions = [], delivery, encryptionKey }: AlertTopicProps = {},
  ) {
    super(scope, id);
    this.topic =
      topicArn === undefined
        ? this.ownTopic(topicName, encryptionKey)
        : sns.Topic.fromTopicArn(this, 'Topic', topicArn);
    for (const subscription of subscriptions) {
      if (!isChat(subscription)) subscribe(this, this.topic, subscription, delivery);
    }
  }

  private ownTopic(topicName: string | undefined, encryptionKey: kms.IKey | undefined): sns.Topic {
    const topic = new sns.Topic(this, 'Topic', {
      displayName: 'Rollcall',
      ...(topicName !== undefined && { topicName }),
      enforceSSL: true,
      ...(encryptionKey && { masterKey: encryptionKey }),
    });
    // A policy takes the place of the one that SNS gives a topic, which lets all of the account publish, alarms too.
    topic.addToResourcePolicy(
      new iam.PolicyStatement({
        sid: 'AlarmsOfThisAccount',
        principals: [new iam.ServicePrincipal('cloudwatch.amazonaws.com')],
        actions: ['sns:Publish'],
        resources: [topic.topicArn],
        conditions: alarmsOf(Stack.of(this)),
      }),
    );
    return topic;
  }
}
