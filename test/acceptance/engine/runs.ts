import { setTimeout as pause } from 'node:timers/promises';
import { CreateFunctionCommand } from '@aws-sdk/client-lambda';
import {
  CreateStateMachineCommand,
  DescribeExecutionCommand,
  GetExecutionHistoryCommand,
  type SFNClient,
  StartExecutionCommand,
} from '@aws-sdk/client-sfn';
import { AwsClient } from 'aws4fetch';
import { executeMachine } from '#local/engine/engine.ts';
import { ExecutionFailed } from '#local/engine/errors.ts';
import { readMachine } from '#local/engine/machine.ts';
import { RESOURCES } from '#local/engine/resources.ts';
import { clientsOf } from '../clients.ts';
import { zipped } from '../zip.ts';
import type { Case } from './cases.ts';
import { PROBE_CODE, type ProbeEvent, probe } from './probe.ts';

/** How an execution ended: with its output, or with its error. */
export type End = { readonly output: unknown } | { readonly error: string; readonly cause: string };

export type Emulated = {
  readonly run: (one: Case) => Promise<{ readonly end: End; readonly executionArn: string }>;
  /** The history of an execution as text; empty where the emulator cannot give it. */
  readonly historyOf: (executionArn: string) => Promise<string>;
};

/** On the embedded engine, where no wait takes time. */
export async function embedded({ definition, input }: Case): Promise<End> {
  const sleep = () => ({ done: Promise.resolve(), cancel: () => {} });
  try {
    const output = await executeMachine(readMachine(definition, RESOURCES), {
      id: 'arn:embedded',
      input,
      services: { functions: { Probe: { invoke: (event: ProbeEvent) => probe(event) } }, publish: () => {} },
      chance: { sleep },
    });
    return { output };
  } catch (error) {
    if (error instanceof ExecutionFailed) return { error: error.error, cause: error.cause };
    throw error;
  }
}

const ROLE_NAME = 'probe';
const ROLE = `arn:aws:iam::123456789012:role/${ROLE_NAME}`;
const DEADLINE_MS = 60_000;

/** On an emulated AWS, to which the function that tasks call is deployed. */
export async function emulatedAt(endpoint: string): Promise<Emulated> {
  const { lambda, states } = clientsOf(endpoint);
  await createRole(endpoint);
  const { FunctionArn = '' } = await lambda.send(
    new CreateFunctionCommand({
      FunctionName: 'probe',
      Runtime: 'nodejs24.x',
      Handler: 'index.handler',
      Role: ROLE,
      Timeout: 30,
      Code: { ZipFile: zipped({ 'index.mjs': PROBE_CODE }) },
    }),
  );
  let made = 0;
  return {
    async run({ definition, input }) {
      made += 1;
      const text = JSON.stringify(definition).replaceAll('${ProbeArn}', FunctionArn);
      const machine = new CreateStateMachineCommand({ name: `case-${made}`, definition: text, roleArn: ROLE });
      const { stateMachineArn } = await states.send(machine);
      const start = new StartExecutionCommand({ stateMachineArn, input: JSON.stringify(input) });
      const { executionArn = '' } = await states.send(start);
      return { end: await endOf(states, executionArn), executionArn };
    },
    async historyOf(executionArn) {
      const ask = new GetExecutionHistoryCommand({ executionArn, maxResults: 1000 });
      const history = await states.send(ask).catch(() => ({ events: [] }));
      return JSON.stringify(history.events);
    },
  };
}

async function endOf(states: SFNClient, executionArn: string): Promise<End> {
  const deadline = Date.now() + DEADLINE_MS;
  while (Date.now() < deadline) {
    const execution = await states.send(new DescribeExecutionCommand({ executionArn }));
    if (execution.status === 'SUCCEEDED') return { output: parsed(execution.output ?? 'null') };
    if (execution.status !== 'RUNNING') return { error: execution.error ?? '', cause: execution.cause ?? '' };
    await pause(30);
  }
  throw new Error(`still running after ${DEADLINE_MS} ms`);
}

/** The emulator gives an output that is text without its quotes. */
function parsed(output: string): unknown {
  try {
    return JSON.parse(output);
  } catch {
    return output;
  }
}

/** By IAM's wire protocol: its client would be a dependency for one call. */
async function createRole(endpoint: string): Promise<void> {
  const iam = new AwsClient({ accessKeyId: 'test', secretAccessKey: 'test', region: 'us-east-1', service: 'iam' });
  const AssumeRolePolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement: [] });
  const body = new URLSearchParams({
    Action: 'CreateRole',
    Version: '2010-05-08',
    RoleName: ROLE_NAME,
    AssumeRolePolicyDocument,
  });
  const headers = { 'content-type': 'application/x-www-form-urlencoded' };
  const response = await iam.fetch(`${endpoint}/`, { method: 'POST', headers, body: String(body) });
  if (!response.ok) throw new Error(`CreateRole: ${response.status} ${await response.text()}`);
}
