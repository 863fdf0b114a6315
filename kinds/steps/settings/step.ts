import * as z from 'zod';
import { once } from '#core/once.ts';
import { HEADER_NAME, HEADER_NAME_RULE } from '#core/settings/headers.ts';
import { choice, count, duration, filledText, flag, settings, text } from '#core/settings/setting.ts';
import { latency } from '#core/settings/shared-settings.ts';
import { degradedSchema } from '#core/settings/time-limits.ts';
import { requestShape } from '../../http/settings/entry.ts';
import { expectSchema } from '../../http/settings/expect.ts';
import { regex } from '../../http/settings/expect-values.ts';
import { graphqlSchema } from './graphql.ts';

/** One step of a flow as people write it: an http check without its schedule, and what it has beside. */

const STEP_NAME = /^[A-Za-z0-9_](?:[A-Za-z0-9 _./:@#()+=&-]{0,38}[A-Za-z0-9_./:@#()+=&-])?$/;
/** What may be the name of a variable or a capture. */
export const NAME = /^(?!(?:uuid|now|timestamp)$)[A-Za-z][\w-]{0,39}$/;
/** What is said of another name. */
const NAME_RULE =
  'is no usable name; write 1 to 40 letters, digits, _ or -, beginning with a letter, other than uuid, now and timestamp';
const LEAST_POLL_MS = 200;
const MOST_WAIT_MS = 60_000;
const MOST_RETRIES = 5;
const WRITE_SOURCE =
  'write a map with one of json, header, regex, cookie, status and certificate, such as {json: $.access_token}';
const WRITE_UNTIL = 'write what must hold at last, such as {json: [{path: $.state, equals: done}], every: 2s}';

const wait = once(() =>
  duration({ min: LEAST_POLL_MS, max: MOST_WAIT_MS, tooLong: 'write 60s or less (no check lasts longer)' }),
);

/** A map by names of variables or captures. */
export function named<T extends z.ZodType>(value: T, write: string) {
  return z.record(z.string().regex(NAME), value, {
    error: (issue) => (issue.code === 'invalid_key' ? NAME_RULE : write),
  });
}

const source = once(() =>
  settings(
    {
      json: text(/^\$[\s\S]{0,999}$/, 'write a JSONPath such as $.access_token')
        .optional()
        .describe('JSONPath to text, a number, true or false in the body; the first that it selects.'),
      header: text(HEADER_NAME, HEADER_NAME_RULE)
        .optional()
        .describe('A header of the answer; the first of that name.'),
      regex: regex.optional().describe('The first group of a regex in the body, or all of it where it has no group.'),
      cookie: filledText('write the name of a cookie').optional().describe('A cookie that the answer sets.'),
      status: z.literal(true, { error: 'write true' }).optional().describe('true: the status of the answer.'),
      certificate: choice(['fingerprint', 'issuer', 'validTo']).optional().describe('A part of the certificate.'),
      show: flag().optional().describe('true: what is captured is no secret and may be shown. Hidden when left out.'),
    },
    WRITE_SOURCE,
  ).refine(({ show: _, ...from }) => Object.keys(from).length === 1, {
    error: 'needs exactly one of json, header, regex, cookie, status and certificate',
  }),
);

const { latency: _latency, ...untilShape } = expectSchema.shape;
const { url: _url, cookies: _cookies, allowPrivate: _allowPrivate, ...otherShape } = requestShape;

const WRITE_URL = 'write a URL such as https://api.example.com/orders or "{{base}}/orders"';

const httpSchema = once(() =>
  settings(
    {
      url: z
        .string({ error: WRITE_URL })
        .min(1, { error: WRITE_URL })
        .max(4096, { error: 'write a URL of at most 4096 characters' })
        .describe('Where to send the request; it may begin with a variable or a capture.'),
      ...otherShape,
      graphql: graphqlSchema().optional().describe('Body to send as a GraphQL query; its answer must hold no errors.'),
    },
    'write a map with url',
  ).describe('The request of the step.'),
);

/** A step of a flow. */
export const stepSchema = once(() =>
  settings(
    {
      name: text(STEP_NAME, 'write 1 to 40 letters, digits, spaces or _./:@#()+=&-').describe(
        'Name of the step, by which verdicts call it.',
      ),
      http: httpSchema().optional(),
      curl: filledText('write a curl command such as curl -s https://api.example.com/health')
        .optional()
        .describe('The request as a curl command, in place of http. It is read, never run.'),
      expect: expectSchema.optional().describe('What must come back. Any 2xx when left out.'),
      capture: named(source(), 'write a map such as {token: {json: $.access_token}}')
        .optional()
        .describe('Values of the answer for later steps, which write them as {{name}}.'),
      until: settings(
        {
          ...untilShape,
          every: wait().optional().describe('How long to wait between two requests, 200ms to 60s. 1s when left out.'),
          within: wait().optional().describe('How long to go on at most. As long as the flow has time when left out.'),
        },
        WRITE_UNTIL,
      )
        .refine(({ every: _, within: _within, ...expected }) => Object.keys(expected).length > 0, {
          error: WRITE_UNTIL,
        })
        .optional()
        .describe('The step is sent again until this holds too; expect has to hold each time.'),
      retry: settings(
        {
          times: count(1, MOST_RETRIES).optional().describe('How often at most, 1 to 5. 1 when left out.'),
          every: wait().optional().describe('How long to wait before. 1s when left out.'),
          on: choice(['network', 'any'])
            .optional()
            .describe('network: only where no answer came. any: after every NG. network when left out.'),
        },
        'write a map such as {times: 2, every: 500ms}',
      )
        .optional()
        .describe('Sends the step again after an NG; a flow that passes so is flaky.'),
      always: flag().optional().describe('true: the step is clean-up, and is sent whatever went wrong before.'),
      degraded: degradedSchema(latency).optional().describe('When an answer to this step counts as slow.'),
    },
    'write a map with name and http, or name and curl',
  ),
);

/** A step as people write it. */
export type AuthoredStep = z.infer<ReturnType<typeof stepSchema>>;
