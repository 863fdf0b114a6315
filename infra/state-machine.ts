import { mkdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Names, type RemovalPolicy, Stage, Validations } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as lambda from 'aws-cdk-lib/aws-lambda';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import type { Construct } from 'constructs';
import type { Definition } from '#core/workflow/machines.ts';

/** What the state machines of a workflow have in common. */
export type StateMachineSettings = {
  /** State name to the function that answers it. */
  readonly functions: ReadonlyMap<string, lambda.IFunction>;
  readonly retention: logs.RetentionDays;
  readonly removalPolicy: RemovalPolicy;
  readonly logData: boolean;
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
  const { comment, definition, type, level, functions, logData, substitutions = {} } = props;
  const text = JSON.stringify(definition, null, 2);
  const called = [...functions].filter(([state]) => text.includes(`\${${state}Arn}`));
  const machine = new sfn.StateMachine(scope, 'StateMachine', {
    comment,
    stateMachineType: type,
    definitionBody: sfn.DefinitionBody.fromFile(fileOf(scope, text)),
    definitionSubstitutions: {
      ...Object.fromEntries(called.map(([state, { functionArn }]) => [`${state}Arn`, functionArn])),
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

function logGroupIn(scope: Construct, { retention, removalPolicy }: StateMachineSettings): logs.LogGroup {
  return new logs.LogGroup(scope, 'Logs', {
    // Under this prefix no log group takes room in the account's one resource policy, which is soon full.
    logGroupName: `/aws/vendedlogs/states/${Names.uniqueResourceName(scope, { maxLength: 80, separator: '-' })}`,
    retention,
    removalPolicy,
  });
}
