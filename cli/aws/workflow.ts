import {
  DescribeExecutionCommand,
  type DescribeExecutionOutput,
  DescribeStateMachineCommand,
  type ExecutionListItem,
  type ExecutionStatus,
  type HistoryEvent,
  paginateGetExecutionHistory,
  paginateListExecutions,
  RedriveExecutionCommand,
  SFNClient,
  StartExecutionCommand,
} from '@aws-sdk/client-sfn';
import { UsageError } from '../usage-error.ts';
import { executionArn, readArn } from './arn.ts';
import { clientIn } from './client.ts';
import { functionsIn } from './functions.ts';
import { type Place, stateMachineArn } from './place.ts';
import { ask } from './refusal.ts';

/** The deployed state machine, and all that is asked of it. Everything here throws AWS's refusals in plain words. */
export type Workflow = {
  readonly arn: string;
  readonly type: 'STANDARD' | 'EXPRESS';
  /** The log group that its executions are logged to, when there is one. */
  readonly logGroup: string | null;
  /** The ARNs of its functions, by the name of the state that calls each. */
  readonly functions: ReadonlyMap<string, string>;
  /** Answers the ARN of the new execution. */
  start(input: string): Promise<string>;
  describe(execution: string): Promise<DescribeExecutionOutput>;
  redrive(execution: string): Promise<void>;
  /** Newest first; of this status, where one is named. */
  executions(status?: ExecutionStatus): AsyncIterable<ExecutionListItem>;
  /** Newest first. */
  history(execution: string): AsyncIterable<HistoryEvent>;
};

/** The state machine of an execution if one is named by its ARN, else the one that `place` says. */
export async function connect(place: Place, execution?: string): Promise<Workflow> {
  const of = execution === undefined ? null : readArn(execution);
  const arn = of?.stateMachine ?? (await stateMachineArn(place));
  const region = readArn(arn)?.region ?? null;
  const client = new SFNClient(clientIn(region));
  const asking = <T>(action: string, of: string, answer: Promise<T>) =>
    ask({ action: `states:${action}`, of, region }, answer);
  const machine = await asking(
    'DescribeStateMachine',
    `state machine ${arn}`,
    client.send(new DescribeStateMachineCommand({ stateMachineArn: arn })),
  );
  return {
    arn,
    type: machine.type === 'EXPRESS' ? 'EXPRESS' : 'STANDARD',
    logGroup: logGroupIn(machine.loggingConfiguration?.destinations?.[0]?.cloudWatchLogsLogGroup?.logGroupArn),
    functions: functionsIn(machine.definition),
    async start(input) {
      const command = new StartExecutionCommand({ stateMachineArn: arn, input });
      const started = await asking('StartExecution', `state machine ${arn}`, client.send(command));
      return started.executionArn ?? '';
    },
    describe: (executionArn) =>
      asking(
        'DescribeExecution',
        `execution ${executionArn}`,
        client.send(new DescribeExecutionCommand({ executionArn })),
      ),
    async redrive(executionArn) {
      const command = new RedriveExecutionCommand({ executionArn });
      await asking('RedriveExecution', `execution ${executionArn}`, client.send(command));
    },
    async *executions(statusFilter) {
      const of = { stateMachineArn: arn, ...(statusFilter && { statusFilter }) };
      const pages = paginateListExecutions({ client, pageSize: 100 }, of);
      for await (const page of asked(pages, (next) => asking('ListExecutions', `state machine ${arn}`, next))) {
        yield* page.executions ?? [];
      }
    },
    async *history(executionArn) {
      const pages = paginateGetExecutionHistory(
        { client, pageSize: 100 },
        { executionArn, reverseOrder: true, includeExecutionData: true },
      );
      for await (const page of asked(pages, (next) =>
        asking('GetExecutionHistory', `execution ${executionArn}`, next),
      )) {
        yield* page.events ?? [];
      }
    },
  };
}

/** An execution as a user names it: its ARN, or its name as `rollcall history` prints it. */
export function executionOf(workflow: Workflow, named: string): string {
  if (readArn(named) !== null) return named;
  if (/^[\w.-]{1,80}$/.test(named)) return executionArn(workflow.arn, named);
  throw new UsageError(`${named} is neither an execution's ARN nor its name; rollcall history lists them`);
}

/** Asks for each page as it is wanted. */
export async function* asked<T>(
  pages: AsyncGenerator<T>,
  asking: (next: Promise<IteratorResult<T>>) => Promise<IteratorResult<T>>,
): AsyncGenerator<T> {
  for (;;) {
    const next = await asking(pages.next());
    if (next.done) return;
    yield next.value;
  }
}

/** `arn:aws:logs:REGION:ACCOUNT:log-group:NAME:*` */
function logGroupIn(arn: string | undefined): string | null {
  return arn?.split(':')[6] ?? null;
}
