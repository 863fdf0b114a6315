import type { OpenIncident, QuietNow } from '#core/status/remembered.ts';
import type { LastRun, ShardStatus, Status } from '#core/status/status.ts';
import { spokenDuration } from '#core/text/duration.ts';
import { localTime } from '#core/text/local-time.ts';
import { few } from './few.ts';
import { type Item, renderItems } from './items.ts';
import { type Measured, paint, type Terminal } from './terminal.ts';

/** What people ask first stands first: what is down, what is quiet, when was the last run, is the monitor well. */
export function renderStatus(status: Status, terminal: Measured): string {
  const sections: readonly (readonly [string, readonly Item[]])[] = [
    [headline(status, terminal), status.open.map((incident) => itemOf(incident, status))],
    ['quiet on purpose', quietItems(status)],
    ['certificates that end soon', status.certificates.map(certificateItem)],
    ['last runs', status.shards.map((shard) => shardItem(shard, status))],
    ['the monitor itself', monitorItems(status)],
  ];
  return sections
    .filter(([, items], index) => index === 0 || items.length > 0)
    .map(([title, items], index) => {
      return `${index === 0 ? title : paint(terminal, 'dim', title)}\n${renderItems(items, terminal)}`;
    })
    .join('\n');
}

function headline({ open }: Status, terminal: Terminal): string {
  if (open.length === 0) return paint(terminal, 'green', 'nothing is down');
  const quiet = open.filter((incident) => incident.quiet.length > 0).length;
  const down = paint(terminal, ['red', 'bold'], `${open.length} down`);
  return quiet === 0 ? down : `${down}, ${quiet === open.length ? '' : `${quiet} of them `}quiet`;
}

function itemOf(incident: OpenIncident, status: Status): Item {
  const { check, checks, kind, since, severity, reason, quiet, dependents } = incident;
  const subject = checks === undefined ? check : `certificate of ${listed(checks)}`;
  const what =
    checks === undefined
      ? { target: 'down', fault: 'cannot be checked', degraded: 'degraded' }[kind]
      : 'ends soon, known';
  return {
    mark: 'ng',
    text: `${subject}: ${what} for ${lasting(since, status)}, since ${clock(since, status)}`,
    details: [
      reason.message,
      ...(severity === 'critical' ? [] : [`severity ${severity}`]),
      ...quiet.map((why) => quietText(why, status)),
      ...(dependents.length === 0 ? [] : [`what is NG under it is reported here: ${listed(dependents)}`]),
    ],
  };
}

function quietText({ because, by, until }: QuietNow, status: Status): string {
  const end = until === null ? '' : ` until ${clock(until, status)}`;
  switch (because) {
    case 'maintenance':
      return `in maintenance (${by})${end}`;
    case 'muted':
      return `muted${end}`;
    case 'parent':
      return `suppressed by ${by}, which it depends on`;
    case 'offline':
      return 'the monitor is offline: nothing is known of it now';
  }
}

function quietItems({ mutes, maintenance, ...status }: Status): readonly Item[] {
  const muted = mutes.map(({ check, until }) => `${check}: muted until ${clock(until, status)}`);
  const windows = maintenance.map(({ name, checks, until }) => {
    return `maintenance (${name}) until ${clock(until, status)}: ${checks === null ? 'every check' : listed(checks)}`;
  });
  return [...muted, ...windows].map((text) => ({ mark: 'note', text }));
}

function certificateItem({ checks, daysLeft }: Status['certificates'][number]): Item {
  const days = daysLeft < 0 ? 'has ended' : daysLeft === 1 ? 'ends in 1 day' : `ends in ${daysLeft} days`;
  return { mark: 'note', text: `${listed(checks)}: ${days}` };
}

function shardItem({ shard, lastRun, overdueMs }: ShardStatus, status: Status): Item {
  const late = overdueMs === null ? '' : `, overdue for ${spokenDuration(overdueMs)}`;
  const mark = overdueMs !== null ? 'ng' : lastRun === null ? 'note' : 'ok';
  return { mark, text: `${shard}: ${lastRun === null ? 'no run is known' : runText(lastRun, status)}${late}` };
}

function runText({ startedAt, ok, ng }: LastRun, status: Status): string {
  return `${ok} OK, ${ng} NG, ${lasting(startedAt, status)} ago, ${clock(startedAt, status)}`;
}

function monitorItems({ monitor, unknown, ...status }: Status): readonly Item[] {
  const troubles = monitor.map(
    ({ message, since }): Item => ({
      mark: 'ng',
      text: since === null ? message : `${message} (since ${clock(since, status)})`,
    }),
  );
  const unasked = unknown.map((why): Item => ({ mark: 'note', text: `not known: ${why}` }));
  const well: readonly Item[] = unknown.length > 0 ? [] : [{ mark: 'ok', text: 'nothing is wrong with it' }];
  return [...(troubles.length === 0 ? well : troubles), ...unasked];
}

const MOST_LISTED = 5;

const listed = (names: readonly string[]): string => few(names, MOST_LISTED);

type Moment = Pick<Status, 'at' | 'timezone'>;

const clock = (instant: string, { timezone }: Moment): string => localTime(instant, timezone ?? 'UTC');

function lasting(since: string, { at }: Moment): string {
  return spokenDuration(Math.max(0, Date.parse(at) - Date.parse(since)));
}
