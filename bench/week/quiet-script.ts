import type { Answer, ScriptedEvent, Span } from './events.ts';

/** The part of a script that is quiet on purpose. Checks have roles by the last figure of their numbers. */

const FIGURES = { certificate: 2, parent: 4, firstChild: 5, secondChild: 6, maintained: 7, throughOffline: 9 } as const;

const figureOf = (check: number): number => check % 10;

/** Checks that nothing happens to but what is scripted here. */
export function isReserved(check: number): boolean {
  const figures: readonly number[] = Object.values(FIGURES);
  return figures.includes(figureOf(check));
}

/** The check that this one depends on, null for none. */
export function parentOf(check: number): number | null {
  if (figureOf(check) === FIGURES.firstChild) return check - 1;
  return figureOf(check) === FIGURES.secondChild ? check - 1 : null;
}

export type QuietScript = {
  /** When every check and every guard is NG. */
  readonly offline: readonly Span[];
  /** Windows of maintenance, each of one check. */
  readonly windows: readonly (Span & { readonly check: number })[];
  /** When a certificate that several checks share is about to end. */
  readonly certificate: Span;
  readonly events: readonly ScriptedEvent[];
};

/** The monitor, in the place of a check. */
export const MONITOR_CHECK = -1;
/** The certificate, in the place of a check. */
export const CERTIFICATE_CHECK = -2;

const HOUR = 60;

/** Everything here is over before `minutes`, and stays clear of the absence of the store around their half. */
export function writeQuiet(checks: number, minutes: number): QuietScript {
  const early = Math.floor(minutes / 10);
  const late = Math.floor(minutes * 0.7);
  const offline = [spanOf(early, 20), spanOf(late, 3 * HOUR)];
  const certificate = spanOf(early + 2 * HOUR, 3 * HOUR);
  const all = Array.from({ length: checks }, (_, check) => check);
  const windows = all
    .filter((check) => figureOf(check) === FIGURES.maintained)
    .map((check) => ({ check, ...spanOf(early + 2 * HOUR + check, HOUR) }));
  return {
    offline,
    windows,
    certificate,
    events: [
      ...offline.map((span) => ({ kind: 'monitor offline' as const, check: MONITOR_CHECK, ...span })),
      { kind: 'certificate of several checks', check: CERTIFICATE_CHECK, ...certificate },
      ...windows.map(maintained),
      ...all.filter((check) => figureOf(check) === FIGURES.parent).map((check) => ofParent(check, early)),
      ...all
        .filter((check) => figureOf(check) === FIGURES.throughOffline)
        .map((check) => throughOffline(check, offline)),
    ],
  };
}

/** Within a window, into one, or out of one, by turns. */
function maintained({ check, from, to }: QuietScript['windows'][number]): ScriptedEvent {
  const ways: readonly Omit<ScriptedEvent, 'check'>[] = [
    { kind: 'outage within maintenance', from: from + 10, to: to - 10 },
    { kind: 'outage that ends in maintenance', from: from - 20, to: to - 20 },
    { kind: 'outage that goes on after maintenance', from: from + 10, to: to + 20, seenFrom: to },
  ];
  const way = ways[Math.floor(check / 10) % ways.length];
  return { kind: 'outage within maintenance', from, to, ...way, check };
}

function ofParent(check: number, early: number): ScriptedEvent {
  return { kind: 'outage of a parent', check, ...spanOf(early + 2 * HOUR + check, 30 + check) };
}

function throughOffline(check: number, offline: readonly Span[]): ScriptedEvent {
  const { from, to } = offline[Math.floor(check / 10) % offline.length] ?? spanOf(0, 0);
  return { kind: 'outage with the monitor offline in it', check, from: from - 20, to: to + 20 };
}

const spanOf = (from: number, minutes: number): Span => ({ from, to: from + minutes });

export const isIn = (minute: number, { from, to }: Span): boolean => minute >= from && minute < to;

/** What a check answers because of all this, null where it says nothing. */
export function quietAnswer(
  { offline, certificate, events }: QuietScript,
  check: number,
  minute: number,
): Answer | null {
  if (offline.some((span) => isIn(minute, span))) return 'N';
  if (figureOf(check) === FIGURES.certificate) return isIn(minute, certificate) ? 'C' : 'O';
  if (!isReserved(check)) return null;
  const first = figureOf(check) - FIGURES.parent;
  const root = parentOf(check) === null ? check : check - first;
  return events.some((event) => event.check === root && isIn(minute, event)) ? 'N' : 'O';
}
