import { Annotations, Aspects, CfnOutput, CfnResource, Fn, Reference, Stack, Tokenization } from 'aws-cdk-lib';
import type * as kms from 'aws-cdk-lib/aws-kms';
import type * as sns from 'aws-cdk-lib/aws-sns';
import type { Construct, IConstruct } from 'constructs';
import { isChat, type Subscription } from '#core/check/deploy-settings.ts';
import { ENV } from '#core/contract.ts';
import { AlertTopic } from './alert-topic.ts';
import { ChatChannels, type HeardTopic } from './chat-channels.ts';
import type { Settings } from './settings.ts';
import { Undelivered } from './undelivered.ts';

export type ListenersProps = {
  readonly settings: Settings;
  /** In front of names that are an account's. */
  readonly prefix: string;
  /** Whether the default topic says what chat channels can show. */
  readonly isChatShown: boolean;
  readonly encryptionKey: kms.IKey | undefined;
};

/** Who is told: the topic of alerts, that of chat channels where they need one, and what none of them took. */
export class Listeners {
  readonly alerts: sns.ITopic;
  /** Where channels hear what goes to the topic of alerts, whose format they cannot show; null where none needs it. */
  readonly chat: sns.ITopic | null;
  /** The page topic's own name, where channels of another Region have to know it. */
  readonly pagesName: string | undefined;
  /** The ARN of the queue for what subscribers did not take, where there are any. */
  readonly deadLetters: string | undefined;
  private readonly undelivered: Undelivered | null;
  private readonly scope: Construct;
  private readonly props: ListenersProps;

  constructor(scope: Construct, props: ListenersProps) {
    const { settings, isChatShown, encryptionKey } = props;
    const { subscriptions = [], topicArn } = settings;
    this.scope = scope;
    this.props = props;
    const all = [...subscriptions, ...pagedBy(settings)];
    this.undelivered = all.every(isChat) ? null : new Undelivered(scope, 'Undelivered', { encryptionKey });
    this.deadLetters = this.undelivered?.queue.queueArn;
    this.pagesName = this.ownName('PagesTopic');
    const delivery = { deadLetters: this.deadLetters };
    const topicName = this.ownName('AlertsTopic');
    this.alerts = new AlertTopic(scope, 'Alerts', {
      topicArn,
      topicName,
      subscriptions,
      delivery,
      encryptionKey,
    }).topic;
    this.chat =
      isChatShown || !subscriptions.some(isChat)
        ? null
        : new AlertTopic(scope, 'Chat', { topicName: this.ownName('ChatTopic'), encryptionKey }).topic;
  }

  /** What tells functions where to alert. */
  get environment(): Readonly<Record<string, string>> {
    return {
      [ENV.topicArn]: this.alerts.topicArn,
      ...(this.chat !== null && { [ENV.chatTopicArn]: this.chat.topicArn }),
    };
  }

  /** Once all topics are there: makes the channels, and says which topics nobody is subscribed to. */
  complete(pages: sns.ITopic | null, routed: ReadonlyMap<string, sns.ITopic>): void {
    const { settings, prefix } = this.props;
    const { subscriptions = [], topicArn, regions = [], home } = settings;
    const several = regions.length > 1;
    this.undelivered?.takeFrom([this.alerts, ...(pages === null ? [] : [pages])].map((topic) => topic.topicArn));
    const paged = pagedBy(settings);
    const heard = (topic: sns.ITopic | null, id: string): HeardTopic[] =>
      topic === null ? [] : [{ arn: topic.topicArn, name: this.ownName(id) ?? null }];
    const ofAlerts = topicArn === undefined ? heard(this.alerts, 'AlertsTopic') : [{ arn: topicArn, name: null }];
    if ([...subscriptions, ...paged].some(isChat)) {
      new ChatChannels(this.scope, 'Channels', {
        heard: [
          [subscriptions, [...ofAlerts, ...heard(this.chat, 'ChatTopic')]],
          [paged, pages === null ? [] : heard(pages, 'PagesTopic')],
        ],
        prefix,
        regions: several ? regions : [],
        voice: several ? (home ?? regions[0] ?? null) : null,
      });
    }
    const own = settings.alarms === false ? undefined : settings.alarms?.topicArn;
    this.tellUnheard([
      ...(topicArn === undefined && subscriptions.length === 0 ? [['alerts', this.alerts] as const] : []),
      ...(pages !== null && own === undefined && paged.length === 0 ? [['pages', pages] as const] : []),
      ...routed,
    ]);
  }

  /** Channels that hear several Regions are made in one, which has to know the names of the others' topics. */
  private ownName(id: string): string | undefined {
    const { settings, prefix } = this.props;
    const { subscriptions = [], regions = [] } = settings;
    const isHeardAfar = regions.length > 1 && [...subscriptions, ...pagedBy(settings)].some(isChat);
    return isHeardAfar ? `${prefix}-${id}` : undefined;
  }

  /** At synthesis, when the app has subscribed whom it subscribes itself. */
  private tellUnheard(topics: readonly (readonly [what: string, topic: sns.ITopic])[]): void {
    const { scope } = this;
    const visit = (node: IConstruct): void => {
      if (node !== scope) return;
      const heard = heardTopics(scope);
      const unheard = topics.filter(([, topic]) => !heard.has(topic.node.defaultChild));
      if (unheard.length > 0) sayUnheard(scope, unheard);
    };
    if (topics.length > 0) Aspects.of(scope).add({ visit });
  }
}

/** The topics that anything in the app is subscribed to. */
function heardTopics(scope: Construct): ReadonlySet<IConstruct | undefined> {
  const subscriptions = scope.node.root.node
    .findAll()
    .filter((node) => CfnResource.isCfnResource(node) && node.cfnResourceType === 'AWS::SNS::Subscription');
  return new Set(
    subscriptions.map((node) => {
      const topic = Tokenization.reverse((node as sns.CfnSubscription).topicArn);
      return Reference.isReference(topic) ? topic.target : undefined;
    }),
  );
}

function sayUnheard(scope: Construct, unheard: readonly (readonly [what: string, topic: sns.ITopic])[]): void {
  const names = unheard.map(([what]) => what).join(', ');
  Annotations.of(scope).addWarningV2(
    'rollcall:unheard',
    `nobody is subscribed by this stack to the topic of ${names}: write deploy.subscriptions and deploy.alarms.subscriptions, ` +
      'or subscribe by hand, aws sns subscribe --topic-arn ARN --protocol email --notification-endpoint ADDRESS; the output Unheard has the ARNs.',
  );
  if (!isStacksOwn(scope)) return;
  new CfnOutput(Stack.of(scope), 'Unheard', {
    description: `Topics that nobody is subscribed to by this stack: ${names}`,
    value: Fn.join(
      ' ',
      unheard.map(([, { topicArn }]) => topicArn),
    ),
  });
}

/** Outputs are a stack's: of several lists in one stack of somebody's, none takes that name. */
function isStacksOwn(scope: Construct): boolean {
  return scope.node.scope === Stack.of(scope) && Stack.of(scope).node.tryFindChild('Unheard') === undefined;
}

function pagedBy({ alarms }: Settings): readonly Subscription[] {
  return alarms === undefined || alarms === false ? [] : (alarms.subscriptions ?? []);
}
