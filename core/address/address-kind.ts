import { once } from '../once.ts';
import { ipv4Of, ipv6Of } from './address-text.ts';

/**
 * What an address is, by the registries of special-purpose addresses (IANA) and the clouds' own. `loopback` is this
 * machine, `link-local` what stands beside it, `metadata` a service that hands out the credentials of whoever asks.
 */
export type AddressKind = 'public' | 'private' | 'metadata' | 'link-local' | 'loopback';

/** `words`: what people call it, as in `10.0.0.5 is a private address`. */
export type Classified = { readonly kind: AddressKind; readonly words: string };

type Range = Classified & { readonly base: bigint; readonly bits: number };
type Row = readonly [cidr: string, kind: AddressKind, words: string];
/** Where an IPv6 address carries an IPv4 one: how far from its end, and whether turned over, as Teredo does. */
type Embedding = {
  readonly range: Range;
  readonly shift: bigint;
  readonly inverted?: boolean;
  /** Within a network, which leads wherever it likes: never public, whatever address it carries. */
  readonly isLocal?: boolean;
};

const PRIVATE = 'a private address';
const LOOPBACK = 'a loopback address';
const LINK_LOCAL = 'a link-local address';
const METADATA = 'a cloud metadata address';
const MULTICAST = 'a multicast address';
const RESERVED = 'a reserved address';
const EXAMPLE = 'an address for documentation';
const BENCHMARK = 'an address for benchmarks';
const PUBLIC: Classified = { kind: 'public', words: 'a public address' };

/**
 * The first row that holds an address counts. What a kernel connects to itself for (0.0.0.0, ::) is loopback. Read at the
 * first address that needs it, not by every start of a checker: the tables cost it more than all else of ours.
 */
const IPV4 = once(() =>
  ranges(32, [
    ['127.0.0.0/8', 'loopback', LOOPBACK],
    ['0.0.0.0/8', 'loopback', LOOPBACK],
    ['169.254.169.254/32', 'metadata', METADATA],
    ['169.254.170.2/32', 'metadata', METADATA], // credentials of ECS tasks
    ['169.254.170.23/32', 'metadata', METADATA], // credentials of EKS pods
    ['169.254.100.1/32', 'metadata', METADATA], // Lambda
    ['169.254.0.0/16', 'link-local', LINK_LOCAL],
    ['10.0.0.0/8', 'private', PRIVATE],
    ['172.16.0.0/12', 'private', PRIVATE],
    ['192.168.0.0/16', 'private', PRIVATE],
    ['100.64.0.0/10', 'private', 'a shared (carrier-grade NAT) address'],
    ['192.0.0.0/24', 'private', RESERVED],
    ['192.0.2.0/24', 'private', EXAMPLE],
    ['198.51.100.0/24', 'private', EXAMPLE],
    ['203.0.113.0/24', 'private', EXAMPLE],
    ['198.18.0.0/15', 'private', BENCHMARK],
    ['192.88.99.0/24', 'private', RESERVED],
    ['224.0.0.0/4', 'private', MULTICAST],
    ['255.255.255.255/32', 'private', 'the broadcast address'],
    ['240.0.0.0/4', 'private', RESERVED],
  ]),
);

const IPV6 = once(() =>
  ranges(128, [
    ['::/127', 'loopback', LOOPBACK],
    ['fe80::/10', 'link-local', LINK_LOCAL],
    ['fd00:ec2::/32', 'metadata', METADATA], // what AWS has at 169.254.169.254 and beside it
    ['fd20:ce::254/128', 'metadata', METADATA], // Google Cloud
    ['fc00::/7', 'private', PRIVATE],
    ['64:ff9b:1::/48', 'private', 'an address of a local NAT64'],
    ['fec0::/10', 'private', PRIVATE],
    ['ff00::/8', 'private', MULTICAST],
    ['2001:2::/48', 'private', BENCHMARK],
    ['2001:10::/28', 'private', RESERVED],
    ['2001:20::/28', 'private', RESERVED],
    ['2001:db8::/32', 'private', EXAMPLE],
    ['3fff::/20', 'private', EXAMPLE],
    ['2000::/3', 'public', PUBLIC.words],
    ['::/0', 'private', RESERVED],
  ]),
);

/** Such an address leads, by the kernel or by a translator on the way, to the IPv4 address that it carries. */
const EMBEDDINGS = once((): readonly Embedding[] => [
  { range: range(128, '::ffff:0:0/96'), shift: 0n }, // IPv4-mapped
  { range: range(128, '::ffff:0:0:0/96'), shift: 0n }, // IPv4-translated
  { range: range(128, '::/96'), shift: 0n }, // IPv4-compatible
  { range: range(128, '64:ff9b::/96'), shift: 0n }, // NAT64
  { range: range(128, '64:ff9b:1::/48'), shift: 0n, isLocal: true }, // NAT64 of a network's own (RFC 8215)
  { range: range(128, '2002::/16'), shift: 80n }, // 6to4
  { range: range(128, '2001::/32'), shift: 0n, inverted: true }, // Teredo's client
]);

/** The kind of an IP address as sockets and resolvers write them, a zone (`%eth0`) allowed; null when it is none. */
export function classify(address: string): Classified | null {
  const four = ipv4Of(address);
  if (four !== null) return kindOfIpv4(four);
  const six = ipv6Of(address);
  return six === null ? null : kindOfIpv6(six);
}

function kindOfIpv4(value: number): Classified {
  return within(IPV4(), BigInt(value), 32) ?? PUBLIC;
}

function kindOfIpv6(value: bigint): Classified {
  // Before the embeddings, since ::1 would be 0.0.0.1.
  if (value <= 1n) return { kind: 'loopback', words: LOOPBACK };
  for (const {
    range: { base, bits },
    shift,
    inverted,
    isLocal,
  } of EMBEDDINGS()) {
    if (value >> BigInt(128 - bits) !== base) continue;
    const carried = isLocal === true ? carriedByNat64(value) : (value >> shift) & 0xffffffffn;
    const kind = kindOfIpv4(Number(inverted === true ? carried ^ 0xffffffffn : carried));
    if (isLocal !== true || kind.kind !== 'public') return kind;
  }
  return within(IPV6(), value, 128) ?? PUBLIC;
}

/** Right behind the 48 bits, around the octet in the middle (RFC 6052, 2.2), or in the end of a longer prefix. */
function carriedByNat64(value: bigint): bigint {
  const isRightBehind = (value & 0xff_ffff_ffffn) === 0n;
  return isRightBehind ? (((value >> 64n) & 0xffffn) << 16n) | ((value >> 40n) & 0xffffn) : value & 0xffffffffn;
}

function within(table: readonly Range[], value: bigint, width: number): Classified | null {
  return table.find(({ base, bits }) => value >> BigInt(width - bits) === base) ?? null;
}

function ranges(width: 32 | 128, rows: readonly Row[]): Range[] {
  return rows.map(([cidr, kind, words]) => ({ ...range(width, cidr), kind, words }));
}

function range(width: 32 | 128, cidr: string): Range {
  const [address = '', length] = cidr.split('/');
  const bits = Number(length);
  const value = width === 32 ? BigInt(ipv4Of(address) ?? 0) : (ipv6Of(address) ?? 0n);
  return { ...PUBLIC, base: value >> BigInt(width - bits), bits };
}
