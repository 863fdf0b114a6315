import { setTimeout as sleep } from 'node:timers/promises';
import { CloudWatchClient, GetMetricStatisticsCommand, ListMetricsCommand } from '@aws-sdk/client-cloudwatch';
import { DeleteTableCommand, DynamoDBClient, ListTablesCommand, ScanCommand } from '@aws-sdk/client-dynamodb';
import {
  DeleteFunctionCommand,
  InvokeCommand,
  LambdaClient,
  ListFunctionsCommand,
  UpdateFunctionCodeCommand,
  UpdateFunctionConfigurationCommand,
} from '@aws-sdk/client-lambda';
import {
  GetScheduleCommand,
  type GetScheduleOutput,
  ListSchedulesCommand,
  SchedulerClient,
} from '@aws-sdk/client-scheduler';
import {
  DescribeExecutionCommand,
  type DescribeExecutionOutput,
  GetExecutionHistoryCommand,
  type HistoryEvent,
  ListStateMachinesCommand,
  SFNClient,
  StartExecutionCommand,
} from '@aws-sdk/client-sfn';
import { DeleteTopicCommand, ListTopicsCommand, SNSClient, SubscribeCommand } from '@aws-sdk/client-sns';
import { CreateQueueCommand, DeleteMessageCommand, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { AwsClient } from 'aws4fetch';
import { zipped } from './zip.ts';

const EXECUTION_DEADLINE_MS = 60_000;

export type Alert = {
  readonly Subject: string;
  readonly Message: string;
  readonly MessageAttributes?: Readonly<Record<string, { readonly Type: string; readonly Value: string }>>;
};

/** The deployed stack as an operator sees it, with a queue subscribed to its topic. */
export class Deployment {
  readonly topicArn: string;
  private readonly clients: Clients;
  readonly stateMachineArn: string;
  private readonly queueUrl: string;
  private readonly chatUrl: string | null;
  private readonly tableName: string;
  private readonly functionNames: readonly string[];

  private constructor(clients: Clients, found: Found) {
    this.clients = clients;
    this.topicArn = found.topicArn;
    this.stateMachineArn = found.stateMachineArn;
    this.queueUrl = found.queueUrl;
    this.chatUrl = found.chatUrl;
    this.tableName = found.tableName;
    this.functionNames = found.functionNames;
  }

  /** The one stack that is deployed there. */
  static async at(endpoint: string): Promise<Deployment> {
    const clients = clientsOf(endpoint);
    const { stateMachines } = await clients.states.send(new ListStateMachinesCommand());
    const { Topics } = await clients.sns.send(new ListTopicsCommand());
    const { Functions } = await clients.lambda.send(new ListFunctionsCommand());
    const { TableNames } = await clients.dynamo.send(new ListTablesCommand());
    const topic = (part: string) =>
      sole(
        `topic of ${part}`,
        (Topics ?? []).filter(({ TopicArn = '' }) => TopicArn.includes(part)),
      ).TopicArn ?? '';
    const found = {
      tableName: sole('table', TableNames),
      chatUrl: Topics?.some(({ TopicArn = '' }) => TopicArn.includes('teamchat'))
        ? await subscribed(clients, topic('teamchat'), 'chat-channel')
        : null,
      stateMachineArn: sole('state machine', stateMachines).stateMachineArn ?? '',
      topicArn: topic('AlertsTopic'),
      queueUrl: await subscribed(clients, topic('AlertsTopic'), 'subscriber'),
      functionNames: (Functions ?? []).map((fn) => fn.FunctionName ?? ''),
    };
    return new Deployment(clients, found);
  }

  /** Every schedule, by name. */
  async schedules(): Promise<GetScheduleOutput[]> {
    const { Schedules = [] } = await this.clients.scheduler.send(new ListSchedulesCommand());
    const all = Schedules.map(({ Name, GroupName }) =>
      this.clients.scheduler.send(new GetScheduleCommand({ Name, GroupName })),
    );
    return (await Promise.all(all)).toSorted((a, b) => (a.Name ?? '').localeCompare(b.Name ?? ''));
  }

  /** Starts an execution and waits for its end, whatever that is. */
  async execute(input: unknown): Promise<DescribeExecutionOutput> {
    const { executionArn } = await this.clients.states.send(
      new StartExecutionCommand({ stateMachineArn: this.stateMachineArn, input: JSON.stringify(input) }),
    );
    const deadline = Date.now() + EXECUTION_DEADLINE_MS;
    for (;;) {
      const execution = await this.clients.states.send(new DescribeExecutionCommand({ executionArn }));
      if (execution.status !== 'RUNNING') return execution;
      if (Date.now() > deadline) throw new Error(`${executionArn} still runs after ${EXECUTION_DEADLINE_MS} ms`);
      await sleep(50);
    }
  }

  /** Every event of an execution, with the inputs and outputs of its states. */
  async history(executionArn: string): Promise<readonly HistoryEvent[]> {
    const events: HistoryEvent[] = [];
    let nextToken: string | undefined;
    do {
      const page = await this.clients.states.send(
        new GetExecutionHistoryCommand({ executionArn, maxResults: 1000, ...(nextToken && { nextToken }) }),
      );
      events.push(...(page.events ?? []));
      nextToken = page.nextToken;
    } while (nextToken);
    return events;
  }

  /** Every line that the functions have logged, by log group. */
  async logs(): Promise<Record<string, unknown>> {
    const { logGroups = [] } = await this.ask<{ logGroups?: { logGroupName: string }[] }>('DescribeLogGroups', {});
    const entries = logGroups.map(async ({ logGroupName }) => {
      return [logGroupName, await this.ask('FilterLogEvents', { logGroupName })] as const;
    });
    return Object.fromEntries(await Promise.all(entries));
  }

  /** CloudWatch Logs by its wire protocol: one more client would be a dependency for two calls. */
  private async ask<T>(operation: string, body: object): Promise<T> {
    const response = await this.clients.signed.fetch(`${this.clients.endpoint}/`, {
      method: 'POST',
      headers: { 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': `Logs_20140328.${operation}` },
      body: JSON.stringify(body),
    });
    if (!response.ok) throw new Error(`${operation}: ${response.status} ${await response.text()}`);
    return (await response.json()) as T;
  }

  /** The alerts that the subscribed queue got since the last look. SNS delivers before PublishAlert succeeds. */
  alerts(): Promise<Alert[]> {
    return this.received(this.queueUrl);
  }

  /** The same of a queue in the place of a chat channel. */
  chats(): Promise<Alert[]> {
    return this.chatUrl === null ? Promise.resolve([]) : this.received(this.chatUrl);
  }

  private async received(QueueUrl: string): Promise<Alert[]> {
    const alerts: Alert[] = [];
    for (;;) {
      const { Messages = [] } = await this.clients.sqs.send(
        new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }),
      );
      if (Messages.length === 0) return alerts;
      for (const { Body, ReceiptHandle } of Messages) {
        alerts.push(JSON.parse(Body ?? ''));
        await this.clients.sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
      }
    }
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
      const dimensions = Dimensions.map(({ Name, Value }) => `${Name}=${Value}`).join(',');
      return [`${MetricName} ${dimensions}`, { sum: total('Sum'), count: total('SampleCount') }] as const;
    });
    return Object.fromEntries(await Promise.all(entries));
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

  async deleteTopic(): Promise<void> {
    await this.clients.sns.send(new DeleteTopicCommand({ TopicArn: this.topicArn }));
  }

  /** The checks that the incident table remembers. */
  async remembered(): Promise<string[]> {
    const { Items = [] } = await this.clients.dynamo.send(new ScanCommand({ TableName: this.tableName }));
    return Items.map(({ name }) => name?.S ?? '').toSorted();
  }

  async deleteTable(): Promise<void> {
    await this.clients.dynamo.send(new DeleteTableCommand({ TableName: this.tableName }));
  }

  /** Calls a state's function as the workflow would, and gives its answer. */
  async answerOf(state: string, event: unknown): Promise<unknown> {
    const { answer } = await this.invoke(this.functionName(state), JSON.stringify(event));
    return JSON.parse(answer);
  }

  async deleteFunction(state: string): Promise<void> {
    await this.clients.lambda.send(new DeleteFunctionCommand({ FunctionName: this.functionName(state) }));
  }

  /** Replaces the code of a state's function by one module's text. */
  async replaceCode(state: string, text: string): Promise<void> {
    const ZipFile = zipped({ 'index.mjs': text });
    await this.clients.lambda.send(new UpdateFunctionCodeCommand({ FunctionName: this.functionName(state), ZipFile }));
  }

  async configure(state: string, change: { Timeout?: number; environment?: Record<string, string> }): Promise<void> {
    const { environment, ...rest } = change;
    await this.clients.lambda.send(
      new UpdateFunctionConfigurationCommand({
        FunctionName: this.functionName(state),
        ...rest,
        ...(environment && { Environment: { Variables: environment } }),
      }),
    );
  }

  private functionName(state: string): string {
    return sole(
      `function of ${state}`,
      this.functionNames.filter((name) => name.includes(`${state}Function`)),
    );
  }
}

