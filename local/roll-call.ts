import { randomUUID } from 'node:crypto';
import type { Check } from '#core/check/check.ts';
import { withoutGuards } from '#core/run/guards.ts';
import type { Run } from '#core/run/run.ts';
import { selectChecks } from '#core/run/select.ts';
import { batchesOf } from '#core/run/shards.ts';
import { siftRun } from '#functions/track-incidents/track-incidents.ts';
import type { Edge, RollCall, RollCallOptions } from './call.ts';
import { LOCAL_REGION, trackingSettings } from './functions.ts';
import { newRecord, type RunRecord } from './record.ts';
import { callBatches, callWhole } from './runs.ts';

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
  if (options.signal?.aborted === true) await markUntracked(record, options);
  return record.rollCall();
}

/** A run that was stopped did not come to TrackIncidents: what is quiet in it is known all the same. */
async function markUntracked(record: RunRecord, options: RollCallOptions): Promise<void> {
  const untracked = new Set(record.unmarked().map(({ name }) => name));
  if (untracked.size === 0) return;
  const { run, results } = record.rollCall();
  const guards = run.guards ?? [];
  const answered = new Set(results.map(({ name }) => name));
  // Only all guards together say that the monitor is offline.
  const told = guards.every((name) => answered.has(name)) ? results : withoutGuards(run, results);
  const { verdicts } = await siftRun({ run, verdicts: told }, trackingSettings(options));
  record.marked(verdicts.filter(({ name }) => untracked.has(name)));
}

/** What a deployed list and the input come to. Faults are left to PrepareChecks, which tells them all. */
function selectionOf({ list, input }: RollCallOptions): readonly Check[] {
  if (input.checks !== undefined || input.shard !== undefined) return [];
  const { checks, faults } = selectChecks(list.checks, input);
  return faults.length > 0 ? [] : checks;
}
