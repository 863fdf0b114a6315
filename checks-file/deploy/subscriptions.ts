import { once } from '#core/once.ts';
import { severities } from '#core/settings/alert-shape.ts';
import { list, settings, text } from '#core/settings/setting.ts';

/** SNS topics in the `deploy` section, and who is subscribed to them. */

export const arn = (service: string, resource: string) =>
  new RegExp(`^arn:aws[a-z-]*:${service}:[a-z0-9-]+:\\d{12}:${resource}$`);
const TOPIC = arn('sns', '[\\w-]{1,256}');
const MOST_SUBSCRIPTIONS = 50;

export const topicArn = () => text(TOPIC, 'write the ARN of a standard SNS topic');

const WAYS = once(() => ({
  email: text(/^[^\s@]{1,64}@[^\s@]{1,253}$/, 'write an e-mail address').describe(
    'An e-mail address, which must confirm.',
  ),
  sms: text(/^\+\d{6,15}$/, 'write a telephone number in quotes, such as "+4915112345678"').describe(
    'A telephone number for SMS.',
  ),
  https: text(/^https:\/\/[^\s/?#]+\S*$/, 'write a URL that begins with https://').describe(
    'A URL that takes what SNS posts.',
  ),
  lambda: text(
    arn('lambda', 'function:[\\w-]{1,64}(?::[\\w$-]{1,128})?'),
    'write the ARN of a Lambda function',
  ).describe('The ARN of a Lambda function.'),
  sqs: text(arn('sqs', '[\\w-]{1,80}'), 'write the ARN of a standard queue').describe(
    'The ARN of a queue whose policy lets the topic send.',
  ),
  slack: settings(
    {
      workspace: text(/^[0-9A-Z]{1,255}$/, 'write the id of a workspace, such as T07EA123LEP').describe(
        'The id of the workspace.',
      ),
      channel: text(/^[A-Za-z0-9]{1,255}$/, 'write the id of a channel, such as C07EZ1ABC23').describe(
        'The id of the channel.',
      ),
    },
    'write a map with workspace and channel',
  ).describe('A Slack channel, by Amazon Q Developer in chat applications.'),
  teams: settings(
    {
      tenant: text(/^[0-9A-Fa-f-]{36}$/, 'write the id of a tenant, a UUID').describe('The id of the tenant.'),
      team: text(/^[0-9A-Fa-f-]{36}$/, 'write the id of a team, a UUID').describe('The id of the team.'),
      channel: text(
        /^(?=.{1,255}$)[\w=+/.,-]+%3[aA][\w=+/.,-]+%40[\w=+/.,-]+$/,
        'write the id of a channel, such as 19%3Aab…%40thread.tacv2',
      ).describe('The id of the channel.'),
    },
    'write a map with tenant, team and channel',
  ).describe('A Teams channel, by Amazon Q Developer in chat applications.'),
}));
const writeSubscriber = () => `write a map with one of ${Object.keys(WAYS()).join(', ')}`;
const CHAT = ['slack', 'teams'];
const NO_FILTER =
  'is for other ways; a channel takes all that its topic has, so write alerts.routes and a topic of its own';
const subscriber = once(() =>
  settings(
    {
      ...Object.fromEntries(Object.entries(WAYS()).map(([key, schema]) => [key, schema.optional()])),
      severity: severities
        .optional()
        .describe('Only alerts with news of these severities, and no alarms. All when left out.'),
    },
    writeSubscriber(),
  ).check(({ value, issues }) => {
    const ways = Object.keys(value).filter((key) => key !== 'severity');
    if (issues.length > 0) return;
    if (ways.length !== 1) {
      issues.push({ code: 'custom', input: value, message: `has ${ways.length} ways; ${writeSubscriber()}` });
    }
    if (value.severity !== undefined && ways.some((way) => CHAT.includes(way))) {
      issues.push({ code: 'custom', input: value.severity, path: ['severity'], message: NO_FILTER });
    }
  }),
);

export const subscriptionsSchema = once(() =>
  list(subscriber(), MOST_SUBSCRIPTIONS, `write a list; ${writeSubscriber()}`),
);
