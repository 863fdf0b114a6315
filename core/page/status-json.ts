import type { Scope } from './how.ts';
import type { PageData } from './page-data.ts';
import { uptimeOver } from './parts/bars.ts';
import { overallOf } from './view/overall.ts';
import type { ShownCheck, ShownIncident, ShownWindow } from './view/shown.ts';
import { shownTo } from './view/shown-to.ts';
import type { ShownState } from './view/state.ts';
import type { Why } from './view/why.ts';
import { en } from './words/en.ts';

/** `status.json`: what the page shows, for programs. schemas/page-status.schema.json describes it. */
export type StatusDocument = {
  readonly at: string;
  readonly title: string;
  readonly state: ShownState;
  readonly monitor: 'ok' | 'trouble' | 'offline';
  readonly checks: readonly {
    readonly name: string;
    readonly tags: readonly string[];
    readonly state: ShownState;
    readonly reason: DocumentReason | null;
    readonly latencyMs: number | null;
    readonly at: string | null;
    readonly uptime: { readonly [days in '7d' | '30d' | '90d']: number | null };
  }[];
  readonly incidents: readonly {
    readonly check: string;
    readonly kind: ShownIncident['kind'];
    readonly since: string;
    readonly endedAt: string | null;
    readonly reason: DocumentReason;
  }[];
  readonly maintenance: readonly ShownWindow[];
};

/** `message` is null for strangers, `category` for those who may read the message. */
type DocumentReason = { readonly message: string | null; readonly category: string | null };

/** The document, of the checks that a reader may see. Incidents: those that are open, the longest first, then those that are over. */
export function statusJson(data: PageData, scope: Scope): StatusDocument {
  const shown = shownTo(data, scope);
  return {
    at: shown.at,
    title: shown.title,
    state: overallOf(shown, en).state,
    monitor: shown.isOffline ? 'offline' : shown.isMonitorWell ? 'ok' : 'trouble',
    checks: shown.checks.map(checkIn),
    incidents: [...shown.open, ...shown.past].map(({ check, kind, since, endedAt, why }) => {
      return { check, kind, since, endedAt, reason: reasonIn(why) };
    }),
    maintenance: [...shown.maintenance, ...shown.upcoming],
  };
}

function checkIn({ name, tags, state, why, latencyMs, at, days }: ShownCheck): StatusDocument['checks'][number] {
  const uptime = { '7d': uptimeOver(days, 7), '30d': uptimeOver(days, 30), '90d': uptimeOver(days, 90) };
  return { name, tags, state, reason: why === null ? null : reasonIn(why), latencyMs, at, uptime };
}

function reasonIn(why: Why): DocumentReason {
  return 'words' in why ? { message: why.words, category: null } : { message: null, category: why.category };
}
