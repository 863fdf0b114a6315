import * as z from 'zod';
import { urlDestination } from '#core/address/destination.ts';
import { once } from '#core/once.ts';
import { certificateFaults } from '#core/settings/certificates.ts';
import type { Draft } from '#core/settings/draft.ts';
import type { PathFault } from '#core/settings/fault.ts';
import { HEADER_NAME, HEADER_NAME_RULE, HEADER_VALUE, HEADER_VALUE_RULE } from '#core/settings/headers.ts';
import { reservedNames } from '#core/settings/reserved-names.ts';
import { flag, limitOf, list, pairs, pairsOf, settings, text } from '#core/settings/setting.ts';
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
import type { Surroundings } from '#core/settings/surroundings.ts';
import { resolveTls, tlsSchema } from '#core/settings/tls.ts';
import { gapRule, hasCredentials, hasGap, isReachableUrl } from '#core/settings/url.ts';
import { isMap } from '#core/text/json-values.ts';
import { basicSettings, bearerToken } from '../http/settings/auth.ts';
import type { GivesWay, KindSettings } from '../kind.ts';
import type { WebsocketAuth, WebsocketCheck, WebsocketTarget } from './check.ts';
import { exchangeFaults, exchangeItem, messageOf, wantedOf } from './exchange-settings.ts';
import { literalSecrets } from './secrets.ts';

