import * as z from 'zod';
import { DEFAULT_CONCURRENCY, WORKFLOW_TYPES } from '../contract.ts';
import { type DeploySettings, RETENTION_DAYS } from './deploy-settings.ts';
import type { PathFault } from './fault.ts';
import { count, flag, settings, text } from './setting.ts';

/** The `deploy` section of checks.yaml: the properties of the HealthChecks construct, as they are. */

const arn = (service: string, resource: string) =>
  new RegExp(`^arn:aws[a-z-]*:${service}:[a-z0-9-]+:\\d{12}:${resource}$`);
const REGION = /^[a-z]{2}(?:-[a-z]+){1,3}-\d$/;
const TOPIC = arn('sns', '[\\w-]{1,256}');
const MOST_SUBSCRIPTIONS = 50;

function choice<const T extends readonly [string, ...string[]]>(words: T) {
  return z.enum(words, { error: `write ${words.slice(0, -1).join(', ')} or ${words.at(-1)}` });
}

function list<T extends z.ZodType>(item: T, most: number, write: string) {
  return z
    .array(item, { error: write })
    .min(1, { error: write })
    .max(most, { error: `write at most ${most}` });
}

const SUBSCRIBER = {
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
        /^[A-Za-z0-9_%.:@-]{1,255}$/,
        'write the id of a channel, such as 19%3Aab…%40thread.tacv2',
      ).describe('The id of the channel.'),
    },
    'write a map with tenant, team and channel',
  ).describe('A Teams channel, by Amazon Q Developer in chat applications.'),
};
const WRITE_SUBSCRIBER = `write a map with one of ${Object.keys(SUBSCRIBER).join(', ')}`;
const subscriber = settings(
  Object.fromEntries(Object.entries(SUBSCRIBER).map(([key, schema]) => [key, schema.optional()])),
  WRITE_SUBSCRIBER,
);

const RETENTION = `write one of the days that CloudWatch knows, ${RETENTION_DAYS.join(', ')}, or forever`;

