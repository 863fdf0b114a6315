/** Cron expressions as crontab(5) has them: five fields of numbers, names, `*`, lists, ranges and steps. */

/** The values that each field admits, rising. Sunday is 0. Of `days` and `weekdays` one at least admits everything. */
export type Cron = {
  readonly minutes: readonly number[];
  readonly hours: readonly number[];
  readonly days: readonly number[];
  readonly months: readonly number[];
  readonly weekdays: readonly number[];
};

type Field = {
  readonly key: keyof Cron;
  readonly what: string;
  readonly from: number;
  readonly to: number;
  readonly names?: readonly string[];
};

const WEEKDAYS = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'] as const;
const MONTHS = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];
const MONTH_DAYS = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

const FIELDS: readonly Field[] = [
  { key: 'minutes', what: 'minutes', from: 0, to: 59 },
  { key: 'hours', what: 'hours', from: 0, to: 23 },
  { key: 'days', what: 'days of the month', from: 1, to: 31 },
  { key: 'months', what: 'months', from: 1, to: 12, names: MONTHS },
  { key: 'weekdays', what: 'days of the week', from: 0, to: 6, names: WEEKDAYS },
];

const WRITE_FIVE = 'write five fields: minute hour day-of-month month day-of-week';
const PART = /^(?:\*|(?<first>\w+)(?:-(?<last>\w+))?)(?:\/(?<step>\d{1,2}))?$/;

/** What the expression admits, or what to write in its place. */
export function readCron(text: string): Cron | string {
  const words = text.trim().split(/\s+/);
  if (words.length === FIELDS.length + 1) return `${WRITE_FIVE}, without a year`;
  if (words.length !== FIELDS.length) return WRITE_FIVE;
  const read = FIELDS.map((field, index) => readField(words[index] ?? '', field));
  const fault = read.find((values) => typeof values === 'string');
  if (fault !== undefined) return fault;
  const cron = Object.fromEntries(FIELDS.map(({ key }, index) => [key, read[index]])) as unknown as Cron;
  if (!isFull(cron.days, 2) && !isFull(cron.weekdays, 4)) {
    return 'write * for the day of the month or for the day of the week (a schedule takes one of them; two checks take both)';
  }
  const comes = cron.months.some((month) => (cron.days[0] ?? 1) <= (MONTH_DAYS[month - 1] ?? 0));
  return comes ? cron : 'write a day that one of its months has';
}

function readField(word: string, field: Field): readonly number[] | string {
  if (word === '?') return readField('*', field); // what EventBridge's own expressions have for "any day"
  const values = new Set<number>();
  for (const part of word.split(',')) {
    const range = readPart(part, field);
    if (range === null) {
      const names = field.names === undefined ? '' : ` or ${field.names[0]} to ${field.names.at(-1)}`;
      return `write ${field.what} from ${field.from} to ${field.to}${names}, lists, rising ranges and steps of them, in place of ${JSON.stringify(part.slice(0, 20))}`;
    }
    for (let value = range.first; value <= range.last; value += range.step) values.add(value % weekLength(field));
  }
  return [...values].sort((a, b) => a - b);
}

function readPart(part: string, field: Field): { first: number; last: number; step: number } | null {
  const groups = PART.exec(part)?.groups;
  if (groups === undefined) return null;
  const step = Number(groups['step'] ?? 1);
  const first = groups['first'] === undefined ? field.from : numberOf(groups['first'], field);
  const last = lastOf(groups, field, first);
  const isSound = first >= field.from && last >= first && last <= lastNumber(field) && step > 0;
  return isSound ? { first, last, step } : null;
}

function lastOf(groups: Readonly<Record<string, string | undefined>>, field: Field, first: number): number {
  const { first: from, last, step } = groups;
  if (from === undefined || (last === undefined && step !== undefined)) return field.to;
  if (last === undefined) return first;
  const value = numberOf(last, field);
  return field.key === 'weekdays' && value === 0 ? 7 : value; // FRI-SUN
}

