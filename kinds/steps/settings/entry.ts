import type * as z from 'zod';
import { once } from '#core/once.ts';
import { mayShowCertificate } from '#core/settings/metrics.ts';
import { duration, flag, limitOf, list, millisecondsOf, settings, text } from '#core/settings/setting.ts';
import {
  ALLOW_PRIVATE,
  baseShape,
  type Defaults,
  latency,
  resolveBase,
  resolveTimeouts,
  timeout,
} from '#core/settings/shared-settings.ts';
import type { Surroundings } from '#core/settings/surroundings.ts';
import { timeLimits } from '#core/settings/time-limits.ts';
import type { HttpExpect, HttpRequest } from '../../http/check.ts';
import { resolveRequest } from '../../http/settings/entry.ts';
import { resolveExpect } from '../../http/settings/expect.ts';
import type { Capture, Retry, Source, Step, StepsCheck, Until } from '../check.ts';
import { BELOW_400, commandRequest, readCommand } from './curl.ts';
import { graphqlBody, graphqlExpect } from './graphql.ts';
import { type AuthoredStep, named, stepSchema } from './step.ts';

const MOST_STEPS = 20;
const MOST_VAR_CHARACTERS = 4096;
const USUAL_CLEANUP_MS = 5000;
const USUAL_WAIT_MS = 1000;
const WRITE_VAR = `write text of at most ${MOST_VAR_CHARACTERS} characters, in quotes when it looks like a number`;
const WRITE_FLOW = 'write a list of steps such as [{name: login, http: {url: https://api.example.com/login}}]';

/** A whole entry of kind steps. */
export const stepsSchema = once(() =>
  settings(
    {
      ...baseShape,
      steps: settings(
        {
          vars: named(text(/^[\s\S]{0,4096}$/, WRITE_VAR), 'write a map such as {base: https://api.example.com}')
            .optional()
            .describe(
              'Texts by name, made once a run, which steps write as {{name}}; references and templates in them.',
            ),
          flow: list(stepSchema(), MOST_STEPS, WRITE_FLOW).describe('The steps in the order in which they are sent.'),
          timeout: timeout
            .optional()
            .describe('Deadline of all steps together, retries and clean-up included, at most 60s. 30s when left out.'),
          connectTimeout: timeout
            .optional()
            .describe('Deadline of name look-up, connect and TLS of each request. 3s when left out.'),
          cleanup: duration({ min: 1, max: 60_000, tooLong: 'write less than the timeout' })
            .optional()
            .describe(
              'What of the timeout is kept for steps with always. 5s when left out, or a fifth of the timeout.',
            ),
          allowPrivate: flag().optional().describe(ALLOW_PRIVATE),
        },
        'write a map with flow',
      ).describe('A check that sends several requests, each with what it takes from the answers before it.'),
      expect: settings(
        { latency: latency.optional().describe('The longest all steps may take together, such as 5s.') },
        'write a map such as {latency: 5s}; what a step expects stands in the step',
      )
        .optional()
        .describe('What is expected of all steps together.'),
    },
    'write a map with name and steps',
  ).describe('A check that sends several requests, each with what it takes from the answers before it.'),
);

/** An entry of kind steps as people write it. */
export type AuthoredSteps = z.infer<ReturnType<typeof stepsSchema>>;

type AuthoredTimes = {
  readonly timeout?: string | undefined;
  readonly connectTimeout?: string | undefined;
  readonly cleanup?: string | undefined;
};

/** The time of a flow: what `steps` says, then the file's defaults, then those of the kind. */
export function flowTimes(steps: AuthoredTimes, defaults: Defaults) {
  const times = resolveTimeouts(steps, defaults);
  const usual = Math.min(USUAL_CLEANUP_MS, Math.floor(times.timeoutMs / 5));
  return { ...times, cleanupMs: steps.cleanup === undefined ? usual : millisecondsOf(steps.cleanup) };
}

/** What a step takes where neither it nor the file's `defaults` says: the flow's own times. */
export function stepDefaults({ timeout, connectTimeout }: AuthoredTimes, defaults: Defaults): Defaults {
  return {
    ...defaults,
    ...(timeout !== undefined && { timeout }),
    ...(connectTimeout !== undefined && { connectTimeout }),
  };
}

