import * as z from 'zod';
import { endpointDestination } from '#core/address/destination.ts';
import { once } from '#core/once.ts';
import { certificateFaults } from '#core/settings/certificates.ts';
import type { Draft } from '#core/settings/draft.ts';
import { endpointOf, endpointShape } from '#core/settings/endpoint.ts';
import type { PathFault } from '#core/settings/fault.ts';
import { HEADER_NAME, HEADER_NAME_RULE, HEADER_VALUE, HEADER_VALUE_RULE } from '#core/settings/headers.ts';
import { reservedNames } from '#core/settings/reserved-names.ts';
import { choice, limitOf, pairs, pairsOf, settings, text } from '#core/settings/setting.ts';
import { connectTimeoutFaults, sharedRules } from '#core/settings/shared-rules.ts';
import {
  baseShape,
  type Defaults,
  latency,
  resolveBase,
  resolveTimeouts,
  timeoutShape,
} from '#core/settings/shared-settings.ts';
import type { Surroundings } from '#core/settings/surroundings.ts';
import { resolveTls, tlsChoice } from '#core/settings/tls.ts';
import { isMap } from '#core/text/json-values.ts';
import type { GivesWay, KindSettings } from '../kind.ts';
import { CODES, type GrpcCheck, type GrpcTarget, SERVING } from './check.ts';
import { literalSecrets } from './secrets.ts';

/** Where a server speaks TLS unless somebody says otherwise. */
const HTTPS_PORT = 443;
const SERVICE = /^[^\s\p{C}]{1,200}$/u;
const AUTHORITY = /^(?:\[[0-9A-Fa-f:.]{2,45}\]|[A-Za-z0-9_](?:[A-Za-z0-9_.-]{0,251}[A-Za-z0-9_.])?)(?::\d{1,5})?$/;
const CODE_RULE = 'write a status of gRPC: a number from 0 to 16, or its name such as UNIMPLEMENTED';

const schema = once(() =>
  settings(
    {
      ...baseShape,
      grpc: settings(
        {
          ...endpointShape,
          service: text(SERVICE, 'write the name of a service, such as orders.v1.Orders')
            .optional()
            .describe('The service whose health is asked for. The whole server when left out.'),
          tls: tlsChoice({})
            .optional()
            .describe(
              'true or a map asks over TLS, false in plain text. Over TLS at port 443 when left out, else not.',
            ),
          authority: text(AUTHORITY, 'write a host name, with a port or without')
            .optional()
            .describe("The name that the call and the certificate go by, where it is not the host's."),
          headers: pairs(HEADER_NAME, HEADER_NAME_RULE, HEADER_VALUE, HEADER_VALUE_RULE)
            .optional()
            .describe('Metadata to send. Names that end in -bin have base64 as their value.'),
          ...timeoutShape,
        },
        'write a map with host and port',
      ).describe('A check that asks the health service of a gRPC server.'),
      expect: settings(
        {
          serving: choice(SERVING).optional().describe('What the health service must say. SERVING when left out.'),
          code: z
            .union(
              [z.int({ error: CODE_RULE }).min(0, { error: CODE_RULE }).max(16, { error: CODE_RULE }), choice(CODES)],
              {
                error: CODE_RULE,
              },
            )
            .optional()
            .describe('The status of gRPC that the call must end with, by number or name. OK when left out.'),
          latency: latency.optional().describe('The longest the whole call may take, such as 200ms.'),
        },
        'write a map such as {serving: SERVING}',
      )
        .optional()
        .describe('What a healthy server answers.'),
    },
    'write a map with name and grpc',
  ).describe('A check that asks the health service of a gRPC server.'),
);

type AuthoredGrpc = z.infer<ReturnType<typeof schema>>;
type AuthoredTarget = AuthoredGrpc['grpc'];

function rules(draft: Draft<AuthoredGrpc>, defaults: Defaults, { files }: Surroundings): PathFault[] {
  const { grpc = {}, expect = {} } = draft;
  return [
    ...sharedRules(draft, resolveTimeouts(grpc, defaults).timeoutMs, isSecure(grpc)),
    ...connectTimeoutFaults(grpc, defaults, 'grpc'),
    ...reservedNames(grpc.headers, ['grpc', 'headers']),
    ...headerFaults(grpc),
    ...(typeof grpc.tls === 'object' ? certificateFaults(grpc.tls, ['grpc', 'tls'], files) : []),
    ...(expect.code !== undefined && codeOf(expect.code) !== 0 && expect.serving !== undefined
      ? [
          {
            path: ['expect', 'serving'],
            message: `is not said by a call that ends with ${expect.code}; leave one of them out`,
          },
        ]
      : []),
  ];
}

/** What gRPC itself writes into these cannot be another's (gRPC over HTTP/2, Requests). */
const OURS =
  /^(?:grpc-.*|te|content-type|content-length|host|connection|transfer-encoding|upgrade|keep-alive|proxy-connection)$/i;
const BASE64 = /^[A-Za-z0-9+/]*={0,2}$/;

function headerFaults({ headers = {} }: Draft<AuthoredTarget>): PathFault[] {
  return pairsOf(headers as Record<string, string>).flatMap(([name, value]) => {
    const path = ['grpc', 'headers', name];
    if (OURS.test(name)) return [{ path, at: 'key' as const, message: 'is written by gRPC itself; leave it out' }];
    if (!/-bin$/i.test(name) || value.includes('${') || BASE64.test(value)) return [];
    return [{ path, message: 'is no base64; write the value of a header that ends in -bin in base64' }];
  });
}

function isSecure({ tls: said, port }: Pick<Draft<AuthoredTarget>, 'tls' | 'port'>): boolean {
  return said === undefined ? port === HTTPS_PORT : said !== false;
}

function codeOf(code: number | (typeof CODES)[number]): number {
  return typeof code === 'number' ? code : CODES.indexOf(code);
}

function resolve(authored: AuthoredGrpc, defaults: Defaults, { files }: Surroundings): GrpcCheck {
  const { grpc, expect = {} } = authored;
  const code = codeOf(expect.code ?? 0);
  return {
    ...resolveBase(authored, defaults, isSecure(grpc)),
    kind: 'grpc',
    ...resolveTimeouts(grpc, defaults),
    target: targetOf(grpc, files),
    expect: {
      code,
      serving: code === 0 ? (expect.serving ?? 'SERVING') : null,
      latencyMs: limitOf(expect.latency),
    },
  };
}

function targetOf(grpc: AuthoredTarget, files: Surroundings['files']): GrpcTarget {
  return {
    ...endpointOf(grpc),
    service: grpc.service ?? '',
    ...(isSecure(grpc) && { tls: resolveTls(typeof grpc.tls === 'object' ? grpc.tls : {}, files) }),
    ...(grpc.authority !== undefined && { authority: grpc.authority }),
    headers: pairsOf(grpc.headers),
  };
}

/** Certificates of `defaults` make no call in plain text one over TLS. */
const givesWay: GivesWay = (entry, { tls }) => {
  const own = isMap(entry['grpc']) ? entry['grpc'] : {};
  return isMap(tls) && own['port'] !== HTTPS_PORT ? ['tls'] : [];
};

/** How a check of kind grpc is written. */
export const grpcSettings: KindSettings<AuthoredGrpc, GrpcCheck> = {
  schema,
  rules,
  resolve,
  givesWay,
  secretsIn: literalSecrets,
  destinations: endpointDestination,
};
