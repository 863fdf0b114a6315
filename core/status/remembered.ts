import type { AlertPlan } from '../check/alerting.ts';
import type { ShardNames } from '../incident/homes.ts';
import { MONITOR } from '../incident/monitor.ts';
import { isOn, type Mute } from '../incident/mute.ts';
import type { OpenWindow } from '../incident/open-windows.ts';
import { type Standing, standingIn } from '../incident/standing.ts';
import type { CheckState } from '../incident/state.ts';
import { windowsAt } from '../incident/windows-at.ts';

/**
 * Why nobody is told of an incident now. `by`: the window's name, or the check furthest up that is down; null for a mute and
 * for a monitor that is offline. `until`: an ISO instant where it ends by itself.
 */
export type QuietNow = {
  readonly because: 'maintenance' | 'muted' | 'parent' | 'offline';
  readonly by: string | null;
  readonly until: string | null;
};

/** An open incident, why nobody is told of it, and which checks are reported under it while they are NG too. */
export type OpenIncident = Standing & {
  readonly quiet: readonly QuietNow[];
  readonly dependents: readonly string[];
};

/**
 * What the memory of a list says at a moment, and of which checks the list is. `open`: incidents of checks and certificates,
 * the longest first. `offline`: that of the monitor itself, null while a guard is OK. `mutes` by name. `timezone`: that in
 * which times are shown, null for UTC.
 */
export type Remembered = ShardNames & {
  readonly open: readonly OpenIncident[];
  readonly offline: Pick<Standing, 'since' | 'reason'> | null;
  readonly mutes: readonly Mute[];
  readonly maintenance: readonly OpenWindow[];
  readonly timezone: string | null;
};

/** States and mutes as a store has them, and what the list says. `now`: milliseconds. */
export type Memory = {
  readonly states: Iterable<CheckState>;
  readonly mutes: readonly Mute[];
  readonly plan: Pick<AlertPlan, 'checks' | 'maintenance' | 'timezone'>;
  readonly shards: ShardNames;
  readonly now: number;
};

/** What is down, and what is quiet on purpose, by what is remembered. */
export async function rememberedOf({ states, mutes, plan, shards, now }: Memory): Promise<Remembered> {
  const all = standingIn(states);
  const monitor = all.find(({ check }) => check === MONITOR);
  const standing = all.filter(({ check }) => check !== MONITOR);
  const on = mutes.filter((mute) => isOn(mute, now)).toSorted((a, b) => (a.check < b.check ? -1 : 1));
  const maintenance = await windowsAt(now, plan);
  const parents = parentsIn(plan);
  const down = new Set(standing.flatMap(({ check, kind }) => (kind === 'target' ? [check] : [])));
  const quietOf = (incident: Standing) => quietNow(incident, { on, maintenance, parents, down, isOffline: !!monitor });
  return {
    open: standing.map((incident) => ({
      ...incident,
      quiet: quietOf(incident),
      dependents: incident.kind === 'target' ? dependentsOf(incident.check, parents) : [],
    })),
    offline: monitor === undefined ? null : { since: monitor.since, reason: monitor.reason },
    mutes: on,
    maintenance,
    timezone: plan.timezone ?? null,
    ...shards,
  };
}

type Parents = ReadonlyMap<string, readonly string[]>;

function parentsIn({ checks }: Pick<AlertPlan, 'checks'>): Parents {
  return new Map(checks.flatMap(([name, { dependsOn }]) => (dependsOn ? [[name, dependsOn] as const] : [])));
}

type Situation = {
  readonly on: readonly Mute[];
  readonly maintenance: readonly OpenWindow[];
  readonly parents: Parents;
  readonly down: ReadonlySet<string>;
  readonly isOffline: boolean;
};

/** Of a certificate, what all checks that show it have in common. */
function quietNow(incident: Standing, { on, maintenance, parents, down, isOffline }: Situation): readonly QuietNow[] {
  const { check, kind, checks: subjects = [check] } = incident;
  const window = maintenance.find(({ checks }) => checks === null || subjects.every((name) => checks.includes(name)));
  const ends = subjects.map((name) => on.find((mute) => mute.check === name)?.until ?? null);
  const culprit = kind === 'target' ? culpritOf(check, parents, down) : null;
  return [
    ...(window === undefined ? [] : [{ because: 'maintenance', by: window.name, until: window.until } as const]),
    ...(ends.includes(null) ? [] : [{ because: 'muted', by: null, until: ends.toSorted()[0] ?? null } as const]),
    ...(culprit === null ? [] : [{ because: 'parent', by: culprit, until: null } as const]),
    ...(isOffline ? [{ because: 'offline', by: null, until: null } as const] : []),
  ];
}

/** The check furthest up that is down, of those that `name` depends on. */
function culpritOf(name: string, parents: Parents, down: ReadonlySet<string>, seen = new Set([name])): string | null {
  for (const parent of parents.get(name) ?? []) {
    if (seen.has(parent)) continue;
    seen.add(parent);
    const above = culpritOf(parent, parents, down, seen);
    if (above !== null) return above;
    if (down.has(parent)) return parent;
  }
  return null;
}

/** All checks that depend on this one, directly or not. */
function dependentsOf(name: string, parents: Parents): readonly string[] {
  const found = new Set<string>();
  const above = [name];
  for (let parent = above.pop(); parent !== undefined; parent = above.pop()) {
    for (const [child, of] of parents) {
      if (child === name || found.has(child) || !of.includes(parent)) continue;
      found.add(child);
      above.push(child);
    }
  }
  return [...found];
}
