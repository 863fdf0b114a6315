import { DEFAULT_SEVERITY, type Severity } from '../check/alert-settings.ts';
import type { AlarmSettings, DeploySettings } from '../check/deploy-settings.ts';
import type { Datapoints } from './alarm.ts';

/** Regions that one quorum can count: an alarm's expression takes ten metrics. */
export const MOST_QUORUM_REGIONS = 10;
const RUNBOOK = 'docs/runbook.md';

/** `deploy.alarms` with every default filled. */
export type Alarming = {
  /** null: by the interval. */
  readonly datapoints: Datapoints | null;
  /** Which severities page. */
  readonly severities: readonly Severity[];
  /** null: for each check as long as they fit into the template. */
  readonly per: 'check' | 'group' | null;
  readonly pageBy: NonNullable<AlarmSettings['pageBy']>;
  readonly runbook: string;
};

/** The settings of alarms with every default filled. */
export function alarmingOf({ datapoints, severity, per, pageBy, runbook }: AlarmSettings): Alarming {
  const [breaching, of] = (datapoints ?? '').split(' of ').map(Number);
  return {
    datapoints: breaching === undefined || of === undefined ? null : { breaching, of },
    severities: [severity ?? DEFAULT_SEVERITY].flat(),
    per: per ?? null,
    pageBy: pageBy ?? 'alarm',
    runbook: runbook ?? RUNBOOK,
  };
}

/** The Regions that a stack hears of: all, where it is their home; null where it watches for itself alone. */
export type Hearing = { readonly home: string; readonly regions: readonly string[]; readonly quorum: number };

/** `region` is the stack's own; `other` is a Region whose checks another one watches. */
export function roleOf(
  { home, regions = [], alarms }: DeploySettings,
  region: string | null,
): { readonly role: 'alone' | 'other' } | ({ readonly role: 'home' } & Hearing) {
  if (home === undefined || regions.length < 2) return { role: 'alone' };
  if (region !== home) return { role: 'other' };
  const quorum = alarms === false ? undefined : alarms?.quorum;
  return { role: 'home', home, regions, quorum: quorum ?? Math.floor(regions.length / 2) + 1 };
}
