import type { DnsType } from '../check.ts';

/**
 * A part of a record's data. `word` and `quoted` are a text of at most 255 bytes, without and with quotes; `rest` is what
 * remains as one text in quotes, `texts` as the joined texts without quotes, `hex` in hexadecimal digits, `params` those
 * of a service (RFC 9460).
 */
export type Part =
  | 'u8'
  | 'u16'
  | 'u32'
  | 'name'
  | 'ipv4'
  | 'ipv6'
  | 'word'
  | 'quoted'
  | 'rest'
  | 'texts'
  | 'hex'
  | 'params';

/** What the data of each type consists of, on the wire and as text, and a record as people write it. */
export const FORMS: Readonly<Record<DnsType, { readonly parts: readonly Part[]; readonly sample: string }>> = {
  A: { parts: ['ipv4'], sample: '192.0.2.1' },
  AAAA: { parts: ['ipv6'], sample: '2001:db8::1' },
  CAA: { parts: ['u8', 'word', 'rest'], sample: '0 issue "letsencrypt.org"' },
  CNAME: { parts: ['name'], sample: 'www.example.com.' },
  DS: { parts: ['u16', 'u8', 'u8', 'hex'], sample: '12345 13 2 49FD…' },
  HTTPS: { parts: ['u16', 'name', 'params'], sample: '1 . alpn=h2,h3' },
  MX: { parts: ['u16', 'name'], sample: '10 mx1.example.com.' },
  NAPTR: {
    parts: ['u16', 'u16', 'quoted', 'quoted', 'quoted', 'name'],
    sample: '10 10 "u" "E2U+sip" "!^.*$!sip:a@b!" .',
  },
  NS: { parts: ['name'], sample: 'ns1.example.com.' },
  PTR: { parts: ['name'], sample: 'host.example.com.' },
  SOA: {
    parts: ['name', 'name', 'u32', 'u32', 'u32', 'u32', 'u32'],
    sample: 'ns1.example.com. hostmaster.example.com. 2026112601 3600 600 604800 60',
  },
  SRV: { parts: ['u16', 'u16', 'u16', 'name'], sample: '10 60 5060 sip.example.com.' },
  SVCB: { parts: ['u16', 'name', 'params'], sample: '1 svc.example.com. alpn=h2 port=8443' },
  TLSA: { parts: ['u8', 'u8', 'u8', 'hex'], sample: '3 1 1 0123…' },
  TXT: { parts: ['texts'], sample: 'v=spf1 -all' },
};

/** Names of the parameters of a service, by their numbers. */
export const PARAMS = [
  'mandatory',
  'alpn',
  'no-default-alpn',
  'port',
  'ipv4hint',
  'ech',
  'ipv6hint',
  'dohpath',
] as const;

/** An IPv6 address, its eight numbers in hexadecimal digits, in its shortest form (RFC 5952). Throws TypeError. */
export function shortIpv6(text: string): string {
  return new URL(`http://[${text}]`).hostname.slice(1, -1);
}