const MOST_EXCHANGES = 10;
const URL_START = /^(?:wss?:\/\/[^\s/?#\\]|\$\{(?:env|ssm|secret):)/i;
const URL_RULE = 'write a URL such as wss://api.example.com/feed';
const PROTOCOL = /^[!#$%&'*+.^_`|~0-9A-Za-z-]{1,100}$/;
const WRITE_PROTOCOLS = 'write a list of names, such as [graphql-transport-ws]';
const AUTH_RULE = 'write a map with one of basic, bearer';

const url = once(() =>
  z
    .string({ error: URL_RULE })
    .max(4096, { error: 'write a URL of at most 4096 characters', abort: true })
    .regex(URL_START, { error: 'write a URL that begins with wss:// or ws://', abort: true })
    .refine((value) => !hasCredentials(value), { error: 'holds a user or password; write auth instead', abort: true })
    .refine((value) => !hasGap(value), { error: ({ input }) => gapRule(input), abort: true })
    .refine(isReachableUrl, { error: URL_RULE }),
);

const auth = once(() =>
  settings(
    {
      basic: basicSettings.optional().describe('User and password.'),
      bearer: bearerToken.optional().describe('A token.'),
    },
    AUTH_RULE,
  ).refine((value) => Object.keys(value).length === 1, { error: 'needs exactly one of basic, bearer' }),
);

const schema = once(() =>
  settings(
    {
      ...baseShape,
      websocket: settings(
        {
          url: url().describe('Where to connect: ws or wss, without user and password.'),
          headers: pairs(HEADER_NAME, HEADER_NAME_RULE, HEADER_VALUE, HEADER_VALUE_RULE)
            .optional()
            .describe('Headers to send with the upgrade.'),
          auth: auth().optional().describe('How the upgrade proves who sends it; one of these.'),
          tls: tlsSchema.optional().describe('Certificates: whose are trusted, and which one is shown.'),
          protocols: list(text(PROTOCOL, WRITE_PROTOCOLS), 10, WRITE_PROTOCOLS)
            .optional()
            .describe('Subprotocols to offer, of which the server has to pick one.'),
          exchange: list(
            exchangeItem(),
            MOST_EXCHANGES,
            'write a list such as [{send: ping}, {expect: {keyword: pong}}]',
          )
            .optional()
            .describe('Messages to send and to wait for, in this order.'),
          ping: flag().optional().describe('true sends a ping first and waits for its pong.'),
          ...timeoutShape,
          allowPrivate: flag().optional().describe(ALLOW_PRIVATE),
        },
        'write a map with url',
      ).describe('A check that opens a WebSocket and talks.'),
      expect: settings(
        {
          close: z
            .int({ error: 'write a code from 1000 to 4999' })
            .min(1000, { error: 'write a code from 1000 to 4999' })
            .max(4999, { error: 'write a code from 1000 to 4999' })
            .optional()
            .describe('The code with which the server ends the conversation. Not waited for when left out.'),
          latency: latency.optional().describe('The longest the whole conversation may take, such as 800ms.'),
        },
        'write a map such as {close: 1000}',
      )
        .optional()
        .describe('What a healthy server does.'),
    },
    'write a map with name and websocket',
  ).describe('A check that opens a WebSocket and talks.'),
);

type AuthoredWebsocket = z.infer<ReturnType<typeof schema>>;
type AuthoredTarget = AuthoredWebsocket['websocket'];

function rules(draft: Draft<AuthoredWebsocket>, defaults: Defaults, surroundings: Surroundings): PathFault[] {
  const { websocket = {} } = draft;
  return [
    ...sharedRules(draft, resolveTimeouts(websocket, defaults).timeoutMs, isSecure(websocket)),
    ...connectTimeoutFaults(websocket, defaults, 'websocket'),
    ...reservedNames(websocket.headers, ['websocket', 'headers']),
    ...headerFaults(websocket),
    ...certificateFaults(websocket.tls, ['websocket', 'tls'], surroundings.files),
    ...tlsFaults(websocket),
    ...exchangeFaults(websocket.exchange ?? [], surroundings),
  ];
}

/** What the upgrade itself says (RFC 6455, 4.1). */
const OURS = /^(?:upgrade|connection|host|sec-websocket-.*|transfer-encoding|content-length)$/i;

function headerFaults({ headers = {}, auth: proof }: Draft<AuthoredTarget>): PathFault[] {
  return Object.keys(headers).flatMap((name): PathFault[] => {
    const path = ['websocket', 'headers', name];
    if (OURS.test(name)) return [{ path, at: 'key', message: 'is written by the upgrade itself; leave it out' }];
    if (proof === undefined || name.toLowerCase() !== 'authorization') return [];
    return [{ path, at: 'key', message: 'is a second authorization beside auth; take one of them out' }];
  });
}

function tlsFaults({ tls, url: to }: Draft<AuthoredTarget>): PathFault[] {
  if (tls === undefined || to === undefined || !/^ws:/i.test(to)) return [];
  return [{ path: ['websocket', 'tls'], at: 'key', message: 'is of wss only; write a wss:// url' }];
}

function isSecure({ url: to }: { readonly url?: string | undefined }): boolean {
  return to !== undefined && !/^ws:/i.test(to);
}

function resolve(authored: AuthoredWebsocket, defaults: Defaults, { files }: Surroundings): WebsocketCheck {
  const { websocket, expect = {} } = authored;
  const exchange = websocket.exchange ?? [];
  return {
    ...resolveBase(authored, defaults, isSecure(websocket)),
    kind: 'websocket',
    ...resolveTimeouts(websocket, defaults),
    target: targetOf(websocket, files),
    expect: {
      exchange: exchange.map(wantedOf),
      close: expect.close ?? null,
      latencyMs: limitOf(expect.latency),
    },
  };
}

function targetOf(websocket: AuthoredTarget, files: Surroundings['files']): WebsocketTarget {
  const { tls, auth: proof, exchange = [] } = websocket;
  return {
    url: websocket.url,
    headers: pairsOf(websocket.headers),
    ...(proof !== undefined && { auth: authOf(proof) }),
    ...(tls && { tls: resolveTls(tls, files) }),
    protocols: websocket.protocols ?? [],
    exchange: exchange.map((item) => {
      const body = messageOf(item);
      return body === null ? null : { body };
    }),
    ping: websocket.ping === true,
    ...(websocket.allowPrivate === true && { allowPrivate: true }),
  };
}

function authOf({ basic, bearer = '' }: NonNullable<AuthoredTarget['auth']>): WebsocketAuth {
  return basic === undefined ? { scheme: 'bearer', token: bearer } : { scheme: 'basic', ...basic };
}

/** Two authorizations, and certificates where there is no TLS. */
const givesWay: GivesWay = (entry) => {
  const own = isMap(entry['websocket']) ? entry['websocket'] : {};
  const headers = isMap(own['headers']) ? Object.keys(own['headers']) : [];
  return [
    ...(headers.some((name) => name.toLowerCase() === 'authorization') ? ['auth'] : []),
    ...(/^ws:/i.test(String(own['url'])) ? ['tls'] : []),
  ];
};

/** How a check of kind websocket is written. */
export const websocketSettings: KindSettings<AuthoredWebsocket, WebsocketCheck> = {
  schema,
  rules,
  resolve,
  givesWay,
  secretsIn: literalSecrets,
  destinations: ({ url, allowPrivate }) => urlDestination(url, ['url'], allowPrivate),
};
