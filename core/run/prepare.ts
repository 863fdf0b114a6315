import { DEFAULT_TOPIC, planOf } from '../check/alerting.ts';
import type { Check } from '../check/check.ts';
import type { CheckList } from '../check/check-list.ts';
import { BUDGETS, DEFAULT_WORKFLOW, SCHEDULED_RUN_MAX_AGE_MS, type WorkflowType } from '../contract.ts';
import { untrackedNotice } from '../report/untracked.ts';
import { quoted } from '../text/shown.ts';
import { formatSize } from '../text/size.ts';
import { type ExecutionInput, readInput } from './input.ts';
import { InvalidInput } from './invalid-input.ts';
import type { Run, Tracked } from './run.ts';
import { roomOfRun } from './run-size.ts';
import { selectChecks } from './select.ts';
import { batchesOf, type RunLimits, type Shard, shardsOf } from './shards.ts';

/** What PrepareChecks is invoked with: the execution's own input and two facts of its context. */
export type PrepareEvent = { readonly input: unknown; readonly executionId: string; readonly startTime: string };

/** What was deployed with the function, and the moment. `now` is when the run is prepared. */
export type Deployed = {
  readonly list: CheckList;
  readonly now: Date;
  readonly concurrency: number;
  /** What the shards were made for. @default 'nested' */
  readonly workflow?: WorkflowType;
  readonly region: string;
  readonly topicArn: string;
  /** Where chat channels hear what goes there. */
  readonly chatTopicArn?: string | undefined;
};

/** What PrepareChecks answers: the run, the checks to call, and what to say if the tracker is dead. */
export type Prepared = { readonly run: Run; readonly roll: readonly Check[]; readonly untracked: Tracked };

/** Checks out of an execution input, and every fault with its path, such as `checks[0].http.url is missing; …`. */
export type AdHoc = { readonly checks: readonly Check[]; readonly faults: readonly string[] };

/** Reads ad hoc checks. An argument, because only an input with checks in it is worth loading the validator. */
export type ReadAdHoc = (entries: readonly unknown[]) => AdHoc;

const NO_AD_HOC: ReadAdHoc = () => ({ checks: [], faults: ['checks cannot be read here'] });

/** Makes the run and its roll from whatever the execution was started with. Throws InvalidInput with every fault. */
export function prepareRun(event: PrepareEvent, deployed: Deployed, readAdHoc: ReadAdHoc = NO_AD_HOC): Prepared {
  const { input, faults } = readInput(event.input);
  const guard = input.checks === null ? (deployed.list.guard ?? []) : [];
  const limits = { concurrency: deployed.concurrency, workflow: deployed.workflow ?? DEFAULT_WORKFLOW, guard };
  const selected = choose(input, deployed.list.checks, limits, readAdHoc);
  // What could not be read selects too much or too little: then only its own faults are reported.
  const all = [...faults, ...selected.faults];
  if (faults.length === 0 && selected.faults.length === 0) {
    all.push(...sizeFaults(selected.checks, input, limits), ...alertFaults(selected.checks, input));
  }
  if (all.length > 0) throw new InvalidInput(all);
  const run = {
    ...runOf(event, input, deployed),
    ...(input.checks !== null && { adHoc: planOf(selected).checks }),
    ...(guard.length > 0 && { guards: guard.map(({ name }) => name) }),
  };
  const format = deployed.list.alerts?.formats.find(([topic]) => topic === DEFAULT_TOPIC)?.[1];
  return {
    run,
    roll: [...selected.checks, ...guard],
    untracked: {
      recorded: false,
      counts: null,
      notifications: [
        untrackedNotice(run, deployed.topicArn, format),
        ...(deployed.chatTopicArn === undefined ? [] : [untrackedNotice(run, deployed.chatTopicArn, 'chat')]),
      ],
    },
  };
}

type Choice = { readonly checks: readonly Check[]; readonly faults: readonly string[] };

function choose(
  { shard, only, tags, checks }: ExecutionInput,
  deployed: readonly Check[],
  limits: RunLimits,
  readAdHoc: ReadAdHoc,
): Choice {
  if (checks !== null) {
    const adHoc = readAdHoc(checks);
    const isIdle = adHoc.checks.length === 0 && adHoc.faults.length === 0;
    return isIdle ? { checks: [], faults: ['checks are all disabled; enable one'] } : adHoc;
  }
  if (shard !== null) return chooseShard(shard, shardsOf(deployed, limits));
  return selectChecks(deployed, { only, tags });
}

function chooseShard(id: string, shards: readonly Shard[]): Choice {
  const shard = shards.find((candidate) => candidate.id === id);
  if (shard !== undefined) return { checks: shard.checks, faults: [] };
  return { checks: [], faults: [`shard is ${quoted(id)}, which is not deployed; ${rangeOf(shards)}`] };
}

const MOST_LISTED = 8;

function rangeOf(shards: readonly Shard[]): string {
  if (shards.length === 0) return 'the list has no enabled check';
  const more = shards.length > MOST_LISTED ? ` and ${shards.length - MOST_LISTED} more` : '';
  const ids = shards.slice(0, MOST_LISTED).map(({ id }) => `"${id}"`);
  return `${shards.length === 1 ? 'there is' : 'there are'} ${ids.join(', ')}${more}`;
}

function sizeFaults(checks: readonly Check[], input: ExecutionInput, limits: RunLimits): string[] {
  // A shard was made to be one run; other selections mix schedules, which is no reason to split them.
  const runs = input.shard === null ? batchesOf(checks, limits.guard).length : 1;
  if (runs <= 1) return [];
  const advice = adviceFor(runs, input, () => shardsOf(checks, limits));
  return [`${checks.length} checks are more than one run takes (${roomOfRun(limits.guard ?? [])}); ${advice}`];
}

/** The alert settings of ad hoc checks travel through every state of their run, beside the verdicts. */
function alertFaults(checks: readonly Check[], input: ExecutionInput): string[] {
  const bytes = Buffer.byteLength(JSON.stringify(planOf({ checks }).checks));
  if (input.checks === null || bytes <= BUDGETS.adHocAlertsBytes) return [];
  const limit = formatSize(BUDGETS.adHocAlertsBytes);
  return [`the alert settings of the checks take ${formatSize(bytes)}; write shorter runbooks, ${limit} in all`];
}

function adviceFor(runs: number, { checks, only, tags }: ExecutionInput, shards: () => readonly Shard[]): string {
  if (checks !== null) return `start ${runs} runs with fewer checks each`;
  if (only !== null || tags !== null) return 'select fewer with only or tags';
  return `start one run for each shard, as {"shard": "${shards()[0]?.id}"} (${rangeOf(shards())}), or select fewer with only or tags`;
}

function runOf(
  { executionId, startTime }: PrepareEvent,
  input: ExecutionInput,
  { now, concurrency, region }: Deployed,
): Run {
  const { shard, scheduledTime } = input;
  const isScheduled = scheduledTime !== null && isRecent(scheduledTime, now);
  return {
    id: executionId,
    // A schedule's own instant, so that a second delivery of it writes the same metrics again and not others beside
    // them; for a manual run, and for a redrive long after the start, the present.
    startedAt: isScheduled ? scheduledTime : (isRecent(startTime, now) ? new Date(startTime) : now).toISOString(),
    trigger: isScheduled ? 'schedule' : 'manual',
    shard,
    concurrency,
    region,
  };
}

function isRecent(instant: string, now: Date): boolean {
  return Math.abs(now.getTime() - Date.parse(instant)) <= SCHEDULED_RUN_MAX_AGE_MS;
}
