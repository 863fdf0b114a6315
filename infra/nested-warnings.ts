import type { Check } from '#core/check/check.ts';
import { NESTED_LIMIT_S } from '#core/contract.ts';
import { scheduleName } from '#core/run/interval.ts';
import { checkSeconds, isCalled, longestRun, runSeconds, type Shard, shardsOf } from '#core/run/shards.ts';
import type { Settings } from './settings.ts';

type Said = readonly [id: string, text: string];

/** Shards that a nested workflow runs inline although they end in time: each of their checks is billed as a standard one's. */
export function inlineWarnings(settings: Settings, shards: readonly Shard[], guard: readonly Check[]): readonly Said[] {
  if (settings.workflow !== 'nested') return [];
  const inline = shards.filter((shard) => !isCalled(shard) && inTime(shard, settings, guard));
  return byName(inline).map(([name, some]) => [`inline:${name}`, inlineText(some, guard)]);
}

/** Schedules that have more shards because a nested workflow is waited for no longer. */
export function smallerShards(
  checks: readonly Check[],
  settings: Settings,
  shards: readonly Shard[],
  guard: readonly Check[],
): readonly Said[] {
  if (settings.workflow !== 'nested') return [];
  // Those that are late in any workflow are no more because of this one.
  const whole = new Map(byName(shardsOf(checks, { ...settings, workflow: 'standard', guard }).filter(isCalled)));
  return byName(shards.filter(isCalled)).flatMap(([name, some]): Said[] => {
    const without = whole.get(name)?.length ?? 0;
    if (without === 0 || some.length <= without) return [];
    const text = `${name} has ${some.length} shards instead of ${without}, so that each ends within the ${NESTED_LIMIT_S} s that a nested workflow is waited for`;
    return [[`smaller:${name}`, text]];
  });
}

function inTime({ checks, schedule }: Shard, { concurrency, workflow }: Settings, guard: readonly Check[]): boolean {
  return runSeconds([...checks, ...guard], concurrency) < longestRun(schedule, workflow);
}

function byName(shards: readonly Shard[]): [string, Shard[]][] {
  return [...Map.groupBy(shards, ({ schedule }) => scheduleName(schedule))];
}

function inlineText(shards: readonly Shard[], guard: readonly Check[]): string {
  const slow = [...shards.flatMap(({ checks }) => checks), ...guard].toSorted(
    (a, b) => checkSeconds(b) - checkSeconds(a),
  );
  const [worst] = slow;
  const ids = shards.map(({ id }) => id);
  const which = `${ids.slice(0, 5).join(', ')}${ids.length > 5 ? ', …' : ''}`;
  return (
    `${which} may take longer than the ${NESTED_LIMIT_S} s that a nested workflow is waited for, and ` +
    `${ids.length === 1 ? 'runs' : 'run'} inline, at the price of a standard workflow: ${worst?.name} takes up to ` +
    `${worst === undefined ? 0 : checkSeconds(worst)} s. Write a shorter timeout or fewer rechecks.`
  );
}
