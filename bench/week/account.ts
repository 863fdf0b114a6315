import type { IncidentKind, Transition } from '#core/incident/state.ts';
import { EVENT_KINDS, type EventKind, type ScriptedEvent } from './events.ts';
import { nameOf } from './play.ts';
import type { Script } from './script.ts';

/** How often the script has an event, how often its opening and its end shall be reported, and how often they were. */
type Line = {
  readonly kind: EventKind;
  readonly scripted: number;
  readonly incidents: number;
  readonly opened: number;
  readonly recovered: number;
  readonly missing: number;
  readonly twice: number;
};

/** `unscripted`: what was reported and is no event of the script. */
export type Account = { readonly lines: readonly Line[]; readonly unscripted: readonly Transition[] };

const SILENT: readonly EventKind[] = [
  'flap of one run',
  'fault of one run',
  'flaky answer',
  // Told of without memory while it lasts; the store never learns of it.
  'outage while the store is away',
  'outage within maintenance',
];

// An incident's first NG may be one that a late run brings, up to three minutes behind the first of all, and after an
// absence of the store it is the first that was written.
const LATEST_MINUTES = 4;

/** Compares what was reported with the script, which knows nothing of the rules that led to it. */
export function accountFor(script: Script, begin: number, transitions: readonly Transition[]): Account {
  const byCheck = Map.groupBy(transitions, ({ check }) => check);
  const claimed = new Set<Transition>();
  const told = script.events.map((event) => {
    const news = (byCheck.get(nameOf(event.check)) ?? []).filter((one) => belongs(one, event, script, begin));
    for (const one of news) claimed.add(one);
    return tellingOf(event, news);
  });
  const lines = EVENT_KINDS.map((kind) =>
    lineOf(
      kind,
      told.filter(({ event }) => event.kind === kind),
    ),
  );
  return { lines, unscripted: transitions.filter((one) => !claimed.has(one)) };
}

type Telling = {
  readonly event: ScriptedEvent;
  readonly opened: number;
  readonly recovered: number;
  readonly warned: number;
};

function tellingOf(event: ScriptedEvent, news: readonly Transition[]): Telling {
  const times = (type: Transition['type']) => news.filter((one) => one.type === type).length;
  return { event, opened: times('opened'), recovered: times('recovered'), warned: times('undeduplicated') };
}

const OF_OURS: readonly EventKind[] = ['checker fault', 'fault of one run', 'monitor offline'];

function belongs(news: Transition, event: ScriptedEvent, { storeAway }: Script, begin: number): boolean {
  const since = (Date.parse(news.since) - begin) / 60_000;
  if (news.type === 'undeduplicated') return since >= event.from && since < event.to;
  const kind: IncidentKind = OF_OURS.includes(event.kind) ? 'fault' : 'target';
  const from =
    event.kind === 'outage seen after the store is back'
      ? storeAway.to - LATEST_MINUTES
      : (event.seenFrom ?? event.from);
  return news.kind === kind && since >= from && since <= from + 2 * LATEST_MINUTES && since < event.to;
}

function lineOf(kind: EventKind, told: readonly Telling[]): Line {
  const wanted = SILENT.includes(kind) ? 0 : 1;
  const sum = (value: (telling: Telling) => number) => told.reduce((total, telling) => total + value(telling), 0);
  const unheard = kind === 'outage while the store is away' ? sum(({ warned }) => Number(warned === 0)) : 0;
  return {
    kind,
    scripted: told.length,
    incidents: told.length * wanted,
    opened: sum(({ opened }) => opened),
    recovered: sum(({ recovered }) => recovered),
    missing: unheard + sum(({ opened, recovered }) => Math.max(0, wanted - opened) + Math.max(0, wanted - recovered)),
    twice: sum(({ opened, recovered }) => Math.max(0, opened - wanted) + Math.max(0, recovered - wanted)),
  };
}
