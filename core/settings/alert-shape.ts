import * as z from 'zod';
import { type AlertSettings, DEFAULT_SEVERITY, SEVERITIES } from '../check/alert-settings.ts';
import { DEFAULT_POLICY } from '../check/incident-policy.ts';
import { nearest } from '../text/nearest.ts';
import { count, duration, millisecondsOf, text } from './setting.ts';

/** How a check's answers are reported: settings of every check and of `defaults`. */

const MOST_RUNS = 100;
const LONGEST_REMINDER_MS = 168 * 3_600_000;
// Runbooks of ad hoc checks travel through the states of their run, so they are short.
const RUNBOOK = /^https?:\/\/[!-~]{1,290}$/;
const RUNBOOK_RULE = 'write a URL of at most 300 characters, such as https://wiki.example.com/orders';

const WRITE_SEVERITIES = `write ${SEVERITIES.join(', ')} or a list of these`;

/** What to write in place of a word that is no severity. */
function severityFor(word: unknown, otherwise: string): string {
  const meant = typeof word === 'string' ? nearest(word, SEVERITIES) : null;
  return meant === null ? otherwise : `did you mean ${meant}?`;
}

const severity = z.enum(SEVERITIES, {
  error: ({ input }) => severityFor(input, `write one of ${SEVERITIES.join(', ')}`),
});

/** One severity or several. */
export const severities = z.union([severity, z.array(severity).min(1, { error: WRITE_SEVERITIES })], {
  error: ({ input }) => severityFor(input, WRITE_SEVERITIES),
});

const runs = (what: string, preset: number) =>
  count(1, MOST_RUNS).optional().describe(`${what}, 1 to ${MOST_RUNS}. ${preset} when left out.`);

const WRITE_SLO = 'write percent between 0 and 100, such as 99.9';

/** The settings about alerts, in a check and in `defaults`. */
export const alertShape = {
  failureThreshold: runs('NG runs in a row before an incident opens', DEFAULT_POLICY.failureThreshold),
  successThreshold: runs('OK runs in a row before an incident is over', DEFAULT_POLICY.successThreshold),
  faultThreshold: runs('Runs in a row that Rollcall could not check before it says so', DEFAULT_POLICY.faultThreshold),
  degradedThreshold: count(1, MOST_RUNS)
    .optional()
    .describe(`Degraded runs in a row before they are reported, 1 to ${MOST_RUNS}. Never when left out.`),
  remindEvery: duration({ min: 60_000, max: LONGEST_REMINDER_MS, tooLong: 'write 168h or less' })
    .optional()
    .describe('How long an open incident stays quiet between reminders, 1m to 168h. No reminders when left out.'),
  notify: z
    .enum(['transitions', 'every'], { error: 'write transitions or every' })
    .optional()
    .describe('transitions tells when an incident opens and when it is over, every tells each NG run as well.'),
  severity: severity.optional().describe(`How much it matters; routes go by it. ${DEFAULT_SEVERITY} when left out.`),
  runbook: text(RUNBOOK, RUNBOOK_RULE)
    .meta({ examples: ['https://wiki.example.com/orders'] })
    .optional()
    .describe('URL of what to do about it; alerts show it.'),
  slo: z
    .number({ error: WRITE_SLO })
    .gt(0, { error: WRITE_SLO })
    .lt(100, { error: WRITE_SLO })
    .meta({ examples: [99.9] })
    .optional()
    .describe(
      "The objective: percent of a month's verdicts that shall be OK. rollcall report counts the error budget.",
    ),
};

type Authored = z.infer<z.ZodObject<typeof alertShape>>;

/** What differs from the built-in settings; nothing for most checks. */
export function resolveAlerts(
  authored: Authored,
  defaults: Authored,
  dependsOn?: string | readonly string[],
): { readonly alerts?: AlertSettings } {
  const { remindEvery, ...settings } = Object.fromEntries(
    Object.keys(alertShape).flatMap((key) => {
      const value = authored[key as keyof Authored] ?? defaults[key as keyof Authored];
      return value === undefined ? [] : [[key, value]];
    }),
  ) as Authored;
  const alerts = {
    ...settings,
    ...(remindEvery !== undefined && { remindEveryMs: millisecondsOf(remindEvery) }),
    ...(dependsOn !== undefined && { dependsOn: [dependsOn].flat() }),
  } as AlertSettings;
  return Object.keys(alerts).length === 0 ? {} : { alerts };
}
