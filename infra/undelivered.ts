import { Duration, Validations } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as kms from 'aws-cdk-lib/aws-kms';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';

export type UndeliveredProps = {
  /** @default - a key of SQS's */
  readonly encryptionKey?: kms.IKey | undefined;
};

/** What SNS could not deliver to a subscriber, kept for somebody to look at. */
export class Undelivered extends Construct {
  readonly queue: sqs.Queue;

  constructor(scope: Construct, id: string, { encryptionKey }: UndeliveredProps) {
    super(scope, id);
    this.queue = new sqs.Queue(this, 'Queue', {
      enforceSSL: true,
      retentionPeriod: Duration.days(14),
      ...(encryptionKey === undefined
        ? { encryption: sqs.QueueEncryption.SQS_MANAGED }
        : { encryption: sqs.QueueEncryption.KMS, encryptionMasterKey: encryptionKey }),
    });
    Validations.of(this.queue).acknowledge({
      id: 'AwsSolutions-SQS3',
      reason: 'It is the dead-letter queue, of subscriptions and not of another queue.',
    });
  }

  /** Lets topics leave what they could not deliver. */
  takeFrom(topicArns: readonly string[]): void {
    this.queue.addToResourcePolicy(
      new iam.PolicyStatement({
        sid: 'TopicsOfThisStack',
        principals: [new iam.ServicePrincipal('sns.amazonaws.com')],
        actions: ['sqs:SendMessage'],
        resources: [this.queue.queueArn],
        conditions: { ArnEquals: { 'aws:SourceArn': [...topicArns] } },
      }),
    );
  }
}
