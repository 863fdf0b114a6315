import * as z from 'zod';
import type { Check } from '#core/check/check.ts';
import { formatCron, readCron } from '#core/check/cron.ts';
import { BUILT_IN } from '#core/check/defaults.ts';
import type { MaintenanceWindow } from '#core/check/maintenance-window.ts';
import { once } from '#core/once.ts';
import { cron, timezone } from '#core/settings/schedule.ts';
import { duration, millisecondsOf, settings, text } from '#core/settings/setting.ts';
import { baseShape, tags } from '#core/settings/shared-settings.ts';
import { instantsOf, isTime } from './wall-time.ts';

/** When nothing is reported on purpose: the section `maintenance` of checks.yaml. */

const MOST_WINDOWS = 50;
const LONGEST_MS = 31 * 24 * 3_600_000;
// It is reported with each verdict that is quiet because of it, and a verdict is short.
const NAME = /^(?!.*["\\])[\p{L}\p{M}\p{N}\p{P}\p{S} ]{1,60}$/u;
const WRITE_TIME = 'write a time such as 2026-12-24T22:00, or with an offset as 2026-12-24T22:00+01:00';
const WRITE_WINDOW = 'write a map with cron and duration, or with from and to';

const time = once(() => z.string({ error: WRITE_TIME }).refine(isTime, { error: WRITE_TIME }));

const window = once(() =>
  settings(
    {
      name: text(NAME, 'write 1 to 60 characters on one line, without quotes and backslashes')
        .optional()
        .describe('What the window is called where a verdict is quiet because of it. Its times when left out.'),
      cron: cron
        .optional()
        .describe('When it begins each time: minute hour day-of-month month day-of-week, such as "0 2 * * SUN".'),
      duration: duration({ min: 60_000, max: LONGEST_MS, tooLong: 'write 744h or less' })
        .optional()
        .describe('How long it lasts from then on: 1m to 744h.'),
      from: time()
        .optional()
        .describe('When it begins, once: 2026-12-24T22:00 on the clocks of timezone, or with an offset.'),
      to: time().optional().describe('When it is over: the first moment after it.'),
      timezone: timezone
        .optional()
        .describe('The time zone of cron, from and to. That of defaults when left out, or UTC.'),
      tags: tags
        .min(1, { error: 'write a list such as [payments, tokyo]' })
        .optional()
        .describe('Only checks with any of these tags.'),
      names: z
        .array(baseShape.name, { error: 'write a list of names' })
        .min(1, { error: 'write a list of names' })
        .optional()
        .describe('Only checks of these names; with tags, both must hold.'),
    },
    WRITE_WINDOW,
  ).describe('A time in which nothing is told. Without tags and names, of all checks.'),
);

export const maintenanceSchema = once(() =>
  z
    .array(window(), { error: 'write a list of windows' })
    .max(MOST_WINDOWS, { error: `write at most ${MOST_WINDOWS} windows` })
    .describe('When checks run and are measured, but nothing is told of them, and no incident begins or ends.'),
);

export type AuthoredWindow = z.infer<ReturnType<typeof window>>;

/** Faultless windows. `checks`: all that there are; `zone`: the time zone of defaults. */
export function resolveMaintenance(
  windows: readonly AuthoredWindow[],
  checks: readonly Check[],
  zone: string | undefined,
): readonly MaintenanceWindow[] {
  return windows.map((authored) => ({
    ...timesOf(authored, authored.timezone ?? zone ?? BUILT_IN.timezone),
    checks: coveredBy(authored, checks),
  }));
}

function timesOf({ name, cron: expression, duration: lasting, from, to }: AuthoredWindow, timezone: string) {
  if (expression === undefined) {
    const [begin, end] = [from, to].map((one = '') => new Date(instantsOf(one, timezone)[0] ?? 0).toISOString());
    return { name: name ?? `${from} to ${to}`, from: begin ?? '', to: end ?? '' };
  }
  const read = readCron(expression);
  if (typeof read === 'string') throw new RangeError(`the schema let ${expression} pass as a cron expression`);
  return { name: name ?? expression, cron: formatCron(read), timezone, durationMs: millisecondsOf(lasting ?? '') };
}

/** The names of the checks that a window is about, null for all. */
export function coveredBy(
  { names, tags: wanted }: Pick<AuthoredWindow, 'names' | 'tags'>,
  checks: readonly Check[],
): readonly string[] | null {
  if (names === undefined && wanted === undefined) return null;
  return checks.flatMap(({ name, tags: own }) => {
    const isNamed = names === undefined || names.includes(name);
    return isNamed && (wanted === undefined || wanted.some((tag) => own.includes(tag))) ? [name] : [];
  });
}
