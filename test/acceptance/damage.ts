import { DeleteTableCommand } from '@aws-sdk/client-dynamodb';
import {
  DeleteFunctionCommand,
  GetFunctionConfigurationCommand,
  UpdateFunctionCodeCommand,
  UpdateFunctionConfigurationCommand,
} from '@aws-sdk/client-lambda';
import { CreateTopicCommand, DeleteTopicCommand } from '@aws-sdk/client-sns';
import type { Deployment } from './deployment.ts';
import { zipped } from './zip.ts';

export async function deleteTopic({ clients }: Deployment, TopicArn: string): Promise<void> {
  await clients.sns.send(new DeleteTopicCommand({ TopicArn }));
}

/** As it was: a topic's ARN is made of its name. */
export async function makeTopicAgain({ clients, inboxes }: Deployment, topicArn: string): Promise<void> {
  await clients.sns.send(new CreateTopicCommand({ Name: topicArn.split(':').at(-1) }));
  await inboxes.get(topicArn)?.subscribe();
}

export async function deleteTable({ clients, tableName }: Deployment): Promise<void> {
  await clients.dynamo.send(new DeleteTableCommand({ TableName: tableName }));
}

export async function deleteFunction(deployment: Deployment, state: string): Promise<void> {
  const FunctionName = deployment.functionName(state);
  await deployment.clients.lambda.send(new DeleteFunctionCommand({ FunctionName }));
}

/** Replaces the code of a state's function by one module's text. */
export async function replaceCode(deployment: Deployment, state: string, text: string): Promise<void> {
  const FunctionName = deployment.functionName(state);
  const ZipFile = zipped({ 'index.mjs': text });
  await deployment.clients.lambda.send(new UpdateFunctionCodeCommand({ FunctionName, ZipFile }));
}

export async function shorten(deployment: Deployment, state: string, seconds: number): Promise<void> {
  const FunctionName = deployment.functionName(state);
  await deployment.clients.lambda.send(new UpdateFunctionConfigurationCommand({ FunctionName, Timeout: seconds }));
}

/** Sets variables of a state's function beside those that it has; undefined takes one away. */
export async function setVariables(
  deployment: Deployment,
  state: string,
  variables: Readonly<Record<string, string | undefined>>,
): Promise<void> {
  const { lambda } = deployment.clients;
  const FunctionName = deployment.functionName(state);
  const { Environment } = await lambda.send(new GetFunctionConfigurationCommand({ FunctionName }));
  const all = JSON.parse(JSON.stringify({ ...Environment?.Variables, ...variables }));
  await lambda.send(new UpdateFunctionConfigurationCommand({ FunctionName, Environment: { Variables: all } }));
}

/** Lets the functions that look at the clock see one that is ahead, as Lambda allows by NODE_OPTIONS. */
export async function putClocksForward(deployment: Deployment, ms: number): Promise<void> {
  const clock = `
    const Past = Date;
    globalThis.Date = class extends Past {
      constructor(...given) { super(...(given.length > 0 ? given : [Date.now()])); }
      static now() { return Past.now() + ${ms}; }
    };`;
  const NODE_OPTIONS = `--import=data:text/javascript,${encodeURIComponent(clock)}`;
  for (const state of ['PrepareChecks', 'TrackIncidents']) await setVariables(deployment, state, { NODE_OPTIONS });
}
