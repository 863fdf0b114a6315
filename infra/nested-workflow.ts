import { RemovalPolicy } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { calledMachine, type Definition } from '#core/workflow/machines.ts';
import { acknowledgeFewLogs, type StateMachineSettings, stateMachineIn } from './state-machine.ts';

export type NestedWorkflowProps = StateMachineSettings & {
  /** Of the whole workflow. */
  readonly definition: Definition;
  /** Whether changes of the workflow are rolled out step by step. */
  readonly rolledOut: boolean;
};

/** The Express machine that scheduled runs of a nested workflow call. */
export class NestedWorkflow extends Construct {
  readonly stateMachine: sfn.StateMachine;
  /** What RunNested calls: the machine, or where changes are rolled out the version that goes with the caller's. */
  readonly targetArn: string;

  constructor(scope: Construct, id: string, { definition, rolledOut, ...settings }: NestedWorkflowProps) {
    super(scope, id);
    this.stateMachine = stateMachineIn(this, {
      ...settings,
      ...(settings.stateMachineName !== undefined && { stateMachineName: `${settings.stateMachineName}-nested` }),
      comment: 'Calls the roll of your APIs for a scheduled run',
      definition: calledMachine(definition),
      type: sfn.StateMachineType.EXPRESS,
      level: settings.logData ? sfn.LogLevel.ALL : sfn.LogLevel.ERROR,
    });
    if (!settings.logData) {
      acknowledgeFewLogs(
        this.stateMachine,
        'Its caller keeps the verdicts for 90 days; logging all events costs more than running it.',
      );
    }
    this.targetArn = rolledOut ? this.version().attrArn : this.stateMachine.stateMachineArn;
  }

  /** Lets a role call it. A version is authorized by the ARN of the machine itself. */
  allowCall(caller: sfn.StateMachine): void {
    caller.addToRolePolicy(
      new iam.PolicyStatement({
        actions: ['states:StartSyncExecution'],
        resources: [this.stateMachine.stateMachineArn],
      }),
    );
  }

  private version(): sfn.CfnStateMachineVersion {
    const { stateMachineArn, stateMachineRevisionId } = this.stateMachine;
    const version = new sfn.CfnStateMachineVersion(this, 'Version', { stateMachineArn, stateMachineRevisionId });
    version.applyRemovalPolicy(RemovalPolicy.RETAIN); // the workflow's version before calls the one before
    return version;
  }
}
