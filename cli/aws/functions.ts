import { readArn } from './arn.ts';
import { clientIn } from './client.ts';
import { ask } from './refusal.ts';

/** What the function of a state answered; `fault` is what it threw in place of an answer. */
export type FunctionAnswer = {
  readonly answer: unknown;
  readonly fault: { readonly errorType?: string; readonly errorMessage?: string } | null;
};

/** The functions that a deployed definition calls, by the name of the state. Empty where the definition cannot be read. */
export function functionsIn(definition: string | undefined): ReadonlyMap<string, string> {
  try {
    const { States } = JSON.parse(definition ?? '') as { States: Readonly<Record<string, TaskState>> };
    return new Map(
      Object.entries(States).flatMap(([state, { Parameters }]) => {
        return typeof Parameters?.FunctionName === 'string' ? [[state, Parameters.FunctionName] as const] : [];
      }),
    );
  } catch {
    return new Map();
  }
}

type TaskState = { readonly Parameters?: { readonly FunctionName?: unknown } };

/** A state machine, and the functions that its states call. */
export type Functions = { readonly arn: string; readonly functions: ReadonlyMap<string, string> };

/** Calls the function that answers a state, outside of any execution. Throws AWS's refusals in plain words. */
export async function callFunction(workflow: Functions, state: string, event: unknown): Promise<FunctionAnswer> {
  const FunctionName = workflow.functions.get(state);
  if (FunctionName === undefined) throw new Error(`${workflow.arn} shows no function of ${state}; is it Rollcall's?`);
  const { InvokeCommand, LambdaClient } = await import('@aws-sdk/client-lambda');
  const region = readArn(workflow.arn)?.region ?? null;
  const client = new LambdaClient(clientIn(region));
  const sent = client.send(new InvokeCommand({ FunctionName, Payload: Buffer.from(JSON.stringify(event)) }));
  const { Payload, FunctionError } = await ask(
    { action: 'lambda:InvokeFunction', of: `function ${FunctionName}`, region },
    sent,
  );
  const answer: unknown = JSON.parse(Buffer.from(Payload ?? []).toString() || 'null');
  return FunctionError === undefined ? { answer, fault: null } : { answer: null, fault: { ...(answer as object) } };
}
