import { createHash } from 'node:crypto';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as sns from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import type { EndpointSubscription } from '#core/check/deploy-settings.ts';

/** What a subscription takes of its topic. */
export type Filter = Pick<sns.CfnSubscriptionProps, 'filterPolicy' | 'filterPolicyScope'>;

/**
 * Alarms that go off, and those that went off and are over. An alarm that is new tells its topic too that it is OK, which
 * is no page: a deployment of four hundred checks would be as many.
 */
export const PAGES_ONLY: Filter = {
  filterPolicyScope: 'MessageBody',
  filterPolicy: { $or: [{ NewStateValue: ['ALARM'] }, { OldStateValue: ['ALARM'] }] },
};

/** What a subscription is made with beside its subscriber. */
export type Delivery = {
  /** What endpoints take of the topic. @default - everything */
  readonly filter?: Filter | undefined;
  /** The ARN of the queue for what could not be delivered. @default - none */
  readonly deadLetters?: string | undefined;
};

/** Makes the topic tell one more. What it makes is named by the subscriber, so that their order in the list means nothing. */
export function subscribe(
  scope: Construct,
  topic: sns.ITopic,
  subscription: EndpointSubscription,
  { filter = {}, deadLetters }: Delivery = {},
): void {
  const at = new Construct(
    scope,
    `To${createHash('sha256').update(JSON.stringify(subscription)).digest('hex').slice(0, 12)}`,
  );
  const { severity, ...way } = subscription;
  const [[protocol, endpoint] = ['', '']] = Object.entries(way);
  new sns.CfnSubscription(at, 'Subscription', {
    topicArn: topic.topicArn,
    protocol,
    endpoint,
    ...filter,
    ...(severity !== undefined && { filterPolicy: { severities: [severity].flat() } }),
    ...(deadLetters !== undefined && { redrivePolicy: { deadLetterTargetArn: deadLetters } }),
  });
  if (protocol !== 'lambda') return;
  new lambda.CfnPermission(at, 'Permission', {
    action: 'lambda:InvokeFunction',
    functionName: endpoint,
    principal: 'sns.amazonaws.com',
    sourceArn: topic.topicArn,
  });
}
