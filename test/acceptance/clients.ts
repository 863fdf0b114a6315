import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { SchedulerClient } from '@aws-sdk/client-scheduler';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SFNClient } from '@aws-sdk/client-sfn';
import { SNSClient } from '@aws-sdk/client-sns';
import { SQSClient } from '@aws-sdk/client-sqs';
import { AwsClient } from 'aws4fetch';

export type Clients = ReturnType<typeof clientsOf>;

export function clientsOf(endpoint: string) {
  const settings = { endpoint, region: 'us-east-1', credentials: { accessKeyId: 'test', secretAccessKey: 'test' } };
  return {
    states: new SFNClient(settings),
    sns: new SNSClient(settings),
    sqs: new SQSClient(settings),
    lambda: new LambdaClient(settings),
    cloudwatch: new CloudWatchClient(settings),
    scheduler: new SchedulerClient(settings),
    secrets: new SecretsManagerClient(settings),
    dynamo: new DynamoDBClient(settings),
    logs: logsOf(endpoint, new AwsClient({ ...settings.credentials, region: settings.region, service: 'logs' })),
  };
}

/** CloudWatch Logs by its wire protocol: one more client would be a dependency for two calls. */
function logsOf(endpoint: string, signed: AwsClient) {
  return async <T>(operation: string, body: object): Promise<T> => {
    const response = await signed.fetch(`${endpoint}/`, {
      method: 'POST',
      headers: { 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': `Logs_20140328.${operation}` },
      body: JSON.stringify(body),
    });
    if (!response.ok) throw new Error(`${operation}: ${response.status} ${await response.text()}`);
    return (await response.json()) as T;
  };
}

export function sole<T>(what: string, found: readonly T[] | undefined): T {
  const [only, ...others] = found ?? [];
  if (only === undefined || others.length > 0) throw new Error(`wanted one ${what}, found ${found?.length ?? 0}`);
  return only;
}
