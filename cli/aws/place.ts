import { UsageError } from '../usage-error.ts';
import { readArn } from './arn.ts';
import { clientIn } from './client.ts';
import { ask } from './refusal.ts';

/** Where Rollcall is deployed, as the command line or the environment says it. */
export type Place = {
  readonly stateMachine: string | undefined;
  readonly stack: string;
  readonly region: string | undefined;
};

const OUTPUT = 'StateMachineArn';

/** The state machine's ARN that was said, or else what the stack gives as its output. */
export async function stateMachineArn({ stateMachine, stack, region }: Place): Promise<string> {
  if (stateMachine !== undefined) {
    if (readArn(stateMachine)?.sort === 'stateMachine') return stateMachine;
    throw new UsageError(
      `--state-machine ${stateMachine} is not the ARN of a state machine; write arn:aws:states:REGION:ACCOUNT:stateMachine:NAME`,
    );
  }
  const found = await stackOutput({ stack, region }, OUTPUT);
  if (found !== undefined) return found;
  throw new UsageError(`the stack ${stack} has no output ${OUTPUT}; name the state machine with --state-machine ARN`);
}

/** The ARN of the topic that a stack alerts to. */
export async function topicArn(at: Pick<Place, 'stack' | 'region'>): Promise<string> {
  const found = await stackOutput(at, 'TopicArn');
  if (found !== undefined) return found;
  throw new UsageError(`the stack ${at.stack} has no output TopicArn; name the topic with --topic ARN`);
}

/** An output of a stack; undefined where it has none of that name. Throws AWS's refusals in plain words. */
export async function stackOutput(
  { stack, region }: Pick<Place, 'stack' | 'region'>,
  output: string,
): Promise<string | undefined> {
  const { CloudFormationClient, DescribeStacksCommand } = await import('@aws-sdk/client-cloudformation');
  const client = new CloudFormationClient(clientIn(region ?? null));
  const where = region ?? (await client.config.region().catch(() => null));
  const asked = { action: 'cloudformation:DescribeStacks', of: `stack ${stack}`, region: where };
  const { Stacks } = await ask(asked, client.send(new DescribeStacksCommand({ StackName: stack })));
  return Stacks?.[0]?.Outputs?.find(({ OutputKey }) => OutputKey === output)?.OutputValue;
}
