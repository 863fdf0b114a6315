import { consolePage } from '#core/report/console-link.ts';

/** The parts of a Step Functions ARN: `arn:aws:states:REGION:ACCOUNT:SORT:NAME` and, of an execution, `:EXECUTION`. */
const ARN =
  /^arn:(?<partition>aws[a-z-]*):states:(?<region>[a-z0-9-]+):(?<account>\d{12}):(?<sort>stateMachine|execution|express):(?<machine>[^:]+)(?::(?<execution>.+))?$/;

export type StatesArn = {
  readonly partition: string;
  readonly region: string;
  readonly sort: 'stateMachine' | 'execution' | 'express';
  /** The ARN of the state machine itself, without version or alias. */
  readonly stateMachine: string;
};

/** Null for what is no ARN of Step Functions. */
export function readArn(text: string): StatesArn | null {
  const parts = ARN.exec(text)?.groups;
  if (parts === undefined) return null;
  const { partition = '', region = '', account, machine } = parts;
  return {
    partition,
    region,
    sort: parts['sort'] as StatesArn['sort'],
    stateMachine: `arn:${partition}:states:${region}:${account}:stateMachine:${machine}`,
  };
}

/** The ARN of a standard execution by its name, as `rollcall history` prints it. */
export function executionArn(stateMachine: string, name: string): string {
  return `${stateMachine.replace(':stateMachine:', ':execution:')}:${name}`;
}

export function executionPage(arn: string): string {
  return pageOf(arn, `#/v2/executions/details/${arn}`);
}

export function stateMachinePage(arn: string): string {
  return pageOf(arn, `#/statemachines/view/${arn}`);
}

function pageOf(arn: string, fragment: string): string {
  const parts = readArn(arn);
  return parts === null ? arn : consolePage(parts.partition, parts.region, `states/home${fragment}`);
}
