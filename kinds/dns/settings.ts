import * as z from 'zod';
import type { Destination } from '#core/address/destination.ts';
import { hasReference } from '#core/check/references.ts';
import { once } from '#core/once.ts';
import { certificateFaults } from '#core/settings/certificates.ts';
import type { Draft } from '#core/settings/draft.ts';
import type { PathFault } from '#core/settings/fault.ts';
import { choice, count, flag, list, settings, text } from '#core/settings/setting.ts';
import { connectTimeoutFaults, sharedRules } from '#core/settings/shared-rules.ts';
import {
  ALLOW_PRIVATE,
  baseShape,
  type Defaults,
  resolveBase,
  resolveTimeouts,
  timeout,
} from '#core/settings/shared-settings.ts';
import type { Surroundings } from '#core/settings/surroundings.ts';
import { resolveTls, tlsSchema } from '#core/settings/tls.ts';
import { isMap } from '#core/text/json-values.ts';
import { quoted } from '#core/text/shown.ts';
import type { GivesWay, KindSettings } from '../kind.ts';
import { isIP } from '../probing/builtins.ts';
import { serverOf } from './ask/server.ts';
import { type DnsCheck, type DnsTarget, type DnsType, TYPES, WAYS } from './check.ts';
import { expectFaults, expectOf, expectShape } from './expect-settings.ts';
import { literalSecrets } from './secrets.ts';
import { nameText } from './wire/name.ts';

const MOST_SERVERS = 8;
const PRINTABLE = /^[!-~]{1,1000}$/;
const HOST = /^[A-Za-z0-9_](?:[A-Za-z0-9_.-]{0,251}[A-Za-z0-9_])?$/;
const NAME_RULE = 'write a domain name, such as example.com (in its xn-- form where it has other letters)';
const SERVER_RULE = 'write a host name or an IP address, with a port or without, or a list of them';
const URL_RULE = 'write a host name, an IP address, or a URL such as https://dns.example.com/dns-query';

const type = once(() => choice(Object.keys(TYPES) as unknown as readonly [DnsType, ...DnsType[]]));
const server = once(() => text(PRINTABLE, SERVER_RULE));

const schema = once(() =>
  settings(
    {
      ...baseShape,
      dns: settings(
        {
          type: type().describe('The type of records to ask for.'),
          name: text(PRINTABLE, NAME_RULE).describe('The name to ask for; with type PTR an IP address too.'),
          server: z
            .union([server(), list(server(), MOST_SERVERS, SERVER_RULE)], { error: SERVER_RULE })
            .optional()
            .describe(
              "The server to ask, or several, all of which have to answer so. The system's resolver when left out.",
            ),
          over: choice(WAYS)
            .optional()
            .describe('How it is asked. udp when left out, and then over tcp where an answer is too long.'),
          port: count(1, 65_535)
            .optional()
            .describe('Port of servers that name none. 53 when left out, 853 over tls, 443 over https.'),
          recursion: flag().optional().describe('false asks the server for what it knows itself. true when left out.'),
          serverName: text(HOST, 'write a host name')
            .optional()
            .describe("Over tls and https: the name that the certificate must have, where it is not the server's."),
          tls: tlsSchema
            .optional()
            .describe('Over tls and https: whose certificates are trusted, and which one is shown.'),
          timeout: timeout.optional().describe('Deadline of one attempt in all, at most 60s. 5s when left out.'),
          connectTimeout: timeout
            .optional()
            .describe(
              "Deadline of the look-up of a server's name, connect and TLS together, at most the timeout. 3s when left out.",
            ),
          allowPrivate: flag().optional().describe(ALLOW_PRIVATE),
        },
        'write a map with name and type',
      ).describe('A check that asks a DNS server.'),
      expect: settings(expectShape(), 'write a map such as {records: ["192.0.2.1"]}')
        .optional()
        .describe('What a healthy server answers.'),
    },
    'write a map with name and dns',
  ).describe('A check that asks a DNS server.'),
);

type AuthoredDns = z.infer<ReturnType<typeof schema>>;
type AuthoredTarget = AuthoredDns['dns'];

function rules(draft: Draft<AuthoredDns>, defaults: Defaults, { files }: Surroundings): PathFault[] {
  const { dns = {}, expect = {} } = draft;
  return [
    ...sharedRules(draft, resolveTimeouts(dns, defaults).timeoutMs, isSecure(dns)),
    ...connectTimeoutFaults(dns, defaults, 'dns'),
    ...nameFaults(dns),
    ...serverFaults(dns),
    ...tlsFaults(dns, files),
    ...expectFaults(expect, dns.type),
  ];
}

