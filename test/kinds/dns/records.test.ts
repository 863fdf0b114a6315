import { type Answer, encode } from 'dns-packet';
import { describe, expect, it } from 'vitest';
import { type DnsType, TYPES } from '#kinds/dns/check.ts';
import { FORMS } from '#kinds/dns/records/forms.ts';
import { recordText } from '#kinds/dns/records/read-record.ts';
import { writtenRecord } from '#kinds/dns/records/written.ts';
import { readMessage } from '#kinds/dns/wire/message.ts';
import { nameBytes, nameText } from '#kinds/dns/wire/name.ts';

const hex = (text: string): Buffer => Buffer.from(text.replaceAll(' ', ''), 'hex');

/** A record as the library writes it; `UNKNOWN_65` is one of which it writes the bytes as they are. */
function shown(type: DnsType, data: unknown): string {
  const written =
    type in { HTTPS: 1, SVCB: 1, TLSA: 1, NAPTR: 1 } && Buffer.isBuffer(data) ? `UNKNOWN_${TYPES[type]}` : type;
  const bytes = encode({ type: 'response', answers: [{ type: written, name: 'a.test', data } as Answer] });
  const [entry] = readMessage(bytes).answers;
  if (entry === undefined) throw new Error('no record');
  return recordText(bytes, entry, type);
}

const SOA = {
  mname: 'ns.test',
  rname: 'john.doe.a.test',
  serial: 4294967295,
  refresh: 1,
  retry: 2,
  expire: 3,
  minimum: 4,
};

/** Type, data as the library takes it, the record as it is shown, and ways in which people write it. */
const RECORDS: readonly (readonly [DnsType, unknown, string, ...string[]])[] = [
  ['A', '192.0.2.1', '192.0.2.1'],
  ['AAAA', '2001:db8::1', '2001:db8::1', '2001:0DB8:0:0:0:0:0:1'],
  ['CNAME', 'WWW.a.test', 'www.a.test.', 'www.A.test'],
  ['NS', 'ns1.test', 'ns1.test.', 'ns1.test'],
  ['PTR', 'host.test', 'host.test.', 'Host.Test.'],
  ['MX', { preference: 10, exchange: 'mx.test' }, '10 mx.test.', '10  MX.test'],
  ['MX', { preference: 0, exchange: '.' }, '0 .', '0 .'],
  ['SRV', { priority: 10, weight: 60, port: 5060, target: 'sip.test' }, '10 60 5060 sip.test.', '010 60 5060 sip.test'],
  ['SOA', SOA, 'ns.test. john.doe.a.test. 4294967295 1 2 3 4', 'ns.test john.doe.a.test. 4294967295 1 2 3 4'],
  ['TXT', ['v=spf1 ', 'a "b" \\'], 'v=spf1 a "b" \\\\', '"v=spf1 " "a \\"b\\" \\\\"', 'v=spf1 a "b" \\\\'],
  ['TXT', ['日\u001b\n'], '\\230\\151\\165\\027\\010', '日\u001b\n', '"日\\027\\010"'],
  ['TXT', [''], '', '""'],
  [
    'CAA',
    { flags: 0, tag: 'issue', value: 'ca.test; a="b"' },
    '0 issue "ca.test; a=\\"b\\""',
    '0 ISSUE "ca.test; a=\\"b\\""',
  ],
  [
    'CAA',
    { flags: 128, tag: 'iodef', value: 'mailto:a@b.test' },
    '128 iodef "mailto:a@b.test"',
    '128 iodef mailto:a@b.test',
  ],
  [
    'DS',
    { keyTag: 12345, algorithm: 13, digestType: 2, digest: hex('49fd 46') },
    '12345 13 2 49FD46',
    '12345 13 2 49fd 46',
  ],
  ['TLSA', hex('030101 0123456789abcdef'), '3 1 1 0123456789ABCDEF', '3 1 1 01234567 89abcdef'],
  [
    'NAPTR',
    hex('000a 0014 0175 07 4532552b736970 04 215c2221 00'),
    '10 20 "u" "E2U+sip" "!\\\\\\"!" .',
    '10 20 u "E2U+sip" "!\\\\\\"!" .',
  ],
  ['HTTPS', hex('0001 00 0001 0006 026832 026833'), '1 . alpn=h2,h3', '1 . alpn="h2,h3"'],
  [
    'HTTPS',
    hex(
      '0001 00 0000 0002 0004 0002 0000 0003 0002 20fb 0004 0008 c0000201 c0000202 0005 0002 abcd 0006 0010 20010db8000000000000000000000001 ff00 0002 4122',
    ),
    '1 . mandatory=ipv4hint no-default-alpn port=8443 ipv4hint=192.0.2.1,192.0.2.2 ech=q80= ipv6hint=2001:db8::1 key65280=A\\"',
  ],
  ['SVCB', hex('0000 03 73 76 63 04 74657374 00'), '0 svc.test.', '0 svc.test'],
  ['SVCB', hex('0001 00 0003 0002 01bb'), '1 . port=443', '1 . port=443'],
];

describe.each(RECORDS.map(([type, data, text, ...ways]) => ({ type, data, text, ways })))('$type $text', ({
  type,
  data,
  text,
  ways,
}) => {
  it(`is shown as ${text}`, () => expect(shown(type, data)).toBe(text));

  it.each(ways)('is written as %s', (way) => expect(writtenRecord(type, way)).toBe(text));
  it('is itself what is written so', () => expect(writtenRecord(type, text)).toBe(text));
});

it.each(Object.entries(FORMS).filter(([, { sample }]) => !sample.includes('…')))('%s has a sample that is one', (type, {
  sample,
}) => expect(writtenRecord(type as DnsType, sample)).toBe(sample));

it.each([
  ['A', '192.0.2.256'],
  ['A', '192.0.2.1 192.0.2.2'],
  ['A', '2001:db8::1'],
  ['AAAA', '192.0.2.1'],
  ['AAAA', 'fe80::1%eth0'],
  ['MX', 'mx.test'],
  ['MX', '65536 mx.test'],
  ['MX', '10 mx..test'],
  ['CNAME', ''],
  ['CNAME', `${'a'.repeat(64)}.test`],
  ['CNAME', `${'a.'.repeat(128)}test`],
  ['SOA', 'ns.test. h.test. 1 2 3 4'],
  ['DS', '1 2 3 abc'],
  ['DS', '1 2 3'],
  ['SVCB', '1 . =h2'],
  ['TXT', 'a\\'],
  ['TXT', '\\999'],
] as const)('of type %s none is %j', (type, text) => expect(writtenRecord(type, text)).toBeNull());

describe('a name', () => {
  it.each([
    ['.', '.'],
    ['Example.COM', 'example.com.'],
    ['example.com.', 'example.com.'],
    ['a\\.b.test', 'a\\.b.test.'],
    ['a\\046b.test', 'a\\.b.test.'],
    ['*.test', '*.test.'],
    ['_sip._tcp.test', '_sip._tcp.test.'],
  ])('%s is %s', (written, text) => {
    expect(nameText(written)).toBe(text);
    expect(nameText(text)).toBe(text);
  });

  it('has labels of their own: a dot within one is none between two', () => {
    expect(nameBytes('a\\.b')?.toString('hex')).toBe('03612e6200');
    expect(nameBytes('a.b')?.toString('hex')).toBe('0161016200');
  });

  it.each(['', '..', '.test', 'a..b', 'a\\', `${'a'.repeat(64)}`])('is none: %j', (text) =>
    expect(nameBytes(text)).toBeNull());
});
