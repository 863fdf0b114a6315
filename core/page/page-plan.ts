import type { CheckList } from '../check/check-list.ts';
import type { MaintenanceWindow } from '../check/maintenance-window.ts';
import type { ShardNames } from '../incident/homes.ts';
import type { PageCheck } from './page-data.ts';
import type { PageSettings } from './page-settings.ts';

/**
 * What the function that makes the page for everybody knows of the list. `checks`: those that strangers may see, in the list's
 * order; of others it knows no more than that windows and notes name them. `shards`: where their runs are kept.
 */
export type PagePlan = {
  readonly settings: PageSettings;
  readonly checks: readonly Pick<PageCheck, 'name' | 'kind' | 'tags' | 'schedule'>[];
  readonly shards: readonly { readonly id: string; readonly longestRunSeconds: number }[];
  readonly maintenance: readonly MaintenanceWindow[];
  readonly timezone: string | null;
};

/** What is bundled with that function. Throws a RangeError for a list that lets strangers see nothing. */
export function pagePlan(list: CheckList, { shards }: ShardNames): PagePlan {
  const { page: settings, maintenance = [], timezone = null } = list;
  if (settings === undefined || settings.public === null) {
    throw new RangeError(
      'page is for everybody, and the list says of no check that strangers may see it; write page: {public: {tags: […]}} in the list',
    );
  }
  const { tags: shown } = settings.public;
  const checks = list.checks.filter(({ tags }) => tags.some((tag) => shown.includes(tag)));
  const names = new Set(checks.map(({ name }) => name));
  return {
    settings,
    checks: checks.map(({ name, kind, tags, schedule }) => ({ name, kind, tags, schedule })),
    shards: shards
      .filter((shard) => shard.checks.some((name) => names.has(name)))
      .map(({ id, longestRunSeconds }) => ({ id, longestRunSeconds })),
    maintenance,
    timezone,
  };
}
