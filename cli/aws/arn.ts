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

const CONSOLES: Readonly<Record<string, string>> = { 'aws-cn': 'amazonaws.cn', 'aws-us-gov': 'amazonaws-us-gov.com' };

/** A page of the AWS console in the Region of an ARN; `page` begins with the service's path. */
export function consolePage({ partition, region }: Pick<StatesArn, 'partition' | 'region'>, page: string): string {
  const domain = CONSOLES[partition] ?? 'aws.amazon.com';
  const host = partition === 'aws' ? `${region}.console.${domain}` : `console.${domain}`;
  const [path = '', fragment = ''] = page.split('#', 2);
  return `https://${host}/${path}?region=${region}#${fragment}`;
}

export function executionPage(arn: string): string {
  return pageOf(arn, `#/v2/executions/details/${arn}`);
}

export function stateMachinePage(arn: string): string {
  return pageOf(arn, `#/statemachines/view/${arn}`);
}

function pageOf(arn: string, fragment: string): string {
  const parts = readArn(arn);
  return parts === null ? arn : consolePage(parts, `states/home${fragment}`);
}
