import * as z from 'zod';
import { MOST_QUORUM_REGIONS } from '#core/alarm/settings.ts';
import { type DeploySettings, RETENTION_DAYS } from '#core/check/deploy-settings.ts';
import { DEFAULT_CONCURRENCY, WORKFLOW_TYPES } from '#core/contract.ts';
import { once } from '#core/once.ts';
import { soundPart } from '#core/settings/draft.ts';
import type { PathFault } from '#core/settings/fault.ts';
import { faultsOf } from '#core/settings/schema-faults.ts';
import { choice, count, flag, list, settings, text } from '#core/settings/setting.ts';
import type { Path } from '#core/text/json-values.ts';
import { alarmFaults, alarmsSchema } from './alarms.ts';
import { namingShape } from './naming.ts';
import { pageFaults, pageSchema } from './page.ts';
import { arn, subscriptionsSchema, topicArn } from './subscriptions.ts';

/** The `deploy` section of checks.yaml: the properties of the HealthChecks construct, as they are. */

const REGION = /^[a-z]{2}(?:-[a-z]+){1,3}-\d$/;

const KEY = 'write the ARN of a KMS key, or true for one of its own';
const FUNCTION_NAME = 'write up to 64 letters, digits, - and _, or false for no such function';
const RETENTION = `write one of the days that CloudWatch knows, ${RETENTION_DAYS.join(', ')}, or forever`;

const shape = once(() => ({
  ...namingShape(),
  workflow: choice(WORKFLOW_TYPES).describe(
    'nested keeps the history of each run, standard that of each check too; express has logs alone. nested when left out.',
  ),
  concurrency: count(1, DEFAULT_CONCURRENCY).describe('How many checks of a run are in flight. 40 when left out.'),
  metricNamespace: text(
    /^(?!AWS\/|:)[\w.\-/#:]{1,255}$/,
    'write up to 255 of A-Z a-z 0-9 . - _ / # :, not AWS/…',
  ).describe('CloudWatch namespace of the metrics. Rollcall when left out.'),
  topicArn: topicArn().describe('A topic that is there, to alert to.'),
  subscriptions: subscriptionsSchema().describe('Who is told.'),
  alarms: alarmsSchema().describe('CloudWatch alarms, and whom they wake; false makes none.'),
  dashboard: flag().describe('A CloudWatch dashboard. true when left out.'),
  page: pageSchema(),
  retentionDays: z
    .union([z.literal(RETENTION_DAYS), z.literal('forever')], { error: RETENTION })
    .describe('How many days logs are kept. 30 when left out.'),
  logData: flag().describe('Logs what goes in and out of each state too. false when left out.'),
  kmsKey: z
    .union([text(arn('kms', 'key/[\\w-]{1,100}'), KEY), z.literal(true)], { error: KEY })
    .describe('Encrypts topics, queues, incidents, logs, settings of functions and executions.'),
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
    .union([text(/^[\w-]{1,64}$/, FUNCTION_NAME), z.literal(false)], { error: FUNCTION_NAME })
    .describe("Makes the recipe's own function, of this name, such as HealthCheckByCurl. None when left out."),
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
    .refine((names) => new Set(names).size === names.length, {
      error: ({ input }) => `names ${twiceIn(input as string[])} twice; write each Region once`,
    })
    .meta({ description: 'A stack in each of these Regions.', uniqueItems: true }),
  home: text(REGION, 'write one of the regions').describe('The one of regions that all tell who is NG.'),
  allowLoopback: flag().describe('For acceptance tests only.'),
}));

type Optional<S extends z.ZodRawShape> = { [K in keyof S]: z.ZodOptional<S[K]> };

export const deploySchema = once(() =>
  settings(
    Object.fromEntries(Object.entries(shape()).map(([key, schema]) => [key, schema.optional()])) as Optional<
      ReturnType<typeof shape>
    >,
    'write a map such as {workflow: express}',
  ).describe('How the list is deployed to AWS.'),
);

/** What is wrong with settings that no file says, each by itself and between them. */
export function settingFaults(settings: DeploySettings): PathFault[] {
  const { error } = deploySchema().safeParse(settings);
  const wrong = error === undefined ? [] : faultsOf(error.issues, settings);
  const sound = soundPart(settings, wrong);
  // without regions, its stacks are somebody else's to make, and so are the Regions that home is one of
  const between = settings.regions === undefined ? pageFaults(sound, wrong) : deployFaults(sound, wrong);
  return [...wrong, ...between];
}

/** What is wrong between the settings that are right by themselves. `wrong` holds the faults of the others. */
export function deployFaults(settings: DeploySettings, wrong: readonly PathFault[]): PathFault[] {
  const { regions, home } = settings;
  const areKnown = !wrong.some(({ path: [key] }) => key === 'regions' || key === 'home');
  return [
    ...(areKnown ? [...homeFaults(regions, home), ...alarmFaults(settings)] : []),
    ...(regions !== undefined && regions.length > 1 ? regionalFaults(settings) : []),
    ...pageFaults(settings, wrong),
  ];
}

function homeFaults(regions: readonly string[] | undefined, home: string | undefined): PathFault[] {
  if (home === undefined) return [];
  if (regions !== undefined && regions.length > MOST_QUORUM_REGIONS) {
    const message = `has ${regions.length} Regions to hear, and an alarm counts ${MOST_QUORUM_REGIONS}; write fewer regions, or no home`;
    return [{ path: ['home'], message }];
  }
  if (regions?.includes(home)) return [];
  const advice = regions === undefined ? 'write regions too' : `write one of ${regions.join(', ')}`;
  return [{ path: ['home'], message: `is ${JSON.stringify(home)}, which is not among regions; ${advice}` }];
}

/** What is in one Region only. */
function regionalFaults({ topicArn, vpc, kmsKey, alarms, events }: DeploySettings): PathFault[] {
  const ownTopic = 'leave it out, and each Region has a topic';
  const regional: readonly (readonly [path: Path, isThere: boolean, advice: string])[] = [
    [['topicArn'], topicArn !== undefined, ownTopic],
    [['vpc'], vpc !== undefined, 'deploy that Region from a list of its own'],
    [['events'], typeof events === 'string', 'write true, and each Region has its default bus'],
    [['kmsKey'], typeof kmsKey === 'string', 'write true, and each Region has a key'],
    [['alarms', 'topicArn'], alarms !== false && alarms?.topicArn !== undefined, ownTopic],
  ];
  return regional.flatMap(([path, isThere, advice]): PathFault[] =>
    isThere ? [{ path, at: 'key', message: `is of one Region, and there are several; ${advice}` }] : [],
  );
}

function twiceIn(names: readonly string[]): string {
  return names.find((name, index) => names.indexOf(name) !== index) ?? '';
}
