import {
  CloudFormationClient,
  DescribeStackResourcesCommand,
  paginateListStackResources,
  type StackResourceSummary,
} from '@aws-sdk/client-cloudformation';
import { UsageError } from '../usage-error.ts';
import { readArn } from './arn.ts';
import { clientIn } from './client.ts';
import type { Place } from './place.ts';
import { ask } from './refusal.ts';
import { asked, type Workflow } from './workflow.ts';

/** A queue of what came to nobody, by its URL: schedules that started no run, or alerts that no subscriber took. */
export type DeadLetterQueue = { readonly url: string; readonly holds: 'schedules' | 'alerts' };

/** What is deployed beside the workflow, by its name on AWS. */
export type StackParts = {
  readonly stack: string;
  readonly dashboard: string | null;
  readonly queues: readonly DeadLetterQueue[];
  readonly alarms: ReadonlySet<string>;
  /** When each schedule was made or changed, an ISO instant by its shard's id. */
  readonly schedules: ReadonlyMap<string, string>;
};

/** Asks CloudFormation for what is in the stack of a workflow. Throws AWS's refusals in plain words. */
export async function stackParts(place: Place, { arn }: Workflow): Promise<StackParts> {
  const region = readArn(arn)?.region ?? null;
  const client = new CloudFormationClient(clientIn(region));
  const stack = place.stateMachine === undefined ? place.stack : await stackWith(client, arn, region);
  const found: StackResourceSummary[] = [];
  const action = 'cloudformation:ListStackResources';
  const pages = paginateListStackResources({ client }, { StackName: stack });
  for await (const page of asked(pages, (next) => ask({ action, of: `stack ${stack}`, region }, next))) {
    found.push(...(page.StackResourceSummaries ?? []));
  }
  const named = (type: string) =>
    found.flatMap((one) => (one.ResourceType === type ? [[nameOf(one), one] as const] : []));
  return {
    stack,
    dashboard: named('AWS::CloudWatch::Dashboard')[0]?.[0] ?? null,
    queues: named('AWS::SQS::Queue').flatMap(([url, { LogicalResourceId }]) => queueOf(url, LogicalResourceId)),
    alarms: new Set(
      [...named('AWS::CloudWatch::Alarm'), ...named('AWS::CloudWatch::CompositeAlarm')].map(([name]) => name),
    ),
    schedules: new Map(
      named('AWS::Scheduler::Schedule').flatMap(([name, { LastUpdatedTimestamp: at }]) => {
        return at === undefined ? [] : [[name, at.toISOString()] as const];
      }),
    ),
  };
}

/** The stack that a state machine is of, where the machine alone was named. */
async function stackWith(client: CloudFormationClient, arn: string, region: string | null): Promise<string> {
  const command = new DescribeStackResourcesCommand({ PhysicalResourceId: arn });
  const wanted = { action: 'cloudformation:DescribeStackResources', of: `stack with ${arn}`, region };
  const { StackResources } = await ask(wanted, client.send(command));
  const stack = StackResources?.[0]?.StackName;
  if (stack === undefined)
    throw new UsageError(`no stack has ${arn}; name a stack with --stack NAME in place of the state machine`);
  return stack;
}

const nameOf = ({ PhysicalResourceId }: StackResourceSummary): string => PhysicalResourceId ?? '';

/** By the names that the constructs have; an app may have queues of its own beside. */
function queueOf(url: string, logicalId = ''): readonly DeadLetterQueue[] {
  if (/SchedulesDeadLetters/.test(logicalId)) return [{ url, holds: 'schedules' }];
  return /UndeliveredQueue/.test(logicalId) ? [{ url, holds: 'alerts' }] : [];
}