function nameFaults({ name, type: asked }: Draft<AuthoredTarget>): PathFault[] {
  if (name === undefined || hasReference(name)) return [];
  const path = ['dns', 'name'];
  if (isIP(name) !== 0) {
    if (asked === 'PTR' || asked === undefined) return [];
    return [
      { path, message: `is ${quoted(name)}, an address; write a name, or type: PTR for the name of the address` },
    ];
  }
  return nameText(name) === null ? [{ path, message: `is ${quoted(name)}; ${NAME_RULE}` }] : [];
}

function serverFaults({ server: written, over = 'udp', port }: Draft<AuthoredTarget>): PathFault[] {
  const path = ['dns', 'server'];
  if (written === undefined) {
    const isOdd = over === 'tls' || over === 'https';
    if (isOdd)
      return [
        {
          path: ['dns', 'over'],
          message: `is ${quoted(over)}, and the system's resolver is not asked so; write server`,
        },
      ];
    if (port === undefined) return [];
    return [{ path: ['dns', 'port'], at: 'key', message: 'is that of a server; write server too' }];
  }
  const all = typeof written === 'string' ? [written] : written;
  return all.flatMap((one, index): PathFault[] => {
    if (hasReference(one) || serverOf(one, over, port) !== null) return [];
    const at = typeof written === 'string' ? path : [...path, index];
    const isUrl = over !== 'https' && /^https:/i.test(one);
    const write = isUrl ? 'write over: https too' : over === 'https' ? URL_RULE : SERVER_RULE;
    return [{ path: at, message: `is ${quoted(one)}; ${write}` }];
  });
}

function tlsFaults({ tls, serverName, over }: Draft<AuthoredTarget>, files: Surroundings['files']): PathFault[] {
  if (isSecure({ over })) return certificateFaults(tls, ['dns', 'tls'], files);
  const message = 'is of over: tls and over: https only; write one of these, or leave it out';
  const idle = [...(tls === undefined ? [] : ['tls']), ...(serverName === undefined ? [] : ['serverName'])];
  return idle.map((key) => ({ path: ['dns', key], at: 'key', message }));
}

function isSecure({ over }: Draft<Pick<AuthoredTarget, 'over'>>): boolean {
  return over === 'tls' || over === 'https';
}

function resolve(authored: AuthoredDns, defaults: Defaults, { files }: Surroundings): DnsCheck {
  const { dns, expect = {} } = authored;
  return {
    ...resolveBase(authored, defaults, isSecure(dns)),
    kind: 'dns',
    ...resolveTimeouts(dns, defaults),
    target: targetOf(dns, files),
    expect: expectOf(expect, dns.type),
  };
}

function targetOf({ server: written = [], tls, ...dns }: AuthoredTarget, files: Surroundings['files']): DnsTarget {
  return {
    name: dns.name,
    type: dns.type,
    servers: typeof written === 'string' ? [written] : written,
    over: dns.over ?? 'udp',
    ...(dns.port !== undefined && { port: dns.port }),
    recursion: dns.recursion !== false,
    ...(tls && { tls: resolveTls(tls, files) }),
    ...(dns.serverName !== undefined && { serverName: dns.serverName }),
    ...(dns.allowPrivate === true && { allowPrivate: true }),
  };
}

function destinations({ servers, over, port, allowPrivate }: DnsTarget): readonly Destination[] {
  return servers.flatMap((text, index): Destination[] => {
    const server = hasReference(text) ? null : serverOf(text, over, port);
    return server === null ? [] : [{ host: server.host, port: server.port, setting: ['server', index], allowPrivate }];
  });
}

/** Certificates of `defaults` are for servers that are asked over TLS. */
const givesWay: GivesWay = (entry) => {
  const own = isMap(entry['dns']) ? entry['dns'] : {};
  return own['over'] === 'tls' || own['over'] === 'https' ? [] : ['tls'];
};

/** How a check of kind dns is written. */
export const dnsSettings: KindSettings<AuthoredDns, DnsCheck> = {
  schema,
  defaults: { timeout: '5s' },
  rules,
  resolve,
  givesWay,
  secretsIn: literalSecrets,
  destinations,
};
