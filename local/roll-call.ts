import { randomUUID } from 'node:crypto';
import type { Check } from '#core/check/check.ts';
import type { CheckList } from '#core/check/check-list.ts';
import type { Counts } from '#core/report/counts.ts';
import type { Notification } from '#core/report/notification.ts';
import type { Run } from '#core/run/run.ts';
import { selectChecks } from '#core/run/select.ts';
import { batchesOf } from '#core/run/shards.ts';
import type { Verdict } from '#core/verdict/verdict.ts';
import type { Memory } from '#functions/track-incidents/track-incidents.ts';
import type { Pace } from './engine/engine.ts';
import { type Functions, LOCAL_REGION } from './functions.ts';
import { newRecord } from './record.ts';
import { callBatches, callWhole } from './runs.ts';
import type { Sinks } from './sinks.ts';

export type { Sinks } from './sinks.ts';

export type RollCallOptions = {
  readonly list: CheckList;
  /** The execution input of a manual run. */
  readonly input: { readonly only?: string[]; readonly tags?: string[]; readonly checks?: unknown[] };
  /** How many checks are in flight at most, over all runs that the list is split into. */
  readonly concurrency: number;
  readonly namespace: string;
  readonly topicArn: string;
  /** The topics that routes name; one that is not here is `topicArn`. */
  readonly topicArns?: ReadonlyMap<string, string>;
  /** Remembers incidents from run to run. Without it every NG is told of. */
  readonly memory?: Memory;
  readonly sinks: Sinks;
  readonly signal?: AbortSignal;
  /** Told once, when it is known how many checks there are. */
  readonly onStart?: (total: number) => void;
  /** Told once for each check, when its final verdict is known. */
  readonly onVerdict?: (verdict: Verdict) => void;
};

/** The edge of the engine, for tests: other functions in place of ours, and shorter waits. */
export type Edge = { readonly functions?: Functions; readonly pace?: Pace };

export type RollCall = {
  readonly run: Run;
  /** In the list's order; of an interrupted or failed run those that were answered. */
  readonly results: readonly Verdict[];
  readonly counts: Counts;
  /** What was to be said to the topic, sent or not: `failure` tells when it was not. */
  readonly notifications: readonly Notification[];
  /** Rollcall itself failed, with the error that the execution ended with. */
  readonly failure: { readonly error: string; readonly cause: string } | null;
  readonly interrupted: boolean;
};

/**
 * Calls the roll on this machine, through the very workflow that runs on AWS. A list longer than one run takes becomes
 * several, and one answer. Throws InvalidInput when the input selects nothing that could be called.
 */
export async function callTheRoll(options: RollCallOptions, edge: Edge = {}): Promise<RollCall> {
  const guard = options.input.checks === undefined ? (options.list.guard ?? []) : [];
  const run: Run = {
    id: `local:${randomUUID()}`,
    startedAt: new Date().toISOString(),
    trigger: 'manual',
    shard: null,
    concurrency: options.concurrency,
    region: LOCAL_REGION,
    ...(guard.length > 0 && { guards: guard.map(({ name }) => name) }),
  };
  const record = newRecord(run, options);
  const call = { run, options, record, replaced: edge.functions ?? {}, pace: edge.pace ?? {} };
  const selected = selectionOf(options);
  const batches = batchesOf(selected, guard).map((checks, index) => ({ id: String(index), checks }));
  if (batches.length > 1) await callBatches(call, [...selected, ...guard], batches);
  else await callWhole(call);
  return record.rollCall();
}

/** What a deployed list and the input come to. Faults are left to PrepareChecks, which tells them all. */
function selectionOf({ list, input }: RollCallOptions): readonly Check[] {
  if (input.checks !== undefined) return [];
  const { checks, faults } = selectChecks(list.checks, input);
  return faults.length > 0 ? [] : checks;
}
