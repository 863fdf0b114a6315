import { Stack } from 'aws-cdk-lib';
import type * as lambda from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { WorkflowFunction, type WorkflowFunctionProps } from './workflow-function.ts';

/** Leaves room for an event's `--retry`; one try ends within 60 s. */
const TIMEOUT_S = 300;

export type RecipeFunctionProps = Omit<WorkflowFunctionProps, 'deployed' | 'description' | 'files'> & {
  readonly functionName: string;
};

/** The published recipe's own function, for callers that invoke it directly. No state of the workflow uses it. */
export class RecipeFunction extends Construct {
  readonly function: lambda.Function;
  private readonly functionName: string;

  constructor(scope: Construct, id: string, props: RecipeFunctionProps) {
    super(scope, id);
    this.functionName = props.functionName;
    this.node.addValidation({ validate: () => this.namesakes() });
    this.function = new WorkflowFunction(this, 'Code', {
      deployed: { state: id, folder: 'health-check-by-curl', timeoutSeconds: TIMEOUT_S },
      description: "Answers the recipe's event with its ok_string or ng_string",
      ...props,
    }).function;
  }

  /** CloudFormation would find out halfway through the deployment. */
  private namesakes(): string[] {
    const others = Stack.of(this)
      .node.findAll()
      .filter((other) => other instanceof RecipeFunction && other !== this && other.functionName === this.functionName);
    return others.map(
      ({ node }) =>
        `${node.scope?.node.path} has a function ${this.functionName} too, and names are an account's; ` +
        'leave recipeFunctionName out for one of them',
    );
  }
}
