import type * as z from 'zod';
import { endpointDestination } from '#core/address/destination.ts';
import { once } from '#core/once.ts';
import { certificateFaults } from '#core/settings/certificates.ts';
import type { Draft } from '#core/settings/draft.ts';
import { endpointOf, endpointShape, serverName } from '#core/settings/endpoint.ts';
import type { PathFault } from '#core/settings/fault.ts';
import { choice, flag, limitOf, list, settings } from '#core/settings/setting.ts';
import { connectTimeoutFaults, sharedRules } from '#core/settings/shared-rules.ts';
import {
  baseShape,
  type Defaults,
  latency,
  resolveBase,
  resolveTimeouts,
  timeout,
  timeoutShape,
} from '#core/settings/shared-settings.ts';
import type { Surroundings } from '#core/settings/surroundings.ts';
import { resolveTls, tlsChoice } from '#core/settings/tls.ts';
import { isMap } from '#core/text/json-values.ts';
import type { GivesWay, KindSettings } from '../kind.ts';
import { START_TLS } from '../probing/starttls/protocols.ts';
import type { TcpCheck, TcpTarget } from './check.ts';
import { exchangeFaults, exchangeItem, sentOf, wantedOf } from './exchange-settings.ts';
import { literalSecrets } from './secrets.ts';

const MOST_ITEMS = 10;

const tls = once(() => tlsChoice({ serverName }));

const schema = once(() =>
  settings(
    {
      ...baseShape,
      tcp: settings(
        {
          ...endpointShape,
          exchange: list(exchangeItem(), MOST_ITEMS, 'write a list such as [{send: "PING\\r\\n"}, {expect: "+PONG"}]')
            .optional()
            .describe('What to send and what has to come, in this order. A connection is enough when left out.'),
          end: flag().optional().describe('true closes our side behind the last thing sent, and waits for the end.'),
          tls: tls().optional().describe('true or a map connects over TLS, and the certificate must be good.'),
          starttls: choice(START_TLS)
            .optional()
            .describe('The protocol in which TLS is asked for. When left out tls begins at once.'),
          timeout: timeoutShape.timeout,
          connectTimeout: timeout
            .optional()
            .describe(
              'Deadline of name look-up, connect and TLS together. 3s when left out; without more, the timeout.',
            ),
        },
        'write a map with host and port',
      ).describe('A check that connects by TCP, and talks.'),
      expect: settings(
        { latency: latency.optional().describe('The longest it all may take, such as 200ms.') },
        'write a map such as {latency: 200ms}',
      )
        .optional()
        .describe('What a healthy target does.'),
    },
    'write a map with name and tcp',
  ).describe('A check that connects by TCP, and talks.'),
);

type AuthoredTcp = z.infer<ReturnType<typeof schema>>;
type AuthoredTarget = AuthoredTcp['tcp'];

function rules(draft: Draft<AuthoredTcp>, defaults: Defaults, surroundings: Surroundings): PathFault[] {
  const { tcp = {} } = draft;
  return [
    ...sharedRules(draft, timeoutsOf(tcp, defaults).timeoutMs, isSecure(tcp)),
    ...connectTimeoutFaults(tcp, defaults, 'tcp'),
    ...(typeof tcp.tls === 'object' ? certificateFaults(tcp.tls, ['tcp', 'tls'], surroundings.files) : []),
    ...(tcp.tls === false && tcp.starttls !== undefined
      ? [{ path: ['tcp', 'tls'], message: 'is false beside starttls, which asks for it; leave one of them out' }]
      : []),
    ...(tcp.end === true && tcp.exchange === undefined
      ? [
          {
            path: ['tcp', 'end'],
            message: 'has no exchange beside it, of which it would be the end; write exchange too',
          },
        ]
      : []),
    ...exchangeFaults(tcp.exchange ?? [], surroundings),
  ];
}

function isSecure({ tls: said, starttls }: Pick<Draft<AuthoredTarget>, 'tls' | 'starttls'>): boolean {
  return said === undefined ? starttls !== undefined : said !== false;
}

/** Where a connection is all there is to ask for, a timeout of its own is the deadline of that. */
function timeoutsOf({ timeout: whole, connectTimeout, ...tcp }: Draft<AuthoredTarget>, defaults: Defaults) {
  const isAll = tcp.exchange === undefined && !isSecure(tcp);
  return resolveTimeouts({ timeout: whole, connectTimeout: connectTimeout ?? (isAll ? whole : undefined) }, defaults);
}

function resolve(authored: AuthoredTcp, defaults: Defaults, { files }: Surroundings): TcpCheck {
  const { tcp, expect = {} } = authored;
  return {
    ...resolveBase(authored, defaults, isSecure(tcp)),
    kind: 'tcp',
    ...timeoutsOf(tcp, defaults),
    target: targetOf(tcp, files),
    expect: {
      latencyMs: limitOf(expect.latency),
      ...(tcp.exchange && { exchange: tcp.exchange.map(wantedOf) }),
    },
  };
}

function targetOf(tcp: AuthoredTarget, files: Surroundings['files']): TcpTarget {
  const { exchange, end, starttls } = tcp;
  const { serverName: name, ...certificates } = typeof tcp.tls === 'object' ? tcp.tls : {};
  return {
    ...endpointOf(tcp),
    ...(isSecure(tcp) && { tls: resolveTls(certificates, files) }),
    ...(name !== undefined && { serverName: name }),
    ...(starttls !== undefined && { starttls }),
    ...(exchange && { exchange: exchange.map(sentOf) }),
    ...(end === true && { end: true }),
  };
}

/** Certificates of `defaults` make no connection in plain text one over TLS: they are for a check that asks for it by starttls. */
const givesWay: GivesWay = (entry, { tls: shared }) => {
  const own = isMap(entry['tcp']) ? entry['tcp'] : {};
  return own['starttls'] === undefined || !isMap(shared) ? ['tls'] : [];
};

/** How a check of kind tcp is written. */
export const tcpSettings: KindSettings<AuthoredTcp, TcpCheck> = {
  schema,
  rules,
  resolve,
  givesWay,
  secretsIn: literalSecrets,
  destinations: endpointDestination,
};
