import * as z from 'zod';
import { type Alerting, DEFAULT_TOPIC, MOST_TOPICS, type Receiver } from '#core/check/alerting.ts';
import { once } from '#core/once.ts';
import { severities } from '#core/settings/alert-shape.ts';
import type { PathFault } from '#core/settings/fault.ts';
import { HEADER_NAME, HEADER_NAME_RULE, HEADER_VALUE, HEADER_VALUE_RULE } from '#core/settings/headers.ts';
import { count, pairs, pairsOf, settings, text } from '#core/settings/setting.ts';
import { tags } from '#core/settings/shared-settings.ts';
import { isMap } from '#core/text/json-values.ts';
import { type Listed, unlistedFaults } from './known-names.ts';
import type { Section } from './section.ts';

/** Where alerts go: the section `alerts` of checks.yaml. */

const TOPIC = /^[A-Za-z][A-Za-z0-9-]{0,39}$/;
const TOPIC_RULE = 'is no name of a topic; write a letter and up to 39 letters, digits or -';
const TOPIC_ARN = /^arn:aws[a-z-]*:sns:[a-z0-9-]+:\d{12}:[\w-]{1,256}$/;
// ${env:NAME} is all that this machine resolves; another reference would be sent as it stands.
const NO_OTHER_REFERENCE = '(?![\\s\\S]*\\$\\{(?!env:[A-Za-z_][A-Za-z0-9_]*\\}))';
const REFERABLE = new RegExp(`^${NO_OTHER_REFERENCE}[^\\0]{1,2000}$`);
const URL_OR_REFERENCE = new RegExp(`^${NO_OTHER_REFERENCE}(?:https?://[!-~]{1,2000}|\\$\\{env:[^}]*\\})$`);
const REFERENCE_RULE = '; a reference is written ${env:NAME}';

const line = (write: string) => text(REFERABLE, `${write}${REFERENCE_RULE}`);
const address = once(() => line('write an address such as "Rollcall <rollcall@example.com>"'));

const webhook = once(() =>
  settings(
    {
      url: text(URL_OR_REFERENCE, `write an http or https URL${REFERENCE_RULE}`).describe('Where to POST to.'),
      format: z
        .enum(['json', 'slack'], { error: 'write json or slack' })
        .optional()
        .describe(
          'json is the document that SQS and Lambda get, slack a message as Slack takes it. json when left out.',
        ),
      headers: pairs(HEADER_NAME, HEADER_NAME_RULE, HEADER_VALUE, HEADER_VALUE_RULE)
        .optional()
        .describe('Headers to send with it.'),
    },
    'write a map with url',
  ).describe('A POST for each notification.'),
);

const command = once(() =>
  z
    .array(line('write text in quotes'), { error: 'write a list such as [/usr/local/bin/page, --team, ops]' })
    .min(1, { error: 'write the program and its arguments' })
    .describe('A program and its arguments, run without a shell. It gets the JSON document on its standard input.'),
);

const smtp = once(() =>
  settings(
    {
      host: line('write a host name').describe('The mail server.'),
      port: count(1, 65_535).optional().describe('587 when left out, 465 with tls: always.'),
      tls: z
        .enum(['always', 'starttls', 'never'], { error: 'write always, starttls or never' })
        .optional()
        .describe('always from the first byte, starttls before anything is said, never. starttls when left out.'),
      user: line('write the user name').optional().describe('Who logs in; nobody when left out.'),
      password: line('write the password')
        .optional()
        .describe('What the user logs in with; best as a reference to the environment.'),
      from: address().describe('The sender.'),
      to: z
        .array(address(), { error: 'write a list of addresses' })
        .min(1, { error: 'write a list of addresses' })
        .describe('The receivers.'),
    },
    'write a map with host, from and to',
  ).describe('An e-mail for each notification.'),
);

const RECEIVER_RULE = 'write a map with one of webhook, command, smtp';
const receiver = once(() =>
  z
    .union(
      [
        settings({ webhook: webhook() }, RECEIVER_RULE),
        settings({ command: command() }, RECEIVER_RULE),
        settings({ smtp: smtp() }, RECEIVER_RULE),
      ],
      {
        error: RECEIVER_RULE,
      },
    )
    .describe('Who gets the notifications of the topic on this machine.'),
);

const topic = once(() =>
  settings(
    {
      arn: text(TOPIC_ARN, 'write the ARN of a standard topic, arn:aws:sns:REGION:ACCOUNT:NAME')
        .optional()
        .describe('A topic that is there already. The stack makes one when left out.'),
      format: z
        .enum(['full', 'chat'], { error: 'write full or chat' })
        .optional()
        .describe(
          'chat is for topics that only channels of Amazon Q Developer in chat applications are subscribed to: the message is theirs. full when left out.',
        ),
      receivers: z
        .array(receiver(), { error: 'write a list of receivers' })
        .optional()
        .describe('Who gets its notifications where rollcall run --send is called.'),
    },
    'write a map, {} for a topic with nothing special',
  ),
);