const shape = {
  workflow: choice(WORKFLOW_TYPES).describe('standard keeps the history of each run; express costs a fraction.'),
  concurrency: count(1, DEFAULT_CONCURRENCY).describe('How many checks of a run are in flight. 40 when left out.'),
  metricNamespace: text(
    /^(?!AWS\/|:)[\w.\-/#:]{1,255}$/,
    'write up to 255 of A-Z a-z 0-9 . - _ / # :, not AWS/…',
  ).describe('CloudWatch namespace of the metrics. Rollcall when left out.'),
  topicArn: text(TOPIC, 'write the ARN of a standard SNS topic').describe('A topic that is there, to alert to.'),
  subscriptions: list(subscriber, MOST_SUBSCRIPTIONS, `write a list; ${WRITE_SUBSCRIBER}`).describe('Who is told.'),
  retentionDays: z
    .union([z.literal(RETENTION_DAYS), z.literal('forever')], { error: RETENTION })
    .describe('How many days logs are kept. 30 when left out.'),
  logData: flag().describe('Logs what goes in and out of each state too. false when left out.'),
  kmsKey: z
    .union([z.string().regex(arn('kms', 'key/[\\w-]{1,100}')), z.literal(true)], {
      error: 'write the ARN of a KMS key, or true for one of its own',
    })
    .describe('Encrypts alert topics, incident table and the queue of undelivered schedules.'),
  vpc: settings(
    {
      subnets: list(
        text(/^subnet-[0-9a-f]{8,17}$/, 'write the id of a subnet'),
        16,
        'write a list of subnets',
      ).describe('Ids of subnets.'),
      securityGroups: list(
        text(/^sg-[0-9a-f]{8,17}$/, 'write the id of a security group'),
        5,
        'write a list of security groups',
      ).describe('Ids of security groups.'),
    },
    'write a map with subnets and securityGroups',
  ).describe('Where checkers reach private targets from.'),
  reservedConcurrency: count(1, 1000).describe('Invocations that each checker function may have at a time.'),
  rollout: settings(
    {
      type: choice(['canary', 'linear']).describe('canary: a part, then all; linear: part by part.'),
      percentage: count(1, 99).describe('Percent of the runs that go over at once, 1 to 99.'),
      minutes: count(1, 2100).describe('Minutes from one step to the next.'),
    },
    'write a map such as {type: canary, percentage: 10, minutes: 10}',
  ).describe('Moves the schedules to a changed workflow step by step, and back when an execution fails.'),
  recipeFunctionName: z
    .union([z.string().regex(/^[\w-]{1,64}$/), z.literal(false)], {
      error: 'write up to 64 letters, digits, - and _, or false for no such function',
    })
    .describe("What the recipe's own function is called. HealthCheckByCurl when left out."),
  removalPolicy: choice(['destroy', 'retain']).describe('What becomes of logs and keys when the stack goes.'),
  tags: z
    .record(
      z.string().regex(/^(?!aws:)[\p{L}\p{N} _.:/=+@-]{1,128}$/u),
      text(/^[\p{L}\p{N} _.:/=+@-]{0,256}$/u, 'write text of letters, digits, spaces and _.:/=+-@'),
      {
        error: (issue) =>
          issue.code === 'invalid_key'
            ? 'is no key of a tag; write letters, digits, spaces and _.:/=+-@, not aws:…'
            : 'write a map of keys and values',
      },
    )
    .refine((tags) => Object.keys(tags).length <= 40, { error: 'write at most 40 tags' })
    .describe('Tags of every resource.'),
  regions: list(
    text(REGION, 'write a Region such as us-west-2'),
    30,
    'write a list such as [us-west-2, ap-northeast-1]',
  )
    .refine((names) => new Set(names).size === names.length, { error: 'write each Region once' })
    .describe('A stack in each of these Regions.'),
  home: text(REGION, 'write one of the regions').describe('Where all Regions write their metrics too.'),
  allowLoopback: flag().describe('For acceptance tests only.'),
};

type Optional<S extends z.ZodRawShape> = { [K in keyof S]: z.ZodOptional<S[K]> };

export const deploySchema = settings(
  Object.fromEntries(Object.entries(shape).map(([key, schema]) => [key, schema.optional()])) as Optional<typeof shape>,
  'write a map such as {workflow: express}',
).describe('How the list is deployed to AWS.');

/** What is wrong between the settings, each of which is right by itself. */
export function deployFaults({ regions, home, ...rest }: DeploySettings): PathFault[] {
  const several = regions !== undefined && regions.length > 1;
  return [
    ...homeFaults(regions, home),
    ...(several ? regionalFaults(rest) : []),
    ...(rest.subscriptions ?? []).flatMap((one, index): PathFault[] => {
      if (Object.keys(one).length === 1) return [];
      return [{ path: ['subscriptions', index], message: `has ${Object.keys(one).length} ways; ${WRITE_SUBSCRIBER}` }];
    }),
  ];
}

function homeFaults(regions: readonly string[] | undefined, home: string | undefined): PathFault[] {
  if (home === undefined || regions?.includes(home)) return [];
  const advice = regions === undefined ? 'write regions too' : `write one of ${regions.join(', ')}`;
  return [{ path: ['home'], message: `is ${JSON.stringify(home)}, which is not among regions; ${advice}` }];
}

/** What is in one Region only. */
function regionalFaults({ topicArn, vpc, kmsKey }: DeploySettings): PathFault[] {
  const regional: readonly (readonly [key: string, isThere: boolean, advice: string])[] = [
    ['topicArn', topicArn !== undefined, 'leave it out, and each Region has a topic'],
    ['vpc', vpc !== undefined, 'deploy that Region from a list of its own'],
    ['kmsKey', typeof kmsKey === 'string', 'write true, and each Region has a key'],
  ];
  return regional.flatMap(([key, isThere, advice]): PathFault[] =>
    isThere ? [{ path: [key], at: 'key', message: `is of one Region, and there are several; ${advice}` }] : [],
  );
}
