import { UsageError } from '../usage-error.ts';
import { readArn } from './arn.ts';
import { CLIENT } from './client.ts';
import { ask } from './refusal.ts';

/** Where Rollcall is deployed, as the command line or the environment says it. */
export type Place = {
  readonly stateMachine: string | undefined;
  readonly stack: string;
  readonly region: string | undefined;
};

const OUTPUT = 'StateMachineArn';

/** The ARN that was said, or else what the stack gives as its output. */
export async function stateMachineArn({ stateMachine, stack, region }: Place): Promise<string> {
  if (stateMachine !== undefined) {
    if (readArn(stateMachine)?.sort === 'stateMachine') return stateMachine;
    throw new UsageError(
      `--state-machine ${stateMachine} is not the ARN of a state machine; write arn:aws:states:REGION:ACCOUNT:stateMachine:NAME`,
    );
  }
  const output = (await stackOutputs({ stack, region })).get(OUTPUT);
  if (output !== undefined) return output;
  throw new UsageError(`the stack ${stack} has no output ${OUTPUT}; name the state machine with --state-machine ARN`);
}

/** The outputs of a stack by name. Throws AWS's refusals in plain words. */
export async function stackOutputs({
  stack,
  region,
}: {
  readonly stack: string;
  readonly region?: string | undefined;
}): Promise<ReadonlyMap<string, string>> {
  const { CloudFormationClient, DescribeStacksCommand } = await import('@aws-sdk/client-cloudformation');
  const client = new CloudFormationClient({ ...CLIENT, ...(region !== undefined && { region }) });
  const where = region ?? (await client.config.region().catch(() => null));
  const asked = { action: 'cloudformation:DescribeStacks', of: `stack ${stack}`, region: where };
  const { Stacks } = await ask(asked, client.send(new DescribeStacksCommand({ StackName: stack })));
  const outputs = Stacks?.[0]?.Outputs ?? [];
  return new Map(outputs.map(({ OutputKey = '', OutputValue = '' }) => [OutputKey, OutputValue]));
}
