import { join } from 'node:path';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as lambda from 'aws-cdk-lib/aws-lambda';
import type * as sns from 'aws-cdk-lib/aws-sns';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { REPOSITORY } from './bundle.ts';

const DEFINITION = join(REPOSITORY, 'statemachines', 'health-check.asl.json');

export type HealthCheckWorkflowProps = {
  /** State name to the function that answers it. */
  readonly functions: ReadonlyMap<string, lambda.IFunction>;
  readonly topic: sns.ITopic;
};

/** The state machine as the file draws it, with a role that may call its own functions and publish to its own topic. */
export class HealthCheckWorkflow extends Construct {
  readonly stateMachine: sfn.StateMachine;

  constructor(scope: Construct, id: string, { functions, topic }: HealthCheckWorkflowProps) {
    super(scope, id);
    const arns = [...functions].map(([state, fn]) => [`${state}Arn`, fn.functionArn] as const);
    this.stateMachine = new sfn.StateMachine(this, 'StateMachine', {
      comment: 'Calls the roll of your APIs',
      stateMachineType: sfn.StateMachineType.STANDARD,
      definitionBody: sfn.DefinitionBody.fromFile(DEFINITION),
      definitionSubstitutions: Object.fromEntries(arns),
    });
    this.stateMachine.addToRolePolicy(
      // grantInvoke would add every version and alias of each function, which nothing here calls
      new iam.PolicyStatement({ actions: ['lambda:InvokeFunction'], resources: arns.map(([, arn]) => arn) }),
    );
    this.stateMachine.addToRolePolicy(
      new iam.PolicyStatement({ actions: ['sns:Publish'], resources: [topic.topicArn] }),
    );
  }
}
