import { type AlertSettings, DEFAULT_SEVERITY, SEVERITIES, type Severity } from '../check/alert-settings.ts';
import { isCertificate } from '../incident/certificates.ts';
import { MONITOR } from '../incident/monitor.ts';
import type { Transition } from '../incident/state.ts';
import type { Verdict } from '../verdict/verdict.ts';
import { type Evidence, evidenceOf, field } from './evidence.ts';

/** A transition with all that its reader wants beside it. Every text is safe to print. */
export type News = Transition & {
  readonly word: Word;
  readonly severity: Severity;
  readonly runbook: string | null;
  /** How long the trouble has lasted, and null where nothing is remembered that could tell. */
  readonly lastedMs: number | null;
  readonly evidence: Evidence;
  /** Names of the checks that are NG in this run and depend on this one: they are reported here, and nowhere else. */
  readonly suppressed: readonly string[];
};

/** What is said of a check. What matters most stands first. */
export const WORDS = [
  'monitor offline',
  'NG',
  'could not check',
  'still NG',
  'still cannot check',
  'certificate',
  'degraded',
  'still degraded',
  'recovered',
  'can check again',
  'certificate renewed',
  'no longer degraded',
  'no longer checked',
  'monitor online again',
] as const;
/** The word that a subject has for what happened. */
export type Word = (typeof WORDS)[number];

type SettingsOf = (name: string) => AlertSettings | undefined;

/** A run's news in the order of telling: trouble before recoveries, then by severity, first tag and place in the list. */
export function newsOf(
  transitions: readonly Transition[],
  verdicts: readonly Verdict[],
  settingsOf: SettingsOf,
): readonly News[] {
  const suppressed = Map.groupBy(
    verdicts.flatMap(({ name, quiet }) => (quiet?.because === 'parent' ? [{ name, by: quiet.by }] : [])),
    ({ by }) => by,
  );
  const places = new Map(verdicts.map(({ name }, place) => [name, place]));
  const placeOf = ({ check, checks: [first = check] = [] }: Transition) => places.get(first) ?? verdicts.length;
  const verdictOf = (name: string) => verdicts[places.get(name) ?? verdicts.length];
  return transitions
    .toSorted((a, b) => placeOf(a) - placeOf(b))
    .map((one) => ({
      ...enriched(one, verdictOf, settingsOf),
      suppressed: (suppressed.get(one.check) ?? []).map(({ name }) => field(name, 200)),
    }))
    .toSorted(
      (a, b) =>
        Number(isOver(a)) - Number(isOver(b)) ||
        SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity) ||
        inOrder(a.evidence.tags[0] ?? '', b.evidence.tags[0] ?? '') ||
        WORDS.indexOf(a.word) - WORDS.indexOf(b.word),
    );
}

/** It is of the monitor itself, and of no check. */
export const isOfMonitor = ({ check }: Pick<Transition, 'check'>): boolean => check === MONITOR;

/** The trouble is over, or nobody looks any more. */
export const isOver = ({ type }: Pick<Transition, 'type'>): boolean => type === 'recovered' || type === 'removed';

/** What news is of, as its reader knows it: a check, the checks that show a certificate, nothing for the monitor. */
export function subjectsOf(news: Pick<News, 'check' | 'checks'>): readonly string[] {
  return isOfMonitor(news) ? [] : (news.checks ?? [news.check]);
}

function enriched(
  one: Transition,
  verdictOf: (name: string) => Verdict | undefined,
  settingsOf: SettingsOf,
): Omit<News, 'suppressed'> {
  const isRemembered = one.type !== 'once' && one.type !== 'undeduplicated';
  const names = one.checks ?? [one.check];
  const settings = names.map(settingsOf);
  const own = settings.map((each) => each?.severity ?? DEFAULT_SEVERITY);
  return {
    ...one,
    check: field(one.check, 200),
    ...(one.checks && { checks: one.checks.map((name) => field(name, 200)) }),
    since: field(one.since, 40),
    reason: { code: one.reason.code, message: field(one.reason.message, 500) },
    word: wordOf(one),
    severity: severityFor(one, own),
    runbook: settings.find((each) => each?.runbook !== undefined)?.runbook ?? null,
    lastedMs: isRemembered ? Date.parse(one.at) - Date.parse(one.since) : null,
    evidence: evidenceFor(one, names.map(verdictOf)),
  };
}

/** What is degraded still answers as it should, so it is no more than a warning. */
function severityFor({ kind, severity }: Transition, own: readonly Severity[]): Severity {
  const all = severity === undefined ? own : [severity];
  const worst = SEVERITIES.find((one) => all.includes(one)) ?? DEFAULT_SEVERITY;
  return kind === 'degraded' && worst === 'critical' ? 'warning' : worst;
}

function evidenceFor({ checks, tags = [] }: Transition, verdicts: readonly (Verdict | undefined)[]): Evidence {
  const evidence = checks === undefined ? evidenceOf(verdicts[0]) : tagsOf(verdicts);
  return { ...evidence, tags: [...new Set([...evidence.tags, ...tags.map((tag) => field(tag, 200))])] };
}

/** Of a certificate there is nothing to show but whose it is. */
function tagsOf(verdicts: readonly (Verdict | undefined)[]): Evidence {
  const tags = new Set(verdicts.flatMap((verdict) => evidenceOf(verdict).tags));
  return { ...evidenceOf(undefined), tags: [...tags] };
}

function wordOf({ type, kind, check }: Transition): Word {
  const isRecovered = type === 'recovered';
  if (type === 'removed') return 'no longer checked';
  if (check === MONITOR) return isRecovered ? 'monitor online again' : 'monitor offline';
  if (isCertificate(check)) return isRecovered ? 'certificate renewed' : 'certificate';
  const [begun, reminded, ended] = WORDS_OF[kind];
  if (isRecovered) return ended;
  return type === 'reminder' ? reminded : begun;
}

const WORDS_OF: Readonly<Record<Transition['kind'], readonly [begun: Word, reminded: Word, ended: Word]>> = {
  target: ['NG', 'still NG', 'recovered'],
  fault: ['could not check', 'still cannot check', 'can check again'],
  degraded: ['degraded', 'still degraded', 'no longer degraded'],
};

/** By code units, which is the same order on every machine. */
function inOrder(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
