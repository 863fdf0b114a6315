import type { Check } from '#core/check/check.ts';
import type { TlsSettings } from '#core/check/tls.ts';

/** The types of records that can be asked for, by the numbers that they have on the wire (IANA, DNS Parameters). */
export const TYPES = {
  A: 1,
  AAAA: 28,
  CAA: 257,
  CNAME: 5,
  DS: 43,
  HTTPS: 65,
  MX: 15,
  NAPTR: 35,
  NS: 2,
  PTR: 12,
  SOA: 6,
  SRV: 33,
  SVCB: 64,
  TLSA: 52,
  TXT: 16,
} as const;

/** A type of record. */
export type DnsType = keyof typeof TYPES;

/** The response codes that can be expected, by their numbers. */
export const RCODES = ['NOERROR', 'FORMERR', 'SERVFAIL', 'NXDOMAIN', 'NOTIMP', 'REFUSED'] as const;

/** Ways to a server: plain over UDP or TCP, DNS over TLS (RFC 7858), DNS over HTTPS (RFC 8484). */
export const WAYS = ['udp', 'tcp', 'tls', 'https'] as const;

/** A way to a server. */
export type DnsOver = (typeof WAYS)[number];

/**
 * `servers`: all are asked; the system's resolvers, one after the other until one answers, when there are none. Each is a
 * host with a port or without, over https a URL too; `port` is that of those that name none. `recursion`: the server is
 * asked to ask others (RD). Over tls and https `tls` says whom to trust, and `serverName` by which name a server goes.
 */
export type DnsTarget = {
  readonly name: string;
  readonly type: DnsType;
  readonly servers: readonly string[];
  readonly over: DnsOver;
  readonly port?: number;
  readonly recursion: boolean;
  readonly tls?: TlsSettings;
  readonly serverName?: string;
  readonly allowPrivate?: true;
};

/** What the TTL of every record must be, in seconds. */
export type TtlLimit = { readonly is: '>=' | '<=' | '>' | '<'; readonly seconds: number };

/**
 * `rcode` is a number. `records`, `includes` and `excludes` are records as `recordText` shows them; `records` are all that
 * there are, null where any will do. Each of `matches` (RE2) is found in a record. `agree`: the serials of the zone's own
 * servers are at most `lag` apart.
 */
export type DnsExpect = {
  readonly rcode: number;
  readonly records: readonly string[] | null;
  readonly includes: readonly string[];
  readonly excludes: readonly string[];
  readonly matches: readonly string[];
  readonly ttl: TtlLimit | null;
  readonly count: number | { readonly less?: number | undefined; readonly greater?: number | undefined } | null;
  readonly authoritative: boolean | null;
  readonly authentic: boolean | null;
  readonly agree: { readonly lag: number } | null;
  readonly latencyMs: number | null;
};

/** A check of kind dns as it travels. */
export type DnsCheck = Check<'dns', DnsTarget, DnsExpect>;