/** An entry without faults as the check that travels. */
export function resolveSteps(authored: AuthoredSteps, defaults: Defaults, around: Surroundings): StepsCheck {
  const { steps, expect } = authored;
  const { cleanupMs, ...times } = flowTimes(steps, defaults);
  const own = stepDefaults(steps, defaults);
  const isPrivate = steps.allowPrivate === true;
  const flow = steps.flow.map((step) => resolveStep(step, own, around, isPrivate));
  const shows = flow.some(({ http }) => mayShowCertificate(http));
  return {
    ...resolveBase(authored, defaults, shows),
    kind: 'steps',
    ...times,
    requests: flow.length,
    target: { vars: Object.entries(steps.vars ?? {}), cleanupMs, flow },
    expect: { latencyMs: limitOf(expect?.latency) },
  };
}

function resolveStep(step: AuthoredStep, defaults: Defaults, around: Surroundings, isPrivate: boolean): Step {
  const { until, retry, degraded } = step;
  const { request, expect, times } = askedOf(step, defaults, around);
  const http: HttpRequest = { ...request, ...(isPrivate && { allowPrivate: true as const }) };
  return {
    name: step.name,
    http,
    expect,
    ...times,
    capture: capturesOf(step.capture),
    ...(until !== undefined && { until: untilOf(until, http, around) }),
    ...(retry !== undefined && { retry: retryOf(retry) }),
    ...(step.always === true && { always: true as const }),
    ...(degraded !== undefined && { degraded: timeLimits(degraded) }),
  };
}

type Asked = {
  readonly request: HttpRequest;
  readonly expect: HttpExpect;
  readonly times: Pick<Step, 'timeoutMs' | 'connectTimeoutMs'>;
};

/** What a step sends and expects by it, written as http or as a command. */
function askedOf(step: AuthoredStep, defaults: Defaults, around: Surroundings): Asked {
  const { http = { url: '' }, curl } = step;
  const read = curl === undefined ? null : readCommand(curl, around);
  const usual = resolveTimeouts({ timeout: http.timeout, connectTimeout: http.connectTimeout }, defaults);
  if (read !== null && 'command' in read) {
    const { timeoutMs, connectTimeoutMs, statusBelow400, http: sent } = read.command;
    const expect = resolveExpect(step.expect ?? {}, sent.follow > 0, around.files);
    const isOpen = step.expect?.status === undefined && statusBelow400;
    const whole = Math.min(timeoutMs ?? usual.timeoutMs, usual.timeoutMs);
    return {
      request: commandRequest(read.command, defaults),
      expect: isOpen ? { ...expect, status: BELOW_400 } : expect,
      times: { timeoutMs: whole, connectTimeoutMs: Math.min(connectTimeoutMs ?? usual.connectTimeoutMs, whole) },
    };
  }
  const { graphql, ...written } = http;
  const sent = graphql === undefined ? written : { ...written, json: graphqlBody(graphql) };
  const request = resolveRequest(sent, defaults, around.files);
  const expect = resolveExpect(step.expect ?? {}, request.follow > 0, around.files);
  return { request, expect: graphql === undefined ? expect : withJson(expect, graphqlExpect(graphql)), times: usual };
}

function untilOf(
  authored: NonNullable<AuthoredStep['until']>,
  { follow }: HttpRequest,
  { files }: Surroundings,
): Until {
  const { every, within, ...wanted } = authored;
  return {
    expect: anyStatus(resolveExpect(wanted, follow > 0, files), wanted.status === undefined),
    everyMs: every === undefined ? USUAL_WAIT_MS : millisecondsOf(every),
    ...(within !== undefined && { withinMs: millisecondsOf(within) }),
  };
}

function retryOf({ times = 1, every, on = 'network' }: NonNullable<AuthoredStep['retry']>): Retry {
  return { times, everyMs: every === undefined ? USUAL_WAIT_MS : millisecondsOf(every), on };
}

/** The status is what `expect` looks at, unless `until` names one. */
function anyStatus(expect: HttpExpect, isOpen: boolean): HttpExpect {
  return isOpen ? { ...expect, status: [] } : expect;
}

function withJson(expect: HttpExpect, json: NonNullable<HttpExpect['more']>['json'] & object): HttpExpect {
  if (json.length === 0) return expect;
  return { ...expect, more: { ...expect.more, json: [...(expect.more?.json ?? []), ...json] } };
}

function capturesOf(authored: AuthoredStep['capture']): readonly Capture[] {
  return Object.entries(authored ?? {}).map(([name, { show, ...from }]) => {
    return { name, from: from as Source, ...(show === true && { show }) };
  });
}
