import type * as z from 'zod';
import { endpointDestination } from '#core/address/destination.ts';
import { once } from '#core/once.ts';
import { certificateFaults, certificateShape, resolveCertificates } from '#core/settings/certificates.ts';
import type { Draft } from '#core/settings/draft.ts';
import { endpointOf, endpointShape, serverName } from '#core/settings/endpoint.ts';
import type { PathFault } from '#core/settings/fault.ts';
import { choice, settings } from '#core/settings/setting.ts';
import { connectTimeoutFaults, sharedRules } from '#core/settings/shared-rules.ts';
import {
  baseShape,
  type Defaults,
  resolveBase,
  resolveTimeouts,
  timeout,
  timeoutShape,
} from '#core/settings/shared-settings.ts';
import type { Surroundings } from '#core/settings/surroundings.ts';
import type { KindSettings } from '../kind.ts';
import { START_TLS } from '../probing/starttls/protocols.ts';
import type { TlsCheck } from './check.ts';
import { literalSecrets } from './secrets.ts';
import { expectFaults, expectSchema, resolveExpect } from './settings/expect.ts';

/** Where each protocol is spoken without TLS from the start; mail is handed in at 587, which Lambda can reach and 25 not. */
const PORTS = { smtp: 587, imap: 143, pop3: 110, ftp: 21, postgres: 5432 } as const;
const HTTPS_PORT = 443;

const schema = once(() =>
  settings(
    {
      ...baseShape,
      tls: settings(
        {
          ...endpointShape,
          port: endpointShape.port
            .optional()
            .describe('Port to connect to. 443 when left out, or the usual one of starttls.'),
          starttls: choice(START_TLS)
            .optional()
            .describe('The protocol in which TLS is asked for. When left out TLS begins at once.'),
          serverName,
          ...certificateShape,
          timeout: timeoutShape.timeout,
          connectTimeout: timeout
            .optional()
            .describe(
              'Deadline of name look-up, connect and TLS together, with starttls without TLS. 3s when left out.',
            ),
        },
        'write a map with host',
      ).describe('A check of what a server shows in a TLS handshake.'),
      expect: expectSchema().optional(),
    },
    'write a map with name and tls',
  ).describe('A check of the certificate and the TLS of a server.'),
);

type AuthoredTls = z.infer<ReturnType<typeof schema>>;

function rules(draft: Draft<AuthoredTls>, defaults: Defaults, { files }: Surroundings): PathFault[] {
  const { timeoutMs } = resolveTimeouts(draft.tls ?? {}, defaults);
  return [
    ...connectTimeoutFaults(draft.tls ?? {}, defaults, 'tls'),
    ...certificateFaults(draft.tls, ['tls'], files),
    ...expectFaults(draft.expect),
    ...sharedRules(draft, timeoutMs, true),
  ];
}

function resolve(authored: AuthoredTls, defaults: Defaults, { files }: Surroundings): TlsCheck {
  const { starttls, serverName: name, port, ...own } = authored.tls;
  const usualPort = starttls === undefined ? HTTPS_PORT : PORTS[starttls];
  return {
    ...resolveBase(authored, defaults, true),
    kind: 'tls',
    ...resolveTimeouts(own, defaults),
    target: {
      ...endpointOf({ ...own, port: port ?? usualPort }),
      ...(name !== undefined && { serverName: name }),
      ...(starttls !== undefined && { starttls }),
      tls: resolveCertificates(own, files),
    },
    expect: resolveExpect(authored.expect),
  };
}

/** How a check of kind tls is written. Certificates change slowly: once an hour is often enough. */
export const tlsSettings: KindSettings<AuthoredTls, TlsCheck> = {
  schema,
  defaults: { every: '1h' },
  rules,
  resolve,
  secretsIn: literalSecrets,
  destinations: endpointDestination,
};