const route = once(() =>
  settings(
    {
      topic: text(TOPIC, 'write the name of a topic').describe(`One of topics, or ${DEFAULT_TOPIC}.`),
      severity: severities.optional().describe('Only what has one of these severities.'),
      tags: tags
        .min(1, { error: 'write a list such as [payments, tokyo]' })
        .optional()
        .describe('Only what has any of these tags.'),
    },
    'write a map with topic',
  ),
);

const alertsSchema = once(() =>
  settings(
    {
      topics: z
        .record(z.string().regex(TOPIC), topic(), {
          error: (issue) => (issue.code === 'invalid_key' ? TOPIC_RULE : 'write a map of names and topics'),
        })
        .optional()
        .describe(`Topics that routes lead to; ${DEFAULT_TOPIC} is always there.`),
      routes: z
        .array(route(), { error: 'write a list of routes' })
        .optional()
        .describe(
          `Each route that fits takes the news of a check to its topic; where none fits, it goes to ${DEFAULT_TOPIC}.`,
        ),
    },
    'write a map with topics and routes',
  ).describe('Where alerts go.'),
);

type Authored = z.infer<ReturnType<typeof alertsSchema>>;

/** What is wrong between the settings of a sound section, paths from the section on. */
function alertsFaults(alerts: unknown): PathFault[] {
  if (!isMap(alerts)) return [];
  const topics = isMap(alerts['topics']) ? alerts['topics'] : {};
  const routes = Array.isArray(alerts['routes']) ? alerts['routes'] : [];
  const wanted = routes.map((one): unknown => (isMap(one) ? one['topic'] : undefined));
  const names = Object.keys(topics);
  const lost = wanted.flatMap((name, index): PathFault[] => {
    if (typeof name !== 'string' || name === DEFAULT_TOPIC || Object.hasOwn(topics, name)) return [];
    const known = [...new Set([...names, DEFAULT_TOPIC])].join(', ');
    return [
      { path: ['routes', index, 'topic'], message: `is "${name}", which is not in topics; write one of ${known}` },
    ];
  });
  const idle = names.flatMap((name): PathFault[] => {
    if (name === DEFAULT_TOPIC || wanted.includes(name)) return [];
    return [{ path: ['topics', name], at: 'key', message: 'has no route that leads to it; write one, or take it out' }];
  });
  const own = topics[DEFAULT_TOPIC];
  const taken: PathFault[] =
    isMap(own) && own['arn'] !== undefined
      ? [{ path: ['topics', DEFAULT_TOPIC, 'arn'], message: 'is for other topics; write a route to one that has it' }]
      : [];
  const many: PathFault[] =
    names.length > MOST_TOPICS
      ? [{ path: ['topics'], at: 'key', message: `has ${names.length} topics; write at most ${MOST_TOPICS}` }]
      : [];
  return [...lost, ...idle, ...taken, ...many];
}

/** Tags of routes that no check has: such a route, misspelt perhaps, would never be taken. */
function routedTagFaults(alerts: unknown, listed: Listed): PathFault[] {
  const routes = isMap(alerts) && Array.isArray(alerts['routes']) ? alerts['routes'] : [];
  return routes.flatMap((route: unknown, index) => {
    const wanted = isMap(route) && Array.isArray(route['tags']) ? route['tags'] : [];
    return unlistedFaults(['routes', index, 'tags'], wanted, 'tag', listed);
  });
}

/** A faultless section. */
function resolveAlerting({ topics = {}, routes = [] }: Authored): Alerting {
  const entries = Object.entries(topics);
  return {
    routes: routes.map((one) => ({
      topic: one.topic,
      severities: one.severity === undefined ? null : [one.severity].flat(),
      tags: one.tags ?? null,
    })),
    formats: entries.flatMap(([name, { format }]) => (format === undefined ? [] : [[name, format] as const])),
    arns: entries.flatMap(([name, { arn }]) => (arn === undefined ? [] : [[name, arn] as const])),
    receivers: entries.flatMap(([name, { receivers = [] }]) =>
      receivers.length === 0 ? [] : [[name, receivers.map(receiverOf)] as const],
    ),
  };
}

function receiverOf(authored: z.infer<ReturnType<typeof receiver>>): Receiver {
  if ('command' in authored) return { kind: 'command', argv: authored.command };
  if ('webhook' in authored) {
    const { url, format = 'json', headers } = authored.webhook;
    return { kind: 'webhook', url, format, headers: pairsOf(headers) };
  }
  const { host, port, tls = 'starttls', user, password, from, to } = authored.smtp;
  const login = user === undefined ? null : { user, password: password ?? '' };
  return { kind: 'smtp', host, port: port ?? (tls === 'always' ? 465 : 587), tls, login, from, to };
}

/** `alerts`: where alerts go. */
export const alertsSection = {
  key: 'alerts',
  schema: alertsSchema,
  rules: (written, _, { listed }) => [...alertsFaults(written), ...routedTagFaults(written, listed)],
  resolve: (written) => ({ alerts: resolveAlerting(written as Authored) }),
} as const satisfies Section;
