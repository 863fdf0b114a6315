import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as sns from 'aws-cdk-lib/aws-sns';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import type { Rollout } from '#core/check/deploy-settings.ts';
import type { WorkflowType } from '#core/contract.ts';
import { type Definition, startedMachine } from '#core/workflow/machines.ts';
import { PACKAGE_ROOT } from '../package-root.ts';
import { sendingTo } from './encryption-key.ts';
import { NestedWorkflow } from './nested-workflow.ts';
import { acknowledgeFewLogs, type StateMachineSettings, stateMachineIn } from './state-machine.ts';
import { WorkflowAlias } from './workflow-alias.ts';

const DEFINITION = join(PACKAGE_ROOT, 'statemachines', 'health-check.asl.json');

export type HealthCheckWorkflowProps = StateMachineSettings & {
  readonly topic: sns.ITopic;
  readonly workflow: WorkflowType;
  /** After this an execution is ended: something hangs. */
  readonly timeoutSeconds: number;
  readonly rollout?: Rollout | undefined;
  /** The name of the alarm that a rollout goes back on. */
  readonly failedAlarm: string;
};

/** The state machine as the file draws it, with a role that may call its own functions and publish to its own topic. */
export class HealthCheckWorkflow extends Construct {
  readonly stateMachine: sfn.StateMachine;
  /** The Express machine that it calls for scheduled runs; null where it calls none. */
  readonly nested: NestedWorkflow | null;
  /** What schedules start: the state machine, or its alias where changes are rolled out. */
  readonly targetArn: string;
  /** Where changes are rolled out. */
  readonly alias: sfn.CfnStateMachineAlias | null;

  constructor(scope: Construct, id: string, props: HealthCheckWorkflowProps) {
    super(scope, id);
    const { workflow, rollout, failedAlarm, topic, encryptionKey } = props;
    const definition = JSON.parse(readFileSync(DEFINITION, 'utf8')) as Definition;
    const rolledOut = rollout !== undefined;
    this.nested =
      workflow === 'nested' ? new NestedWorkflow(this, 'Nested', { ...props, definition, rolledOut }) : null;
    this.stateMachine = this.started(props, definition);
    this.nested?.allowCall(this.stateMachine);
    this.allow(['sns:Publish'], [topic.topicArn]);
    if (encryptionKey !== undefined) {
      this.stateMachine.addToRolePolicy(sendingTo('sns', encryptionKey, this));
      // Who starts a machine under a key needs the key too.
      if (this.nested !== null) this.stateMachine.addToRolePolicy(sendingTo('states', encryptionKey, this));
    }
    const { stateMachine } = this;
    this.alias =
      rollout === undefined ? null : new WorkflowAlias(this, 'Live', { stateMachine, rollout, failedAlarm }).alias;
    this.targetArn = this.alias?.attrArn ?? stateMachine.stateMachineArn;
  }

  private started(props: HealthCheckWorkflowProps, definition: Definition): sfn.StateMachine {
    const isExpress = props.workflow === 'express';
    const machine = stateMachineIn(this, {
      ...props,
      comment: 'Calls the roll of your APIs',
      // The one number that depends on the checks: a substitution would be text.
      definition: { ...startedMachine(definition, props.workflow), TimeoutSeconds: props.timeoutSeconds },
      type: isExpress ? sfn.StateMachineType.EXPRESS : sfn.StateMachineType.STANDARD,
      // Standard keeps its own history; of Express there is nothing but what is logged.
      level: isExpress ? sfn.LogLevel.ALL : sfn.LogLevel.ERROR,
      ...(this.nested && { substitutions: { RunNestedArn: this.nested.targetArn } }),
    });
    if (!isExpress) {
      acknowledgeFewLogs(
        machine,
        'A standard workflow keeps every event for 90 days; logging all of them again costs more than running it.',
      );
    }
    return machine;
  }

  private allow(actions: string[], resources: string[]): void {
    this.stateMachine.addToRolePolicy(new iam.PolicyStatement({ actions, resources }));
  }
}
