import { type Html, html } from '../../text/html.ts';
import type { Shown } from '../view/shown.ts';
import { en, type Words } from './en.ts';
import { ja } from './ja.ts';
import type { Language } from './language.ts';

/** Words, numbers and times of one page, in its language and time zone. */
export type Format = {
  readonly language: Language;
  readonly words: Words;
  /** An IANA name. */
  readonly zone: string;
  /** Of 0 to 1, two digits, rounded down: 100 % means that nothing was missed. An en dash where there is none. */
  percent(part: number | null): string;
  /** Milliseconds. An en dash where there are none. */
  latency(ms: number | null): string;
  /** Of an ISO instant: the time, with its day where that is another than the page's, as a `<time>` element. */
  moment(instant: string): Html;
  /** As `moment`, to the second. */
  exactly(instant: string): Html;
  /** From one ISO instant to another, the second one with its day where that is another. `isDayKnown`: it stands beside it. */
  span(from: string, to: string, isDayKnown?: boolean): Html;
  /** Of milliseconds since 1970: what the clocks show. */
  time(at: number): string;
  /** Of an ISO instant: the day in the zone, as 2026-11-26. */
  dayOf(instant: string): string;
  /** Of a day such as 2026-11-26. */
  day(date: string): string;
  /** How long from one ISO instant to another. */
  between(from: string, to: string): string;
  number(value: number): string;
};

const WORDS: Readonly<Record<Language, Words>> = { en, ja };
const LOCALES: Readonly<Record<Language, string>> = { en: 'en-GB', ja: 'ja-JP' };
const NONE = '–';

function newFormatters(locale: string, timeZone: string) {
  const short = { timeZone, month: 'short', day: 'numeric', hour: '2-digit', minute: '2-digit' } as const;
  return {
    percents: new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 2, roundingMode: 'floor' }),
    numbers: new Intl.NumberFormat(locale, { maximumFractionDigits: 0 }),
    tenths: new Intl.NumberFormat(locale, { maximumFractionDigits: 1 }),
    moments: new Intl.DateTimeFormat(locale, { timeZone, dateStyle: 'medium', timeStyle: 'short' }),
    ofThisYear: new Intl.DateTimeFormat(locale, short),
    clocks: new Intl.DateTimeFormat(locale, { timeZone, timeStyle: 'short' }),
    exactClocks: new Intl.DateTimeFormat(locale, { timeZone, timeStyle: 'medium' }),
    exactMoments: new Intl.DateTimeFormat(locale, { ...short, second: '2-digit' }),
    days: new Intl.DateTimeFormat(locale, { timeZone: 'UTC', dateStyle: 'medium' }),
    // Swedes write dates as ISO does.
    isoDays: new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short' }),
  };
}

/** Ten of them take half a millisecond to make, and each badge needs them; there are as many sets as languages and zones. */
const FORMATTERS = new Map<string, ReturnType<typeof newFormatters>>();

function formattersFor(locale: string, timeZone: string): ReturnType<typeof newFormatters> {
  const key = `${locale} ${timeZone}`;
  const known = FORMATTERS.get(key) ?? newFormatters(locale, timeZone);
  FORMATTERS.set(key, known);
  return known;
}

/** What a page writes with. `timezone`: an IANA name, UTC where that is null. `at`: the ISO instant that the page is about. */
export function formatFor(language: Language, { timezone, at }: Pick<Shown, 'timezone' | 'at'>): Format {
  const [locale, words, timeZone] = [LOCALES[language], WORDS[language], timezone ?? 'UTC'];
  const { percents, numbers, tenths, moments, ofThisYear, clocks, exactClocks, exactMoments, days, isoDays } =
    formattersFor(locale, timeZone);
  const dayOf = (instant: string): string => {
    const time = Date.parse(instant);
    return Number.isNaN(time) ? instant : isoDays.format(time);
  };
  const today = dayOf(at);
  const momentBeside = (instant: string, known: string): Html => {
    const time = Date.parse(instant);
    if (Number.isNaN(time)) return html`${instant}`;
    const day = dayOf(instant);
    const sameYear = day.slice(0, 4) === today.slice(0, 4) ? ofThisYear : moments;
    return html`<time datetime="${instant}">${(day === known ? clocks : sameYear).format(time)}</time>`;
  };
  return {
    language,
    words,
    zone: timeZone,
    percent: (part) => (part === null ? NONE : percents.format(part)),
    latency: (ms) => {
      if (ms === null) return NONE;
      if (ms >= 10_000) return `${tenths.format(ms / 1000)} s`;
      return `${(ms < 10 ? tenths : numbers).format(ms)} ms`;
    },
    moment: (instant) => momentBeside(instant, today),
    exactly: (instant) => {
      const time = Date.parse(instant);
      if (Number.isNaN(time)) return html`${instant}`;
      const exact = dayOf(instant) === today ? exactClocks : exactMoments;
      return html`<time datetime="${instant}">${exact.format(time)}</time>`;
    },
    span: (from, to, isDayKnown = false) => {
      const begin = momentBeside(from, isDayKnown ? dayOf(from) : today);
      return html`${begin} – ${momentBeside(to, dayOf(from))}`;
    },
    time: (at) => clocks.format(at),
    dayOf,
    day: (date) => {
      const at = Date.parse(`${date}T00:00:00Z`);
      return Number.isNaN(at) ? date : days.format(at);
    },
    between: (from, to) => words.duration(Math.max(0, Date.parse(to) - Date.parse(from)) || 0),
    number: (value) => numbers.format(value),
  };
}

/** A time between the words that its language has around it. */
export function around([before, behind]: readonly [string, string], moment: Html): Html {
  return html`${before}${moment}${behind}`;
}
