import { createHash } from 'node:crypto';
import { Names, Stack } from 'aws-cdk-lib';
import * as chatbot from 'aws-cdk-lib/aws-chatbot';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as sns from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import type { EndpointSubscription, Subscription } from '#core/check/deploy-settings.ts';

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

/** Makes the topic tell one more. What it makes is named by the subscriber, so that their order in the list means nothing. */
export function subscribe(scope: Construct, topic: sns.ITopic, subscription: Subscription, filter: Filter = {}): void {
  const at = new Construct(
    scope,
    `To${createHash('sha256').update(JSON.stringify(subscription)).digest('hex').slice(0, 12)}`,
  );
  if ('slack' in subscription) {
    const { workspace, channel } = subscription.slack;
    new chatbot.CfnSlackChannelConfiguration(at, 'Slack', {
      ...chatSettings(at, topic),
      slackWorkspaceId: workspace,
      slackChannelId: channel,
    });
  } else if ('teams' in subscription) {
    const { tenant, team, channel } = subscription.teams;
    new chatbot.CfnMicrosoftTeamsChannelConfiguration(at, 'Teams', {
      ...chatSettings(at, topic),
      teamsTenantId: tenant,
      teamId: team,
      teamsChannelId: channel,
    });
  } else {
    subscribeEndpoint(at, topic, subscription, filter);
  }
}

function subscribeEndpoint(
  at: Construct,
  topic: sns.ITopic,
  { severity, ...way }: EndpointSubscription,
  filter: Filter,
): void {
  const [[protocol, endpoint] = ['', '']] = Object.entries(way);
  new sns.CfnSubscription(at, 'Subscription', {
    topicArn: topic.topicArn,
    protocol,
    endpoint,
    ...filter,
    ...(severity !== undefined && { filterPolicy: { severities: [severity].flat() } }),
  });
  if (protocol !== 'lambda') return;
  new lambda.CfnPermission(at, 'Permission', {
    action: 'lambda:InvokeFunction',
    functionName: endpoint,
    principal: 'sns.amazonaws.com',
    sourceArn: topic.topicArn,
  });
}

/** A channel hears the topic and may do nothing: its role has no permission. */
function chatSettings(at: Construct, topic: sns.ITopic) {
  const role = new iam.Role(at, 'Role', { assumedBy: new iam.ServicePrincipal('chatbot.amazonaws.com') });
  return {
    // One account's channels have one set of names, whatever their Region.
    configurationName: Names.uniqueResourceName(at, { maxLength: 100 }),
    iamRoleArn: role.roleArn,
    snsTopicArns: [topic.topicArn],
    guardrailPolicies: [
      Stack.of(at).formatArn({ service: 'iam', region: '', account: 'aws', resource: 'policy/AWSDenyAll' }),
    ],
  };
}
