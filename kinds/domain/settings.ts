import { domainToASCII } from 'node:url';
import * as z from 'zod';
import { urlDestination } from '#core/address/destination.ts';
import { once } from '#core/once.ts';
import type { Draft } from '#core/settings/draft.ts';
import type { PathFault } from '#core/settings/fault.ts';
import { count, filledText, flag, limitOf, list, settings, someSettings, text } from '#core/settings/setting.ts';
import { connectTimeoutFaults, sharedRules } from '#core/settings/shared-rules.ts';
import {
  ALLOW_PRIVATE,
  baseShape,
  type Defaults,
  latency,
  resolveBase,
  resolveTimeouts,
  timeoutShape,
} from '#core/settings/shared-settings.ts';
import { isLeftOpen } from '#core/settings/url.ts';
import type { KindSettings } from '../kind.ts';
import type { DomainCheck } from './check.ts';
import { datelessRegistry } from './registries.ts';

const WARN_DAYS = 30;
const FAIL_DAYS = 14;
const MOST_DAYS = 3650;
const NAME_RULE = 'write a registered domain such as example.co.jp, without scheme and path';
const SERVER_RULE = 'write the URL of an RDAP server, such as https://rdap.example.net/, or whois://whois.example.net';
const WRITE_DAYS = 'write days, or a map such as {warn: 30, fail: 14}';
const LABEL = /^(?!-)[a-z0-9-]{1,63}(?<!-)$/;

const name = once(() =>
  z.string({ error: NAME_RULE }).refine((value) => isLeftOpen(value) || asciiOf(value) !== null, { error: NAME_RULE }),
);
const days = once(() => count(0, MOST_DAYS));
const server = once(() =>
  text(/^(?:https?:\/\/[^\s?#]{1,200}|whois:\/\/[^\s/?#]{1,200})$/, SERVER_RULE).refine(
    (value) => URL.canParse(value.replace(/^whois:/, 'http:')),
    { error: SERVER_RULE },
  ),
);

const schema = once(() =>
  settings(
    {
      ...baseShape,
      domain: settings(
        {
          name: name().describe('The domain as it is registered, without www or other names below it.'),
          server: server().optional().describe("RDAP or WHOIS server to ask. The registry's own when left out."),
          ...timeoutShape,
          allowPrivate: flag().optional().describe(ALLOW_PRIVATE),
        },
        'write a map with name',
      ).describe('A check of how long a domain is registered.'),
      expect: settings(
        {
          days: z
            .union(
              [
                days(),
                someSettings(
                  {
                    warn: days().optional().describe('Fewer days left are degraded. 30 when left out.'),
                    fail: days().optional().describe('Fewer days left are NG. 14 when left out.'),
                  },
                  WRITE_DAYS,
                ),
              ],
              { error: WRITE_DAYS },
            )
            .optional()
            .describe('Days that the registration has to last: NG below a number, or {warn, fail}.'),
          nameservers: list(filledText('write the name of a nameserver'), 20, 'write a list such as [ns1.example.net]')
            .optional()
            .describe('All nameservers that the registry has for the domain, in any order.'),
          registrar: filledText("write text in the registrar's name")
            .optional()
            .describe("Text in the registrar's name."),
          latency: latency.optional().describe('The longest that the registry may take, such as 2s.'),
        },
        'write a map such as {days: {warn: 30, fail: 14}}',
      )
        .optional()
        .describe('What a healthy registration is.'),
    },
    'write a map with name and domain',
  ).describe('A check of how long a domain is registered.'),
);

type AuthoredDomain = z.infer<ReturnType<typeof schema>>;

/** As DNS has it: lower case, xn-- for other scripts, no dot at the end; null for what is no name of two labels or more. */
function asciiOf(value: string): string | null {
  const ascii = domainToASCII(value.replace(/\.$/, '')).toLowerCase();
  const labels = ascii.split('.');
  const isName = labels.length >= 2 && ascii.length <= 253 && labels.every((label) => LABEL.test(label));
  return isName && !/^\d+$/.test(labels.at(-1) ?? '') ? ascii : null;
}

function rules(draft: Draft<AuthoredDomain>, defaults: Defaults): PathFault[] {
  const { domain = {}, expect = {} } = draft;
  return [
    ...sharedRules(draft, resolveTimeouts(domain, defaults).timeoutMs, false),
    ...connectTimeoutFaults(domain, defaults, 'domain'),
    ...dateless(domain),
    ...daysFaults(expect),
  ];
}

/** A check that can never have an answer is a fault, and not an NG for ever. */
function dateless({ name: written, server: own }: Draft<AuthoredDomain['domain']>): PathFault[] {
  const ascii = written === undefined || own !== undefined || isLeftOpen(written) ? null : asciiOf(written);
  const registry = ascii === null ? null : datelessRegistry(ascii);
  if (ascii === null || registry === null) return [];
  const suffix = ascii.slice(ascii.lastIndexOf('.'));
  const message = `is under ${suffix}, and ${registry} publishes no expiry date; ask your registrar for alerts, and check its certificate and DNS`;
  return [{ path: ['domain', 'name'], message }];
}

function daysFaults({ days: written }: Draft<NonNullable<AuthoredDomain['expect']>>): PathFault[] {
  if (typeof written !== 'object') return [];
  const { warn = WARN_DAYS, fail = FAIL_DAYS } = written;
  if (warn >= fail) return [];
  const message = `warns below ${warn} days, where it is NG already below ${fail}; write more days in warn`;
  return [{ path: ['expect', 'days'], message }];
}

function resolve(authored: AuthoredDomain, defaults: Defaults): DomainCheck {
  const { domain, expect = {} } = authored;
  const { warn = WARN_DAYS, fail = FAIL_DAYS } =
    typeof expect.days === 'number' ? { warn: expect.days, fail: expect.days } : (expect.days ?? {});
  return {
    ...resolveBase(authored, defaults),
    kind: 'domain',
    ...resolveTimeouts(domain, defaults),
    target: {
      name: isLeftOpen(domain.name) ? domain.name : (asciiOf(domain.name) ?? domain.name),
      ...(domain.server !== undefined && { server: domain.server }),
      ...(domain.allowPrivate === true && { allowPrivate: true }),
    },
    expect: {
      warnDays: Math.max(warn, fail),
      failDays: fail,
      nameservers: expect.nameservers?.map((one) => one.toLowerCase().replace(/\.$/, '')) ?? null,
      registrar: expect.registrar ?? null,
      latencyMs: limitOf(expect.latency),
    },
  };
}

/** How a check of kind domain is written. Registries change once a day, and want to be asked no more often. */
export const domainSettings: KindSettings<AuthoredDomain, DomainCheck> = {
  schema,
  defaults: { every: '1d', rechecks: 3, recheckAfter: '60s', failureThreshold: 1 },
  rules,
  resolve,
  destinations: ({ server: at, allowPrivate }) =>
    at === undefined ? [] : urlDestination(at.replace(/^whois:/i, 'http:'), ['server'], allowPrivate),
};
