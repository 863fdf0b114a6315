import { setTimeout as sleep } from 'node:timers/promises';
import { GetMetricStatisticsCommand, ListMetricsCommand } from '@aws-sdk/client-cloudwatch';
import { type AttributeValue, ListTablesCommand, ScanCommand } from '@aws-sdk/client-dynamodb';
import { InvokeCommand, ListFunctionsCommand } from '@aws-sdk/client-lambda';
import { GetScheduleCommand, type GetScheduleOutput, ListSchedulesCommand } from '@aws-sdk/client-scheduler';
import {
  DescribeExecutionCommand,
  type DescribeExecutionOutput,
  GetExecutionHistoryCommand,
  type HistoryEvent,
  ListStateMachinesCommand,
  StartExecutionCommand,
} from '@aws-sdk/client-sfn';
import { ListTopicsCommand } from '@aws-sdk/client-sns';
import { type Clients, clientsOf, sole } from './clients.ts';
import { type Alert, type Inbox, inboxOf } from './inbox.ts';

const EXECUTION_DEADLINE_MS = 60_000;
const HISTORY_TRIES = 10;

/** The deployed stack as an operator sees it, with a queue subscribed to each of its topics. */
export class Deployment {
  readonly clients: Clients;
  readonly stateMachineArn: string;
  /** The Express machine that it calls; null where it calls none. */
  readonly nestedArn: string | null;
  readonly topicArn: string;
  readonly tableName: string;
  /** By the ARN of their topic. */
  readonly inboxes: ReadonlyMap<string, Inbox>;
  private readonly functionNames: readonly string[];

  private constructor(clients: Clients, found: Found) {
    this.clients = clients;
    this.stateMachineArn = found.stateMachineArn;
    this.nestedArn = found.nestedArn;
    this.topicArn = found.topicArn;
    this.tableName = found.tableName;
    this.inboxes = found.inboxes;
    this.functionNames = found.functionNames;
  }

  /** The one stack that is deployed there. */
  static async at(endpoint: string): Promise<Deployment> {
    const clients = clientsOf(endpoint);
    const { stateMachines = [] } = await clients.states.send(new ListStateMachinesCommand());
    const machines = stateMachines.map(({ stateMachineArn = '' }) => stateMachineArn);
    const isNested = (arn: string) => arn.includes('WorkflowNested');
    const { Topics = [] } = await clients.sns.send(new ListTopicsCommand());
    const { Functions = [] } = await clients.lambda.send(new ListFunctionsCommand());
    const { TableNames } = await clients.dynamo.send(new ListTablesCommand());
    const arns = Topics.map(({ TopicArn = '' }) => TopicArn);
    const inboxes = arns.map(async (arn, at) => [arn, await inboxOf(clients, arn, `inbox-${at}`)] as const);
    return new Deployment(clients, {
      stateMachineArn: sole(
        'state machine',
        machines.filter((arn) => !isNested(arn)),
      ),
      nestedArn: machines.find(isNested) ?? null,
      topicArn: sole(
        'default topic',
        arns.filter((arn) => arn.includes('AlertsTopic')),
      ),
      tableName: sole(
        'table of incidents',
        TableNames?.filter((name) => name.includes('Incidents')),
      ),
      inboxes: new Map(await Promise.all(inboxes)),
      functionNames: Functions.map(({ FunctionName = '' }) => FunctionName),
    });
  }

  /** Every schedule, by name. */
  async schedules(): Promise<GetScheduleOutput[]> {
    const { scheduler } = this.clients;
    const { Schedules = [] } = await scheduler.send(new ListSchedulesCommand());
    const all = Schedules.map(({ Name, GroupName }) => scheduler.send(new GetScheduleCommand({ Name, GroupName })));
    return (await Promise.all(all)).toSorted((a, b) => (a.Name ?? '').localeCompare(b.Name ?? ''));
  }

  /** Starts an execution and waits for its end, whatever that is. */
  async execute(input: unknown, stateMachineArn = this.stateMachineArn): Promise<DescribeExecutionOutput> {
    const { executionArn } = await this.clients.states.send(
      new StartExecutionCommand({ stateMachineArn, input: JSON.stringify(input) }),
    );
    const deadline = Date.now() + EXECUTION_DEADLINE_MS;
    for (;;) {
      const execution = await this.clients.states.send(new DescribeExecutionCommand({ executionArn }));
      if (execution.status !== 'RUNNING') return execution;
      if (Date.now() > deadline) throw new Error(`${executionArn} still runs after ${EXECUTION_DEADLINE_MS} ms`);
      await sleep(50);
    }
  }

  /**
   * Every event of an execution, with the inputs and outputs of its states; the emulator knows no pages. After a branch
   * has ended the execution its others go on there, and while they write the history cannot always be read.
   */
  async history({ executionArn }: Pick<DescribeExecutionOutput, 'executionArn'>): Promise<readonly HistoryEvent[]> {
    const ask = new GetExecutionHistoryCommand({ executionArn, maxResults: 1000 });
    for (let tries = 1; ; tries += 1) {
      try {
        return (await this.clients.states.send(ask)).events ?? [];
      } catch (error) {
        if (tries === HISTORY_TRIES) throw error;
        await sleep(200);
      }
    }
  }

