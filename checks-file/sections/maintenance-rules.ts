import { Cron } from 'croner';
import { BUILT_IN } from '#core/check/defaults.ts';
import type { Draft } from '#core/settings/draft.ts';
import { soundPart } from '#core/settings/draft.ts';
import type { PathFault } from '#core/settings/fault.ts';
import { formatDuration, parseDuration } from '#core/text/duration.ts';
import { isMap } from '#core/text/json-values.ts';
import { quoted } from '#core/text/shown.ts';
import { type Listed, unlistedFaults } from './known-names.ts';
import { type AuthoredWindow, coveredBy, maintenanceSchema, resolveMaintenance } from './maintenance.ts';
import type { Section } from './section.ts';
import { hasOffset, instantsOf } from './wall-time.ts';
import { instantFaults } from './wall-time-faults.ts';

type Window = Draft<AuthoredWindow>;

/** What is wrong between the settings of windows, paths from the section on. `wrong`: what is wrong with them already. */
function maintenanceFaults(section: unknown, wrong: readonly PathFault[], listed: Listed): PathFault[] {
  if (!Array.isArray(section)) return [];
  return section.flatMap((window: unknown, index) => {
    if (!isMap(window)) return [];
    const own = wrong.flatMap(({ path: [at, ...path], message }) => (at === index ? [{ path, message }] : []));
    const draft = soundPart(window, own) as Window;
    const times = formFaults(window);
    const faults = [
      ...times,
      ...(times.length > 0 || own.length > 0 ? [] : timeFaults(draft, listed.zone)),
      ...coverFaults(draft, listed),
    ];
    return faults.map((fault) => ({ ...fault, path: [index, ...fault.path] }));
  });
}

/** Which of the settings are there: cron with its duration, or from with to. */
function formFaults(window: Readonly<Record<string, unknown>>): PathFault[] {
  const has = (key: string) => window[key] !== undefined;
  const second = ['from', 'to'].find(has);
  if ((has('cron') || has('duration')) && second !== undefined) {
    const first = has('cron') ? 'cron' : 'duration';
    return [{ path: [second], at: 'key', message: `is a second time beside ${first}; write two windows` }];
  }
  const pairs = [
    ['cron', 'duration', 'write duration too, such as 2h'],
    ['duration', 'cron', 'write cron too, or from and to in its place'],
    ['from', 'to', 'write to too'],
    ['to', 'from', 'write from too'],
  ] as const;
  const halves = pairs.filter(([here, missing]) => has(here) && !has(missing));
  const faults = halves.map(([here, missing, write]): PathFault => {
    return { path: [here], at: 'key', message: `has no ${missing} beside it; ${write}` };
  });
  if (faults.length > 0 || has('cron') || has('from')) return faults;
  return [{ path: [], message: 'says no time; write cron and duration, or from and to' }];
}

function timeFaults(window: Window, shared: string | undefined): PathFault[] {
  const { cron, duration, from, to, timezone } = window;
  const zone = timezone ?? shared ?? BUILT_IN.timezone;
  if (cron !== undefined && duration !== undefined) return lengthFaults(cron, duration);
  if (from === undefined || to === undefined) return [];
  const unclear = [...instantFaults(['from'], from, zone), ...instantFaults(['to'], to, zone)];
  const isIdle = timezone !== undefined && hasOffset(from) && hasOffset(to);
  return [...unclear, ...(isIdle ? [IDLE_ZONE] : []), ...(unclear.length > 0 ? [] : orderFaults(from, to, zone))];
}

const IDLE_ZONE: PathFault = {
  path: ['timezone'],
  at: 'key',
  message: 'is for times without an offset, and both have one; leave it out',
};

function orderFaults(from: string, to: string, zone: string): PathFault[] {
  const [[begin = 0], [end = 0]] = [instantsOf(from, zone), instantsOf(to, zone)];
  if (begin < end) return [];
  return [{ path: ['to'], message: `is ${quoted(to)}, which is not after from; write a later time` }];
}

const SOME_DAY = new Date('2026-01-01T00:00:00Z');
const FIRINGS = 200;

/** A window that has not ended when it begins anew never ends. */
function lengthFaults(cron: string, duration: string): PathFault[] {
  const firings = new Cron(cron, { timezone: 'UTC', paused: true }).nextRuns(FIRINGS, SOME_DAY);
  const gaps = firings.slice(1).map((firing, at) => firing.getTime() - (firings[at]?.getTime() ?? 0));
  const shortest = Math.min(...gaps);
  if ((parseDuration(duration) ?? 0) < shortest) return [];
  const message = `is ${duration}, and the cron comes again after ${formatDuration(shortest)}; write less than that`;
  return [{ path: ['duration'], message }];
}

function coverFaults({ names = [], tags = [] }: Window, listed: Listed): PathFault[] {
  const faults = [
    ...unlistedFaults(['names'], names, 'name', listed),
    ...unlistedFaults(['tags'], tags, 'tag', listed),
  ];
  const isBoth = names.length > 0 && tags.length > 0;
  if (faults.length > 0 || !isBoth || coveredBy({ names, tags }, listed.checks)?.length !== 0) return faults;
  return [{ path: ['tags'], at: 'key', message: 'are those of no check in names; write others, or take one list out' }];
}

/** `maintenance`: when checks run and nothing is reported. */
export const maintenanceSection = {
  key: 'maintenance',
  schema: maintenanceSchema,
  rules: (written, wrong, { listed }) => maintenanceFaults(written, wrong, listed),
  resolve: (written, { entries, defaults }) => {
    const windows = written as readonly AuthoredWindow[];
    if (windows.length === 0) return {};
    return { maintenance: resolveMaintenance(windows, entries.checks, defaults.timezone) };
  },
} as const satisfies Section;
