import * as z from 'zod';
import { ALLOWABLE } from '../check/allowable.ts';
import type { Check, Schedule } from '../check/check.ts';
import { BUILT_IN, FIRST_NG_PAGES_S } from '../check/defaults.ts';
import { CHECKER_LAMBDA_TIMEOUT_S, MAX_CHECK_TIMEOUT_MS } from '../contract.ts';
import { intervalsOf } from '../run/interval.ts';
import { alertShape, resolveAlerts } from './alert-shape.ts';
import { HEADER_NAME, HEADER_NAME_RULE, HEADER_VALUE, HEADER_VALUE_RULE } from './headers.ts';
import { metricsSchema, resolveMetrics } from './metrics.ts';
import { name, tag } from './names.ts';
import { resolveSchedule, scheduleShape } from './schedule.ts';
import { count, duration, flag, millisecondsOf, pairs, settings, text } from './setting.ts';
import { degradedSchema, timeLimits } from './time-limits.ts';

/** The settings that checks of every kind share, and what is taken where neither check nor `defaults` says. */

/** The longest pause before a recheck, milliseconds. */
export const MOST_RECHECK_AFTER_MS = 60_000;
/** The most rechecks. */
export const MOST_RECHECKS = 10;

// Name, tags and labels are the part of a verdict that cannot be cut: 100 + 8 * 35 bytes and 32 letters of its 1 KiB.
const LABEL = /^(?!.*["\\])[\p{L}\p{M}\p{N}\p{P}\p{S} ]{1,32}$/u;
const MOST_TAGS = 8;
const MOST_PARENTS = 10;

/** What editors say of `allowPrivate`. */
export const ALLOW_PRIVATE = 'true lets a check on Lambda connect to private addresses. false when left out.';

/** A deadline of an attempt, up to MAX_CHECK_TIMEOUT_MS. */
export const timeout = duration({
  min: 1,
  max: MAX_CHECK_TIMEOUT_MS,
  tooLong: `write ${MAX_CHECK_TIMEOUT_MS / 1000}s or less (the checker Lambda ends at ${CHECKER_LAMBDA_TIMEOUT_S}s)`,
});

/** The deadlines of a check, the same for most kinds. */
export const timeoutShape = {
  timeout: timeout.optional().describe('Deadline of one attempt in all, at most 60s. 10s when left out.'),
  connectTimeout: timeout
    .optional()
    .describe('Deadline of name look-up, connect and TLS together, at most the timeout. 3s when left out.'),
};

/** A time that something may take at most. */
export const latency = duration({
  min: 1,
  max: MAX_CHECK_TIMEOUT_MS,
  tooLong: `write ${MAX_CHECK_TIMEOUT_MS / 1000}s or less (no check lasts longer)`,
});

/** A word for an outcome. */
export const label = text(LABEL, 'write 1 to 32 characters on one line, without quotes and backslashes');

const labels = settings(
  {
    ok: label.optional().describe('The word for a healthy outcome. OK when left out.'),
    ng: label.optional().describe('The word for an unhealthy outcome. NG when left out.'),
  },
  'write a map with ok and ng',
).describe('Your own words for the two outcomes: the label of each verdict in the results of a run.');

/** Words to select checks by. */
export const tags = z
  .array(tag, { error: 'write a list such as [payments, tokyo]' })
  .max(MOST_TAGS, { error: `write at most ${MOST_TAGS} tags` })
  .meta({ examples: [['payments', 'tokyo']] });

const recheckAfter = duration({
  min: 0,
  max: MOST_RECHECK_AFTER_MS,
  tooLong: `write ${MOST_RECHECK_AFTER_MS / 1000}s or less`,
}).refine((value) => millisecondsOf(value) % 1000 === 0, {
  error: 'write whole seconds (a Wait state knows no others)',
});

const rechecks = count(0, MOST_RECHECKS);

const WRITE_PARENTS = 'write the name of a check, or a list of names';
const parents = z
  .union([name, z.array(name, { error: WRITE_PARENTS }).min(1, { error: WRITE_PARENTS })], { error: WRITE_PARENTS })
  .refine((names) => typeof names === 'string' || names.length <= MOST_PARENTS, {
    error: `write at most ${MOST_PARENTS} names`,
  });
const WRITE_ALLOWABLE = `write one of ${ALLOWABLE.join(', ')}`;
const WRITE_ALLOW = 'write a list such as [slow]';
const prove = settings(
  {
    allow: z
      .array(z.enum(ALLOWABLE, { error: WRITE_ALLOWABLE }), { error: WRITE_ALLOW })
      .min(1, { error: WRITE_ALLOW })
      .describe('What may go wrong and still be OK: rollcall prove accepts it.'),
  },
  'write a map such as {allow: [slow]}',
).describe('What rollcall prove lets the check miss.');

/** What every check may say, whatever its kind. */
export const baseShape = {
  name: name.describe(
    'Unique name of the check, in any script: what alerts and --only call it. At most 100 bytes of UTF-8.',
  ),
  enabled: flag().optional().describe('false leaves the check out of every run. true when left out.'),
  tags: tags.optional().describe('Words to select checks by, added to those of defaults.'),
  labels: labels.optional(),
  rechecks: rechecks.optional().describe('How often an NG is tried again before it counts, 0 to 10. 1 when left out.'),
  recheckAfter: recheckAfter
    .optional()
    .describe('How long to wait before a recheck, whole seconds up to 60s. 2s when left out, from every: 15m on 15s.'),
  ...scheduleShape,
  ...alertShape,
  metrics: metricsSchema
    .optional()
    .describe(
      'Metrics that are written beside Healthy, each for its price: latency, certificateDays, degraded, phases.',
    ),
  dependsOn: parents
    .optional()
    .describe('A check of the same schedule, or several: while one of them is NG, an NG here is told under its news.'),
  degraded: degradedSchema(latency)
    .optional()
    .describe('When an OK counts as slow: "latency > 800ms", "firstByte > 300ms", or a map such as {latency: 800ms}.'),
  prove: prove.optional(),
};

/** The section `defaults` of a checks file. */
export const defaultsSchema = settings(
  {
    timeout: timeoutShape.timeout,
    connectTimeout: timeout
      .optional()
      .describe(
        'Deadline of name look-up, connect and TLS together. 3s when left out, or the timeout when that is less.',
      ),
    rechecks: baseShape.rechecks,
    recheckAfter: baseShape.recheckAfter,
    ...scheduleShape,
    ...alertShape,
    metrics: baseShape.metrics,
    labels: labels.optional(),
    tags: tags.optional().describe('Tags that every check has.'),
    prove: prove.optional(),
    headers: pairs(HEADER_NAME, HEADER_NAME_RULE, HEADER_VALUE, HEADER_VALUE_RULE)
      .optional()
      .describe('Headers that every http check sends, unless its own headers have another value for the same name.'),
  },
  'write a map such as {timeout: 5s}',
).describe('What checks have that do not say otherwise.');

/** `defaults` as people write it. */
export type Defaults = z.infer<typeof defaultsSchema>;

/** What a file's `defaults` and those of a kind come to: the file's go before, and a schedule of its is the whole schedule. */
export function withDefaultsOf(kind: Defaults | undefined, defaults: Defaults): Defaults {
  if (kind === undefined) return defaults;
  const { every, cron, ...others } = kind;
  const schedule = defaults.every ?? defaults.cron;
  return { ...others, ...(schedule === undefined && { ...(every && { every }), ...(cron && { cron }) }), ...defaults };
}
/** The settings of every check as people write them. */
export type AuthoredBase = z.infer<z.ZodObject<typeof baseShape>>;
type ResolvedBase = Pick<
  Check,
  | 'name'
  | 'tags'
  | 'labels'
  | 'rechecks'
  | 'recheckAfterSeconds'
  | 'schedule'
  | 'alerts'
  | 'degraded'
  | 'metrics'
  | 'prove'
>;

/** The shared settings with every default filled. `certificate`: whether the check may show one. */
export function resolveBase(authored: AuthoredBase, defaults: Defaults, certificate = false): ResolvedBase {
  const after = authored.recheckAfter ?? defaults.recheckAfter;
  const proven = authored.prove ?? defaults.prove;
  const schedule = resolveSchedule(authored, defaults);
  return {
    name: authored.name,
    tags: [...new Set([...(defaults.tags ?? []), ...(authored.tags ?? [])])],
    labels: {
      ok: authored.labels?.ok ?? defaults.labels?.ok ?? BUILT_IN.labels.ok,
      ng: authored.labels?.ng ?? defaults.labels?.ng ?? BUILT_IN.labels.ng,
    },
    rechecks: authored.rechecks ?? defaults.rechecks ?? BUILT_IN.rechecks,
    recheckAfterSeconds: after === undefined ? usualPause(schedule) : millisecondsOf(after) / 1000,
    schedule,
    ...resolveAlerts(authored, defaults, authored.dependsOn),
    ...resolveMetrics(authored.metrics, defaults.metrics, certificate),
    ...(authored.degraded !== undefined && { degraded: timeLimits(authored.degraded) }),
    ...(proven !== undefined && { prove: proven }),
  };
}

function usualPause(schedule: Schedule): number {
  const { recheckAfterSeconds, rareRecheckAfterSeconds } = BUILT_IN;
  return intervalsOf(schedule).shortest < FIRST_NG_PAGES_S ? recheckAfterSeconds : rareRecheckAfterSeconds;
}

type Timeouts = { readonly timeout?: string | undefined; readonly connectTimeout?: string | undefined };

/** A connect timeout from `defaults` gives way to a shorter timeout; one written beside it would be a fault. */
export function resolveTimeouts(own: Timeouts, defaults: Defaults) {
  const whole = own.timeout ?? defaults.timeout;
  const timeoutMs = whole === undefined ? BUILT_IN.timeoutMs : millisecondsOf(whole);
  if (own.connectTimeout !== undefined) return { timeoutMs, connectTimeoutMs: millisecondsOf(own.connectTimeout) };
  const connect =
    defaults.connectTimeout === undefined ? BUILT_IN.connectTimeoutMs : millisecondsOf(defaults.connectTimeout);
  return { timeoutMs, connectTimeoutMs: Math.min(connect, timeoutMs) };
}