  /** Every line that the functions have logged, by log group. */
  async logs(): Promise<Record<string, unknown>> {
    const ask = this.clients.logs;
    const { logGroups = [] } = await ask<{ logGroups?: { logGroupName: string }[] }>('DescribeLogGroups', {});
    const entries = logGroups.map(async ({ logGroupName }) => {
      return [logGroupName, await ask('FilterLogEvents', { logGroupName })] as const;
    });
    return Object.fromEntries(await Promise.all(entries));
  }

  /** What the default topic's queue got since the last look. SNS delivers before PublishAlert succeeds. */
  alerts(): Promise<Alert[]> {
    return this.received('AlertsTopic');
  }

  /** The same of the one topic with this in its ARN. */
  received(part: string): Promise<Alert[]> {
    const inboxes = [...this.inboxes].filter(([arn]) => arn.includes(part));
    return sole(`topic of ${part}`, inboxes)[1].read();
  }

  /** Every metric of the namespace, `Name Dimension=value`, to the sum of its values and their number. */
  async metrics(Namespace: string): Promise<Record<string, { sum: number; count: number }>> {
    const { Metrics = [] } = await this.clients.cloudwatch.send(new ListMetricsCommand({ Namespace }));
    const entries = Metrics.map(async ({ MetricName = '', Dimensions = [] }) => {
      const { Datapoints = [] } = await this.clients.cloudwatch.send(
        new GetMetricStatisticsCommand({
          Namespace,
          MetricName,
          Dimensions,
          StartTime: new Date(Date.now() - 3_600_000),
          EndTime: new Date(Date.now() + 3_600_000),
          Period: 60,
          Statistics: ['Sum', 'SampleCount'],
        }),
      );
      const total = (of: 'Sum' | 'SampleCount') => Datapoints.reduce((sum, point) => sum + (point[of] ?? 0), 0);
      const dimensions = Dimensions.map(({ Name, Value }) => `${Name}=${Value}`);
      return { name: MetricName, dimensions, sum: total('Sum'), count: total('SampleCount') };
    });
    const all = await Promise.all(entries);
    // The emulator lists a metric of several dimensions once for each time that it was written.
    const once = new Map(all.map((metric) => [`${metric.name} ${metric.dimensions.join(',')}`, metric]));
    return Object.fromEntries(exactly([...once.values()]));
  }

  /** Everything in the incident table, by the name of the check. */
  async memory(): Promise<ReadonlyMap<string, Record<string, AttributeValue>>> {
    const items = new Map<string, Record<string, AttributeValue>>();
    let ExclusiveStartKey: Record<string, AttributeValue> | undefined;
    do {
      const page = await this.clients.dynamo.send(
        new ScanCommand({ TableName: this.tableName, ...(ExclusiveStartKey && { ExclusiveStartKey }) }),
      );
      for (const item of page.Items ?? []) items.set(item['name']?.S ?? '', item);
      ExclusiveStartKey = page.LastEvaluatedKey;
    } while (ExclusiveStartKey);
    return items;
  }

  /** Invokes a function by its name as the recipe's caller does: waits for the answer, and asks for the log's tail. */
  async invoke(FunctionName: string, payload: string): Promise<{ answer: string; log: string; error: string | null }> {
    const invoked = await this.clients.lambda.send(
      new InvokeCommand({
        FunctionName,
        InvocationType: 'RequestResponse',
        LogType: 'Tail',
        Payload: Buffer.from(payload),
      }),
    );
    return {
      answer: Buffer.from(invoked.Payload ?? []).toString(),
      log: Buffer.from(invoked.LogResult ?? '', 'base64').toString(),
      error: invoked.FunctionError ?? null,
    };
  }

  /** Calls a state's function as the workflow would, and gives its answer. */
  async answerOf(state: string, event: unknown): Promise<unknown> {
    const { answer } = await this.invoke(this.functionName(state), JSON.stringify(event));
    return JSON.parse(answer);
  }

  functionName(state: string): string {
    return sole(
      `function of ${state}`,
      this.functionNames.filter((name) => name.includes(`${state}Function`)),
    );
  }
}

type Total = { readonly sum: number; readonly count: number };
type Listed = Total & { readonly name: string; readonly dimensions: readonly string[] };

/** The emulator's totals have in them those of every metric with the same dimensions and one more. */
function exactly(listed: readonly Listed[]): (readonly [string, Total])[] {
  return listed.map(({ name, dimensions, sum, count }) => {
    const others = listed.filter(
      (other) =>
        other.name === name &&
        other.dimensions.length === dimensions.length + 1 &&
        dimensions.every((dimension) => other.dimensions.includes(dimension)),
    );
    const less = (of: 'sum' | 'count') => others.reduce((total, other) => total + other[of], 0);
    return [`${name} ${dimensions.join(',')}`, { sum: sum - less('sum'), count: count - less('count') }];
  });
}

type Found = Pick<Deployment, 'stateMachineArn' | 'nestedArn' | 'topicArn' | 'tableName' | 'inboxes'> & {
  readonly functionNames: readonly string[];
};
