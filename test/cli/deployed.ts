import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { DescribeStateMachineCommand, type HistoryEvent, SFNClient } from '@aws-sdk/client-sfn';
import { mockClient } from 'aws-sdk-client-mock';
import type { Verdict } from '#core/verdict/verdict.ts';
import type { StatusAnswer } from '#functions/track-incidents/status.ts';

export const MACHINE = 'arn:aws:states:us-west-2:123456789012:stateMachine:Roll';
export const EXECUTION = 'arn:aws:states:us-west-2:123456789012:execution:Roll:monday';
export const TOPIC = 'arn:aws:sns:us-west-2:123456789012:Rollcall-Alerts';
const LOG_GROUP = 'arn:aws:logs:us-west-2:123456789012:log-group:/rollcall/express:*';

export const states = mockClient(SFNClient);
export const stacks = mockClient(CloudFormationClient);
export const functions = mockClient(LambdaClient);

const FUNCTION = 'arn:aws:lambda:us-west-2:123456789012:function:';
const DEFINITION = JSON.stringify({
  StartAt: 'PrepareChecks',
  States: Object.fromEntries(
    ['PrepareChecks', 'TrackIncidents'].map((state) => [state, { Parameters: { FunctionName: FUNCTION + state } }]),
  ),
});

/** What the function of a state answers, or throws. */
export function answering(state: string, answer: unknown, FunctionError?: string): void {
  const Payload = Buffer.from(JSON.stringify(answer)) as never;
  functions
    .on(InvokeCommand, { FunctionName: FUNCTION + state })
    .resolves({ StatusCode: 200, Payload, ...(FunctionError !== undefined && { FunctionError }) });
}

/** What the function that remembers answers where all is well, of these checks and shards. */
export function remembering(checks: readonly string[], shards: readonly string[] = ['5m-0']): void {
  const answer: StatusAnswer = {
    open: [],
    offline: null,
    mutes: [],
    maintenance: [],
    timezone: 'Europe/Paris',
    shards: shards.map((id, at) => ({
      id,
      schedule: { every: 300 },
      longestRunSeconds: 30,
      checks: at === 0 ? checks : [],
    })),
    guards: ['up'],
    namespace: 'Rollcall',
  };
  answering('TrackIncidents', answer);
}

/** A stack of the name Rollcall with a workflow of this type, and nothing run on it yet. */
export function deployed(type: 'STANDARD' | 'EXPRESS' = 'STANDARD'): void {
  states.reset();
  stacks.reset();
  functions.reset();
  answering('PrepareChecks', { run: RUN, roll: [], untracked: {} });
  stacks.on(DescribeStacksCommand, { StackName: 'Rollcall' }).resolves({
    Stacks: [
      {
        StackName: 'Rollcall',
        CreationTime: new Date(0),
        StackStatus: 'CREATE_COMPLETE',
        Outputs: [
          { OutputKey: 'StateMachineArn', OutputValue: MACHINE },
          { OutputKey: 'TopicArn', OutputValue: TOPIC },
        ],
      },
    ],
  });
  states.on(DescribeStateMachineCommand, { stateMachineArn: MACHINE }).resolves({
    stateMachineArn: MACHINE,
    type,
    definition: DEFINITION,
    ...(type === 'EXPRESS' && {
      loggingConfiguration: { destinations: [{ cloudWatchLogsLogGroup: { logGroupArn: LOG_GROUP } }] },
    }),
  });
}

const RUN = {
  id: EXECUTION,
  startedAt: '2026-11-23T09:00:00.000Z',
  trigger: 'schedule',
  shard: '5m-0',
  concurrency: 40,
  region: 'us-west-2',
};

/** An execution that took 3.2 seconds, as AWS describes it. */
export function ended(results: readonly Verdict[], changes: object = {}): object {
  return {
    executionArn: EXECUTION,
    stateMachineArn: MACHINE,
    status: 'SUCCEEDED',
    startDate: new Date('2026-11-23T09:00:00.000Z'),
    stopDate: new Date('2026-11-23T09:00:03.200Z'),
    input: '{"shard":"5m-0","scheduledTime":"2026-11-23T09:00:00Z"}',
    output: JSON.stringify({ run: RUN, results }),
    redriveCount: 0,
    ...changes,
  };
}

/** The same, failed in Finish: without an output. */
export function broken(changes: object = {}): object {
  const failure = { error: 'SNS.NotFoundException', cause: 'Topic does not exist' };
  return ended([], { status: 'FAILED', output: undefined, redriveStatus: 'REDRIVABLE', ...failure, ...changes });
}

export function entered(name: string, roll: readonly unknown[]): HistoryEvent {
  return event({ stateEnteredEventDetails: { name, input: JSON.stringify({ run: RUN, roll }) } });
}

export function exited(name: string, output: unknown): HistoryEvent {
  return event({ stateExitedEventDetails: { name, output: JSON.stringify(output) } });
}

export const prepared = (roll: readonly unknown[]) => exited('PrepareChecks', { run: RUN, roll });

function event(details: Partial<HistoryEvent>): HistoryEvent {
  return { timestamp: new Date(0), type: 'PassStateExited', id: 1, ...details };
}
