import type { QuietNow } from '../../status/remembered.ts';
import type { Status } from '../../status/status.ts';
import type { Verdict } from '../../verdict/verdict.ts';
import type { Scope } from '../how.ts';
import type { PageCheck, PageData } from '../page-data.ts';
import type { PageNote } from '../page-settings.ts';
import { groupsOf } from './groups.ts';
import { openIncidents, pastIncidents, type Visible, whyFor } from './incidents.ts';
import type { Shown, ShownCheck, ShownOfOwner, ShownWindow } from './shown.ts';
import { stateOf } from './state.ts';

/**
 * What a reader may see of all that there is. Strangers see the checks with a tag of `page.public`, their states, uptime,
 * latency and incidents, maintenance and notes about them; no words of reasons, and no name beside theirs. Where the list
 * has no `page.public`, they see no check at all.
 */
export function shownTo(data: PageData, scope: Scope): Shown {
  const made = MADE[scope].get(data) ?? makeShown(data, scope);
  MADE[scope].set(data, made);
  return made;
}

/** A page, its feed, badges and news in two languages are made of the same data. */
const MADE: Readonly<Record<Scope, WeakMap<PageData, Shown>>> = { private: new WeakMap(), public: new WeakMap() };

function makeShown(data: PageData, scope: Scope): Shown {
  const { settings, status, incidents } = data;
  const order = scope === 'public' ? (settings.public?.tags ?? []) : null;
  const listed =
    order === null ? data.checks : data.checks.filter(({ tags }) => tags.some((tag) => order.includes(tag)));
  const visible: Visible = order === null ? null : new Set(listed.map(({ name }) => name));
  const checks = listed.map((check) => shownCheck(check, data, visible, order));
  const { monitor } = status;
  return {
    title: settings.title,
    description: settings.description,
    at: status.at,
    timezone: status.timezone,
    isOffline: monitor.some(({ kind }) => kind === 'offline'),
    isMonitorWell: monitor.length === 0,
    checks,
    groups: groupsOf(checks, order),
    open: openIncidents(status.open, incidents, visible),
    past: pastIncidents(incidents, visible),
    maintenance: windowsFor(status.maintenance, visible),
    upcoming: windowsFor(data.upcoming, visible),
    notes: notesFor(settings.notes, visible),
    private:
      visible !== null
        ? null
        : {
            faults: data.faults,
            troubles: monitor,
            unknown: status.unknown,
            certificates: status.certificates,
            mutes: status.mutes,
          },
  };
}

function shownCheck(
  check: PageCheck,
  { status }: PageData,
  visible: Visible,
  order: readonly string[] | null,
): ShownCheck {
  const { name, tags, latest, days } = check;
  const verdict = latest?.verdict ?? null;
  const window = status.maintenance.find(({ checks }) => checks === null || checks.includes(name));
  const isHidden = visible !== null && verdict?.reason?.code === 'certificate';
  const state = isHidden ? 'ok' : stateOf(latest, window !== undefined);
  const reason = isHidden ? null : (verdict?.reason ?? null);
  const warning = visible === null && reason === null ? verdict?.warning : undefined;
  return {
    name,
    tags: order === null ? tags : order.filter((tag) => tags.includes(tag)),
    state,
    why: reason !== null ? whyFor(reason, visible) : warning === undefined ? null : { words: warning },
    quiet: visible === null ? quietNow(name, status, verdict) : [],
    latencyMs: verdict?.latencyMs ?? null,
    at: verdict?.at ?? null,
    days,
    own: visible === null ? ofOwner(verdict, check) : null,
  };
}

/** Why nobody is told of a check now, whether it is in trouble or not. */
function quietNow(name: string, { maintenance, mutes }: Status, verdict: Verdict | null): readonly QuietNow[] {
  const windows = maintenance.filter(({ checks }) => checks === null || checks.includes(name));
  const quiet = verdict?.quiet;
  return [
    ...windows.map((window) => ({ because: 'maintenance', by: window.name, until: window.until }) as const),
    ...mutes.filter(({ check }) => check === name).map(({ until }) => ({ because: 'muted', by: null, until }) as const),
    ...(quiet?.because === 'parent' ? [{ because: 'parent', by: quiet.by, until: null } as const] : []),
  ];
}

const USUAL_LABELS = ['OK', 'NG'];

function ofOwner(verdict: Verdict | null, { kind, schedule }: PageCheck): ShownOfOwner {
  return {
    kind,
    schedule,
    certificate: verdict?.certificate ?? null,
    seen: verdict?.seen ?? null,
    label: verdict === null || USUAL_LABELS.includes(verdict.label) ? null : verdict.label,
  };
}

type Window = Omit<ShownWindow, 'from'> & { readonly name: string; readonly from?: string };

/** Strangers see windows that are about any of their checks, without what they are called. */
function windowsFor(windows: readonly Window[], visible: Visible): readonly ShownWindow[] {
  return windows.flatMap(({ name, checks, until, from = null }): ShownWindow[] => {
    const told = namesFor(checks, visible);
    return told !== null && told.length === 0
      ? []
      : [{ name: visible === null ? name : null, checks: told, from, until }];
  });
}

function notesFor(notes: readonly PageNote[], visible: Visible): readonly PageNote[] {
  return notes.flatMap((note) => {
    const checks = namesFor(note.checks, visible);
    return checks !== null && checks.length === 0 ? [] : [{ ...note, checks }];
  });
}

/** Null, for all checks, is all that a reader sees. */
function namesFor(checks: readonly string[] | null, visible: Visible): readonly string[] | null {
  return checks === null || visible === null ? checks : checks.filter((name) => visible.has(name));
}
