import { createHash } from 'node:crypto';
import { ArnFormat, Stack } from 'aws-cdk-lib';
import * as chatbot from 'aws-cdk-lib/aws-chatbot';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { type ChatSubscription, isChat, type Subscription } from '#core/check/deploy-settings.ts';

/** A topic as channels hear it: by its ARN here, and by its name in other Regions, where it has one. */
export type HeardTopic = { readonly arn: string; readonly name: string | null };

export type ChatChannelsProps = {
  /** Who hears which topics. */
  readonly heard: readonly (readonly [subscriptions: readonly Subscription[], topics: readonly HeardTopic[]])[];
  /** In front of the names of configurations, which are an account's. */
  readonly prefix: string;
  /** The list's Regions, where it has several; the channels of all are made in `voice`. */
  readonly regions: readonly string[];
  readonly voice: string | null;
};

/**
 * The list's chat channels. An account has one configuration for a channel, whatever hears it and wherever: so each
 * channel has one, with all topics of the list that it hears, in one Region.
 */
export class ChatChannels extends Construct {
  constructor(scope: Construct, id: string, props: ChatChannelsProps) {
    super(scope, id);
    const { region } = Stack.of(this);
    if (props.voice !== null && props.voice !== region) return;
    for (const [key, { channel, topics }] of channelsOf(props)) {
      const arns = topics.flatMap((topic) => this.arnsOf(topic, props.regions));
      this.configure(key, channel, [...new Set(arns)], props.prefix);
    }
  }

  private arnsOf({ arn, name }: HeardTopic, regions: readonly string[]): string[] {
    const stack = Stack.of(this);
    if (name === null) return [arn];
    const others = regions.filter((region) => region !== stack.region);
    const named = { service: 'sns', resource: name, arnFormat: ArnFormat.NO_RESOURCE_NAME };
    return [arn, ...others.map((region) => stack.formatArn({ ...named, region }))];
  }

  /** A channel hears topics and may do nothing: its role has no permission. */
  private configure(key: string, channel: ChatSubscription, snsTopicArns: string[], prefix: string): void {
    const at = new Construct(this, `To${key}`);
    const role = new iam.Role(at, 'Role', { assumedBy: new iam.ServicePrincipal('chatbot.amazonaws.com') });
    const common = {
      configurationName: `${prefix}-${key}`,
      iamRoleArn: role.roleArn,
      snsTopicArns,
      guardrailPolicies: [
        Stack.of(at).formatArn({ service: 'iam', region: '', account: 'aws', resource: 'policy/AWSDenyAll' }),
      ],
    };
    if ('slack' in channel) {
      const { workspace, channel: slackChannelId } = channel.slack;
      new chatbot.CfnSlackChannelConfiguration(at, 'Slack', { ...common, slackWorkspaceId: workspace, slackChannelId });
    } else {
      const { tenant, team, channel: teamsChannelId } = channel.teams;
      const ids = { teamsTenantId: tenant, teamId: team, teamsChannelId };
      new chatbot.CfnMicrosoftTeamsChannelConfiguration(at, 'Teams', { ...common, ...ids });
    }
  }
}

type Channel = { readonly channel: ChatSubscription; readonly topics: readonly HeardTopic[] };

/** Each channel once, by what makes it the same, with all that it hears. */
function channelsOf({ heard }: ChatChannelsProps): ReadonlyMap<string, Channel> {
  const channels = new Map<string, Channel>();
  for (const [subscriptions, topics] of heard) {
    for (const channel of subscriptions.filter(isChat)) {
      const key = createHash('sha256').update(placeOf(channel)).digest('hex').slice(0, 12);
      channels.set(key, { channel, topics: [...(channels.get(key)?.topics ?? []), ...topics] });
    }
  }
  return channels;
}

function placeOf(channel: ChatSubscription): string {
  return 'slack' in channel
    ? `slack/${channel.slack.workspace}/${channel.slack.channel}`
    : `teams/${channel.teams.tenant}/${channel.teams.team}/${channel.teams.channel}`;
}