type Found = {
  stateMachineArn: string;
  topicArn: string;
  queueUrl: string;
  chatUrl: string | null;
  tableName: string;
  functionNames: readonly string[];
};

/** The URL of a new queue that gets what is published to the topic. */
async function subscribed({ sqs, sns }: Clients, TopicArn: string, QueueName: string): Promise<string> {
  const { QueueUrl = '' } = await sqs.send(new CreateQueueCommand({ QueueName }));
  const Endpoint = `arn:aws:sqs:us-east-1:123456789012:${QueueName}`;
  await sns.send(new SubscribeCommand({ TopicArn, Protocol: 'sqs', Endpoint }));
  return QueueUrl;
}

type Clients = ReturnType<typeof clientsOf>;

function clientsOf(endpoint: string) {
  const settings = { endpoint, region: 'us-east-1', credentials: { accessKeyId: 'test', secretAccessKey: 'test' } };
  return {
    states: new SFNClient(settings),
    sns: new SNSClient(settings),
    sqs: new SQSClient(settings),
    lambda: new LambdaClient(settings),
    cloudwatch: new CloudWatchClient(settings),
    scheduler: new SchedulerClient(settings),
    signed: new AwsClient({ ...settings.credentials, region: settings.region, service: 'logs' }),
    endpoint,
    dynamo: new DynamoDBClient(settings),
  };
}

function sole<T>(what: string, found: readonly T[] | undefined): T {
  const [only, ...others] = found ?? [];
  if (only === undefined || others.length > 0) throw new Error(`wanted one ${what}, found ${found?.length ?? 0}`);
  return only;
}
