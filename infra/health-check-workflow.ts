import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Names, type RemovalPolicy, Stage, Validations } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as kms from 'aws-cdk-lib/aws-kms';
import type * as lambda from 'aws-cdk-lib/aws-lambda';
import * as logs from 'aws-cdk-lib/aws-logs';
import type * as sns from 'aws-cdk-lib/aws-sns';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import type { Rollout } from '#core/check/deploy-settings.ts';
import type { WorkflowType } from '#core/contract.ts';
import { PACKAGE_ROOT } from '../package-root.ts';
import { sendingTo } from './encryption-key.ts';
import { WorkflowAlias } from './workflow-alias.ts';

const DEFINITION = join(PACKAGE_ROOT, 'statemachines', 'health-check.asl.json');

export type HealthCheckWorkflowProps = {
  /** State name to the function that answers it. */
  readonly functions: ReadonlyMap<string, lambda.IFunction>;
  readonly topic: sns.ITopic;
  /** The topic's, where it is encrypted. */
  readonly encryptionKey?: kms.IKey | undefined;
  readonly workflow: WorkflowType;
  /** After this an execution is ended: something hangs. */
  readonly timeoutSeconds: number;
  readonly retention: logs.RetentionDays;
  readonly removalPolicy: RemovalPolicy;
  readonly logData: boolean;
  readonly rollout?: Rollout | undefined;
  /** The name of the alarm that a rollout goes back on. */
  readonly failedAlarm: string;
};

/** The state machine as the file draws it, with a role that may call its own functions and publish to its own topic. */
export class HealthCheckWorkflow extends Construct {
  readonly stateMachine: sfn.StateMachine;
  /** What schedules start: the state machine, or its alias where changes are rolled out. */
  readonly targetArn: string;
  /** Where changes are rolled out. */
  readonly alias: sfn.CfnStateMachineAlias | null;

  constructor(scope: Construct, id: string, props: HealthCheckWorkflowProps) {
    super(scope, id);
    const isExpress = props.workflow === 'express';
    const arns = [...props.functions].map(([state, fn]) => [`${state}Arn`, fn.functionArn] as const);
    this.stateMachine = new sfn.StateMachine(this, 'StateMachine', {
      comment: 'Calls the roll of your APIs',
      stateMachineType: isExpress ? sfn.StateMachineType.EXPRESS : sfn.StateMachineType.STANDARD,
      definitionBody: sfn.DefinitionBody.fromFile(this.definitionWithin(props.timeoutSeconds)),
      definitionSubstitutions: Object.fromEntries(arns),
      tracingEnabled: true,
      logs: {
        destination: this.logGroup(props),
        // Standard keeps its own history; of Express there is nothing but what is logged.
        level: isExpress ? sfn.LogLevel.ALL : sfn.LogLevel.ERROR,
        includeExecutionData: props.logData,
      },
    });
    this.allow(
      ['lambda:InvokeFunction'],
      arns.map(([, arn]) => arn),
    ); // grantInvoke would add all versions and aliases
    this.allow(['sns:Publish'], [props.topic.topicArn]);
    if (props.encryptionKey !== undefined) {
      this.stateMachine.addToRolePolicy(sendingTo('sns', props.encryptionKey, this));
    }
    this.acknowledge(isExpress);
    const { stateMachine } = this;
    const { rollout, failedAlarm } = props;
    this.alias =
      rollout === undefined ? null : new WorkflowAlias(this, 'Live', { stateMachine, rollout, failedAlarm }).alias;
    this.targetArn = this.alias?.attrArn ?? stateMachine.stateMachineArn;
  }

  /** The file, with the one number that depends on the checks: a substitution would be text. */
  private definitionWithin(TimeoutSeconds: number): string {
    const definition = JSON.parse(readFileSync(DEFINITION, 'utf8')) as Readonly<Record<string, unknown>>;
    const folder = Stage.of(this)?.assetOutdir ?? tmpdir();
    mkdirSync(folder, { recursive: true });
    const file = join(folder, `health-check-${this.node.addr}.asl.json`);
    writeFileSync(file, JSON.stringify({ ...definition, TimeoutSeconds }, null, 2));
    return file;
  }

  private acknowledge(isExpress: boolean): void {
    Validations.of(this.stateMachine.role).acknowledge({
      id: 'AwsSolutions-IAM5[Resource::*]',
      reason: 'Neither the delivery of logs nor X-Ray knows resources.',
    });
    if (isExpress) return;
    Validations.of(this.stateMachine).acknowledge({
      id: 'AwsSolutions-SF1',
      reason:
        'A standard workflow keeps every event for 90 days; logging all of them again costs more than running it.',
    });
  }

  private allow(actions: string[], resources: string[]): void {
    this.stateMachine.addToRolePolicy(new iam.PolicyStatement({ actions, resources }));
  }

  private logGroup({ retention, removalPolicy }: HealthCheckWorkflowProps): logs.LogGroup {
    return new logs.LogGroup(this, 'Logs', {
      // Under this prefix no log group takes room in the account's one resource policy, which is soon full.
      logGroupName: `/aws/vendedlogs/states/${Names.uniqueResourceName(this, { maxLength: 80, separator: '-' })}`,
      retention,
      removalPolicy,
    });
  }
}
