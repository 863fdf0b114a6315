import * as z from 'zod';
import type { Schedule } from '../check/check.ts';
import { formatCron, readCron } from '../check/cron.ts';
import { BUILT_IN } from '../check/defaults.ts';
import { nearest } from '../text/nearest.ts';
import type { PathFault } from './fault.ts';

/** When a check runs: at an interval, or at the times of a cron expression in a time zone. */

const EVERY = /^\d{1,6}[mhd]$/;
const UNIT_S = { m: 60, h: 3_600, d: 86_400 } as const;
const LONGEST_S = 31 * UNIT_S.d;
const WRITE_EVERY = 'write whole minutes, hours or days, such as 1m, 5m, 1h or 1d (a schedule knows no seconds)';
const ZONE = /^[A-Z][A-Za-z0-9_+-]*(?:\/[A-Z0-9][A-Za-z0-9_+-]*)*$/;

const every = z
  .string({
    error: ({ input }) =>
      typeof input === 'number' ? `add the unit: ${Math.abs(input)}m or ${Math.abs(input)}h` : WRITE_EVERY,
  })
  .regex(EVERY, { error: WRITE_EVERY, abort: true })
  .refine((text) => secondsOf(text) > 0, { error: 'write 1m or more (a schedule fires once a minute at most)' })
  .refine((text) => secondsOf(text) <= LONGEST_S, { error: `write ${LONGEST_S / UNIT_S.d}d or less, or a cron` })
  .meta({ examples: ['1m', '5m', '15m', '1h', '1d'] });

const WRITE_CRON = 'write a cron expression in quotes, such as "0 9 * * MON-FRI"';
/** A cron expression of five fields. */
export const cron = z
  .string({ error: WRITE_CRON })
  .refine((text) => typeof readCron(text) !== 'string', {
    error: ({ input }) => {
      const read = readCron(String(input));
      return typeof read === 'string' ? read : WRITE_CRON;
    },
  })
  .meta({ examples: ['*/15 * * * *', '0 9 * * MON-FRI', '0 2 * * SUN'] });

const WRITE_ZONE = 'write the name of a time zone, such as Europe/Paris or UTC';
/** The IANA name of a time zone. */
export const timezone = z
  .string({ error: WRITE_ZONE })
  .regex(ZONE, { error: ({ input }) => adviceFor(String(input)), abort: true })
  .refine(isZone, { error: ({ input }) => adviceFor(String(input)) })
  .meta({ examples: ['UTC', 'America/New_York', 'Asia/Tokyo', 'Europe/London', 'Europe/Paris'] });

/** The settings of a schedule, in a check and in defaults. */
export const scheduleShape = {
  every: every
    .optional()
    .describe('How often the check runs, whole minutes, hours or days: 1m, 5m, 1h, 1d. 5m when left out.'),
  cron: cron
    .optional()
    .describe('When the check runs instead: minute hour day-of-month month day-of-week, such as "0 9 * * MON-FRI".'),
  timezone: timezone.optional().describe('The time zone of cron, such as Europe/Paris. UTC when left out.'),
};

type Settings = Readonly<Record<string, unknown>>;
type Authored = {
  readonly every?: string | undefined;
  readonly cron?: string | undefined;
  readonly timezone?: string | undefined;
};

/** The check's own schedule, or that of defaults, or every five minutes. A zone of defaults is for every cron. */
export function resolveSchedule(own: Authored, defaults: Authored): Schedule {
  const from = own.every === undefined && own.cron === undefined ? defaults : own;
  if (from.cron !== undefined) {
    const read = readCron(from.cron);
    if (typeof read === 'string') throw new RangeError(`the schema let ${from.cron} pass as a cron expression`);
    return { cron: formatCron(read), timezone: own.timezone ?? defaults.timezone ?? BUILT_IN.timezone };
  }
  return from.every === undefined ? BUILT_IN.schedule : { every: secondsOf(from.every) };
}

/** What is wrong between the schedule settings of an entry, each of which may be wrong by itself too. */
export function scheduleFaults(entry: Settings, defaults: Authored): PathFault[] {
  const faults = twoSchedules(entry);
  const inherits = entry['every'] === undefined && defaults.cron !== undefined;
  if (entry['timezone'] === undefined || entry['cron'] !== undefined || inherits) return faults;
  const message = 'is the time zone of a cron, and there is none; write cron too, or leave it out';
  return [...faults, { path: ['timezone'], at: 'key', message }];
}

/** In defaults a zone may stand alone: it is for the crons of the checks. */
export function twoSchedules(settings: Settings): PathFault[] {
  if (settings['every'] === undefined || settings['cron'] === undefined) return [];
  return [{ path: ['cron'], at: 'key', message: 'is a second schedule beside every; write one of every, cron' }];
}

function secondsOf(text: string): number {
  return Number(text.slice(0, -1)) * UNIT_S[text.slice(-1) as keyof typeof UNIT_S];
}

/** What Node takes for a zone and IANA does not know: ICU's old names of three letters, of which BST is Dhaka. */
const NO_ZONES = new Set(
  'ACT AET AGT ART AST BET BST CAT CNT CST CTT EAT ECT IET IST JST MIT NET NST PLT PNT PRT PST SST VST'.split(' '),
);

/** Whether EventBridge knows the zone: by its IANA name and in its letters, where Node would take offsets and any case. */
function isZone(name: string): boolean {
  const resolved = ZONE.test(name) && !NO_ZONES.has(name) ? canonicalZone(name) : null;
  return resolved !== null && (resolved === name || resolved.toLowerCase() !== name.toLowerCase());
}

function canonicalZone(name: string): string | null {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone;
  } catch {
    return null;
  }
}

function adviceFor(name: string): string {
  if (NO_ZONES.has(name)) return 'write the name that IANA gives the zone, such as Europe/London';
  const meant = nearest(name, Intl.supportedValuesOf('timeZone'));
  return meant === null ? WRITE_ZONE : `write ${meant} or another name of a time zone`;
}