function numberOf(word: string, { names, from }: Field): number {
  if (/^\d{1,2}$/.test(word)) return Number(word);
  const index = names?.indexOf(word.toUpperCase()) ?? -1;
  return index < 0 ? Number.NaN : index + from;
}

/** Crontabs call Sunday 0 and 7. */
function lastNumber({ key, to }: Field): number {
  return key === 'weekdays' ? 7 : to;
}

function weekLength({ key }: Field): number {
  return key === 'weekdays' ? 7 : Number.POSITIVE_INFINITY;
}

function isFull(values: readonly number[], field: number): boolean {
  const { from = 0, to = 0 } = FIELDS[field] ?? {};
  return values.length === to - from + 1;
}

/** The shortest usual writing, the same for every expression that admits the same: `0 9 * * 1-5`. */
export function formatCron(cron: Cron): string {
  return FIELDS.map((field) => formatField(cron[field.key], field, '*')).join(' ');
}

/** As EventBridge writes it: six fields, `?` for one of the days, steps from a number, weekdays by name. */
export function eventBridgeCron(cron: Cron): string {
  const [minutes, hours, days, months] = FIELDS.map((field) => formatField(cron[field.key], field, String(field.from)));
  const anyWeekday = isFull(cron.weekdays, 4);
  const weekdays = cron.weekdays.map((day) => WEEKDAYS[day]).join(',');
  return `${minutes} ${hours} ${anyWeekday ? days : '?'} ${months} ${anyWeekday ? '?' : weekdays} *`;
}

function formatField(values: readonly number[], { from, to }: Field, start: string): string {
  if (values.length === to - from + 1) return '*';
  const [first = from, second = first] = values;
  const step = second - first;
  const isStep = first === from && values.length > 2 && step > 1 && values.every((it, i) => it === from + i * step);
  if (isStep && from + values.length * step > to) return `${start}/${step}`;
  return runsIn(values)
    .map(([low, high]) => (low === high ? `${low}` : `${low}-${high}`))
    .join(',');
}

/** Neighbouring values as ranges. */
function runsIn(values: readonly number[]): readonly (readonly [low: number, high: number])[] {
  const runs: [low: number, high: number][] = [];
  for (const value of values) {
    const last = runs.at(-1);
    if (last?.[1] === value - 1) last[1] = value;
    else runs.push([value, value]);
  }
  return runs;
}

const DAY_S = 86_400;

/** The most seconds from a firing to the one that is so many later; null where days of the month, or months, are left out. */
export function longestCronWait(cron: Cron, runs: number): number | null {
  if (!isFull(cron.days, 2) || !isFull(cron.months, 3)) return null;
  const minutes = cron.hours.flatMap((hour) => cron.minutes.map((minute) => hour * 60 + minute));
  const week = cron.weekdays.flatMap((day) => minutes.map((minute) => (day * DAY_S) / 60 + minute));
  const waits = week.map((minute, index) => {
    const later = index + runs;
    const weeks = Math.floor(later / week.length);
    return (week[later % week.length] ?? 0) + (weeks * 7 * DAY_S) / 60 - minute;
  });
  return Math.max(...waits) * 60;
}

/** The fewest seconds between two firings, and the seconds between them over a year. */
export function cronIntervals(cron: Cron): { readonly shortest: number; readonly mean: number } {
  const minutes = cron.hours.flatMap((hour) => cron.minutes.map((minute) => hour * 60 + minute));
  const gaps = minutes.map((minute, index) => (minutes[index + 1] ?? (minutes[0] ?? 0) + DAY_S / 60) - minute);
  const days = cron.months.reduce((sum, month) => {
    const length = month === 2 ? 28.25 : (MONTH_DAYS[month - 1] ?? 0);
    const admitted = cron.days.filter((day) => day <= Math.ceil(length)).length;
    return sum + (isFull(cron.days, 2) ? (length * cron.weekdays.length) / 7 : admitted);
  }, 0);
  return { shortest: Math.min(...gaps) * 60, mean: (365.25 * DAY_S) / (days * minutes.length) };
}
