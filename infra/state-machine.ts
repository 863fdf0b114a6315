import { mkdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Aws, Fn, Names, type RemovalPolicy, Stack, Stage, Validations } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as kms from 'aws-cdk-lib/aws-kms';
import type * as lambda from 'aws-cdk-lib/aws-lambda';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import type { Construct } from 'constructs';
import type { Definition } from '#core/workflow/machines.ts';
import { encryptStateMachine } from './encryption-key.ts';

/** What no other stack has, whatever its name: the end of `arn:…:stack/NAME/ID`. */
const STACK = Fn.select(2, Fn.split('/', Aws.STACK_ID));

/** What the state machines of a workflow have in common. */
export type StateMachineSettings = {
  /** State name to the function that answers it. */
  readonly functions: ReadonlyMap<string, lambda.IFunction>;
  readonly retention: logs.RetentionDays;
  readonly removalPolicy: RemovalPolicy;
  readonly logData: boolean;
  /** For what it says and is given, its log group too. @default - keys of AWS */
  readonly encryptionKey?: kms.IKey | undefined;
  /** @default - CloudFormation makes one up */
  readonly stateMachineName?: string | undefined;
};

export type StateMachineProps = StateMachineSettings & {
  readonly comment: string;
  readonly definition: Definition;
  readonly type: sfn.StateMachineType;
  readonly level: sfn.LogLevel;
  /** Placeholders in the definition beside those of functions, and what they stand for. */
  readonly substitutions?: Readonly<Record<string, string>>;
};

/** A state machine with a log group, in `scope`, whose role may call the functions that its definition names. */
export function stateMachineIn(scope: Construct, props: StateMachineProps): sfn.StateMachine {
  const { comment, definition, type, level, functions, logData, stateMachineName, substitutions = {} } = props;
  const text = JSON.stringify(definition, null, 2).replaceAll('"arn:aws:states:::', '"arn:${Partition}:states:::');
  const called = [...functions].filter(([state]) => text.includes(`\${${state}Arn}`));
  const machine = new sfn.StateMachine(scope, 'StateMachine', {
    ...(stateMachineName !== undefined && { stateMachineName }),
    comment,
    stateMachineType: type,
    definitionBody: sfn.DefinitionBody.fromFile(fileOf(scope, text)),
    definitionSubstitutions: {
      ...Object.fromEntries(called.map(([state, { functionArn }]) => [`${state}Arn`, functionArn])),
      Partition: Stack.of(scope).partition,
      ...substitutions,
    },
    tracingEnabled: true,
    logs: { destination: logGroupIn(scope, props), level, includeExecutionData: logData },
  });
  machine.addToRolePolicy(
    new iam.PolicyStatement({
      actions: ['lambda:InvokeFunction'], // grantInvoke would add all versions and aliases
      resources: called.map(([, { functionArn }]) => functionArn),
    }),
  );
  Validations.of(machine.role).acknowledge({
    id: 'AwsSolutions-IAM5[Resource::*]',
    reason: 'Neither the delivery of logs nor X-Ray knows resources.',
  });
  if (props.encryptionKey !== undefined) encryptStateMachine(machine, props.encryptionKey);
  return machine;
}

/** Says why a machine does not log all of its events. */
export function acknowledgeFewLogs(machine: sfn.StateMachine, reason: string): void {
  Validations.of(machine).acknowledge({ id: 'AwsSolutions-SF1', reason });
}

function fileOf(scope: Construct, text: string): string {
  const folder = Stage.of(scope)?.assetOutdir ?? tmpdir();
  mkdirSync(folder, { recursive: true });
  const file = join(folder, `health-check-${scope.node.addr}.asl.json`);
  writeFileSync(file, text);
  return file;
}

function logGroupIn(
  scope: Construct,
  { retention, removalPolicy, encryptionKey }: StateMachineSettings,
): logs.LogGroup {
  return new logs.LogGroup(scope, 'Logs', {
    // Under this prefix no log group takes room in the account's one resource policy, which is soon full.
    // The end of it is this very stack's: one that was deleted and kept its logs is no hindrance to the next.
    logGroupName: `/aws/vendedlogs/states/${Names.uniqueResourceName(scope, { maxLength: 80, separator: '-' })}-${STACK}`,
    retention,
    removalPolicy,
    ...(encryptionKey && { encryptionKey }),
  });
}
