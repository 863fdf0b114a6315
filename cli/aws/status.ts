import type { NamedShard } from '#core/incident/homes.ts';
import { type Observed, type Status, statusOf } from '#core/status/status.ts';
import { errorText } from '../output/failure.ts';
import { readArn } from './arn.ts';
import { lastRuns, lookBackSeconds } from './last-runs.ts';
import { alarmsOn, brokenExecutions, deadLetters } from './monitor-health.ts';
import type { Place } from './place.ts';
import { rememberedBy } from './remembered.ts';
import { type StackParts, stackParts } from './stack-parts.ts';
import type { Workflow } from './workflow.ts';

/**
 * What the memory, the metrics and the parts of a deployed workflow say. Without its memory nothing can be said, and it throws;
 * each of the rest may be refused, which is part of what it answers. `now`: milliseconds.
 */
export async function statusOnAws(workflow: Workflow, place: Place, now: number): Promise<Status> {
  const { namespace, ...remembered } = await rememberedBy(workflow);
  const region = readArn(workflow.arn)?.region ?? null;
  const unknown = new Set<string>();
  const known = <T>(asking: Promise<T>, otherwise: T): Promise<T> =>
    asking.catch((error: unknown) => {
      unknown.add(errorText(error));
      return otherwise;
    });
  const parts = known(stackParts(place, workflow), NO_PARTS);
  const [runs, { schedules }, ...troubles] = await Promise.all([
    known(lastRuns(remembered.shards, { namespace, region, now }), null),
    parts,
    known(brokenExecutions(workflow, now), []),
    parts.then((found) => known(deadLetters(found, region), [])),
    parts.then((found) => known(alarmsOn(found, region), [])),
  ]);
  const observed: Observed = {
    lastRuns: runs ?? new Map(),
    // What has no metric because it may not be asked is not overdue.
    noneSince: runs === null ? new Map() : noneSince(remembered.shards, schedules, now),
    certificates: [],
    troubles: troubles.flat(),
    unknown: [...unknown],
  };
  return statusOf(remembered, observed, now);
}

/** As far back as was looked, or when the schedule was made. */
function noneSince(shards: readonly NamedShard[], madeAt: StackParts['schedules'], now: number) {
  return new Map(
    shards.flatMap((shard) => {
      const made = madeAt.get(shard.id);
      if (made === undefined) return [];
      const since = Math.max(Date.parse(made), now - lookBackSeconds(shard) * 1000);
      return [[shard.id, new Date(since).toISOString()] as const];
    }),
  );
}

const NO_PARTS: StackParts = { stack: '', dashboard: null, queues: [], alarms: new Set(), schedules: new Map() };
