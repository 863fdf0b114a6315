import type { Answer, EventKind, ScriptedEvent, Span } from './events.ts';
import { isReserved, type QuietScript, quietAnswer, writeQuiet } from './quiet-script.ts';
import { type Random, seeded } from './random.ts';

export type Script = {
  readonly seed: number;
  readonly checks: number;
  readonly minutes: number;
  /** When no read or write of the store succeeds. */
  readonly storeAway: Span;
  readonly quiet: QuietScript;
  readonly events: readonly ScriptedEvent[];
  /** What each check answers in each minute. */
  readonly answer: (check: number, minute: number) => Answer;
};

// Between two events of one check, so that a late run of the one is not taken for the other.
const QUIET_MINUTES = 15;
const STORE_AWAY_MINUTES = 45;
// Around the absence of the store, and while the monitor is offline, nothing happens but what is scripted for it.
const MARGIN_MINUTES = 60;

type Shape = { readonly kind: EventKind; readonly weight: number; readonly shortest: number; readonly longest: number };

// An outage takes at least 6 minutes: of a shorter one, late runs may leave no two NG in a row to be seen.
const SHAPES: readonly Shape[] = [
  { kind: 'outage', weight: 3, shortest: 6, longest: 240 },
  { kind: 'outage with a fault of ours in it', weight: 1, shortest: 10, longest: 60 },
  { kind: 'checker fault', weight: 1, shortest: 6, longest: 30 },
  { kind: 'flap of one run', weight: 5, shortest: 1, longest: 1 },
  { kind: 'fault of one run', weight: 2, shortest: 1, longest: 1 },
  { kind: 'flaky answer', weight: 4, shortest: 1, longest: 1 },
];
const DEALT = SHAPES.flatMap((shape) => Array.from({ length: shape.weight }, () => shape));

/** The same script for the same seed. */
export function writeScript({ seed, checks, minutes }: Pick<Script, 'seed' | 'checks' | 'minutes'>): Script {
  const random = seeded(seed);
  const from = Math.floor(minutes / 2);
  const storeAway = { from, to: from + STORE_AWAY_MINUTES };
  const quiet = writeQuiet(checks, minutes);
  const closed = [storeAway, ...quiet.offline];
  const own = Array.from({ length: checks }, (_, check) => eventsOf(check, minutes, closed, random)).flat();
  const answers = Array.from({ length: checks }, () => new Array<Answer>(minutes).fill('O'));
  for (const event of own) {
    for (let minute = event.from; minute < event.to; minute += 1)
      answers[event.check]?.splice(minute, 1, answerIn(event, minute));
  }
  const answer = (check: number, minute: number) =>
    quietAnswer(quiet, check, minute) ?? answers[check]?.[minute] ?? 'O';
  return { seed, checks, minutes, storeAway, quiet, events: [...own, ...quiet.events], answer };
}

function eventsOf(check: number, minutes: number, closed: readonly Span[], random: Random): ScriptedEvent[] {
  const [away = { from: 0, to: 0 }] = closed;
  const events = eventsAroundAbsence(check, away);
  if (isReserved(check)) return events;
  for (let at = random.between(5, 600); at < minutes; at += QUIET_MINUTES + random.between(0, 1_200)) {
    const shape = DEALT[random.between(0, DEALT.length)];
    if (shape === undefined) continue;
    const to = at + random.between(shape.shortest, shape.longest + 1);
    const begin = at;
    const isClear = closed.every((span) => to < span.from - MARGIN_MINUTES || begin > span.to + MARGIN_MINUTES);
    if (isClear && to < minutes - QUIET_MINUTES) events.push({ kind: shape.kind, check, from: at, to });
    at = to;
  }
  return events;
}

/** Every tenth check has an outage about the time in which the store is away, in one of the four ways there are. */
function eventsAroundAbsence(check: number, { from, to }: Script['storeAway']): ScriptedEvent[] {
  if (check % 10 !== 3) return [];
  const ways: readonly Omit<ScriptedEvent, 'check'>[] = [
    { kind: 'outage', from: from - 20, to: from + 20 },
    { kind: 'outage', from: from - 20, to: to + 20 },
    { kind: 'outage seen after the store is back', from: from + 10, to: to + 20 },
    { kind: 'outage while the store is away', from: from + 10, to: from + 20 },
  ];
  return ways.filter((_, at) => at === Math.floor(check / 10) % ways.length).map((way) => ({ ...way, check }));
}

function answerIn({ kind, from }: ScriptedEvent, minute: number): Answer {
  if (kind === 'flaky answer') return 'f';
  if (kind === 'checker fault' || kind === 'fault of one run') return 'F';
  return kind === 'outage with a fault of ours in it' && minute === from + 5 ? 'F' : 'N';
}
