import { a, answer, type Behaviour, cname, type Query, rawAnswer } from './servers.ts';

const head = (query: Query, count: number): Buffer => rawAnswer(query, '', count);
const good = (query: Query): Buffer => answer(query, [a('ok.test', '192.0.2.1')]);
const hex = (text: string): Buffer => Buffer.from(text, 'hex');
const u16 = (value: number): Buffer => Buffer.from([value >> 8, value & 255]);
const withId = (message: Buffer, id: number): Buffer => {
  const other = Buffer.from(message);
  other.writeUInt16BE(id & 0xffff, 0);
  return other;
};
const about = (query: Query, name: string, type: 'A' | 'AAAA' = 'A'): Buffer =>
  answer(query, [a(name, '6.6.6.6')], { questions: [{ name, type }] });

/** A record whose data are thousands of pointers, each to the one before, and records that are named by the last of them. */
function pointerBomb(query: Query, size: number): Buffer {
  const start = head(query, 0);
  const first = start.length + 11;
  const pointers = Math.min(8_000, Math.floor((size - start.length) / 4));
  const data = [
    Buffer.from([0]),
    ...Array.from({ length: pointers }, (_, i) => u16(0xc000 | (i === 0 ? first : first + 1 + (i - 1) * 2))),
  ];
  const bytes = Buffer.concat(data);
  const last = u16(0xc000 | (first + 1 + (pointers - 1) * 2));
  const records = [Buffer.concat([hex('00ff00000100000000'), u16(bytes.length), bytes])];
  const one = Buffer.concat([last, hex('000100010000000000047f000001')]);
  for (let used = start.length + (records[0]?.length ?? 0); used + one.length <= size; used += one.length)
    records.push(one);
  const bomb = Buffer.concat([start, ...records]);
  bomb.writeUInt16BE(records.length, 6);
  return bomb;
}

const ttl = (query: Query, text: string): Buffer => rawAnswer(query, `c00c00010001${text}0004c0000201`);

type Wanted = null | readonly [code: string, message: string | RegExp];

/** What servers should not send, over UDP, and what is said of it; null where it is OK all the same. */
export const HOSTILE: Readonly<Record<string, readonly [Behaviour, Wanted]>> = {
  'a wrong id, then the right one': [(query) => [withId(good(query), query.id + 1), good(query)], null],
  'another question, then the right one': [(query) => [about(query, 'evil.test'), good(query)], null],
  'another type, then the right one': [(query) => [about(query, 'ok.test', 'AAAA'), good(query)], null],
  'the query itself, then the answer': [(query) => [query.raw, good(query)], null],
  'rubbish, an empty datagram, then the answer': [
    (query) => [hex('ff'), Buffer.alloc(0), hex('00'.repeat(40)), good(query)],
    null,
  ],
  'a datagram of 5,000 bytes, then the answer': [
    (query) => [Buffer.concat([good(query), Buffer.alloc(4_950)]), good(query)],
    null,
  ],
  'the question in capitals': [
    (query) => [answer(query, [a('OK.test', '192.0.2.1')], { questions: [{ name: 'Ok.TEST', type: 'A' }] })],
    null,
  ],
  'bytes behind the answer': [(query) => [Buffer.concat([good(query), hex('00')])], null],
  'the same record twice': [(query) => [answer(query, [a('ok.test', '192.0.2.1'), a('ok.test', '192.0.2.1')])], null],
  'nothing but wrong ids': [
    (query) => [withId(good(query), query.id + 1), withId(good(query), query.id + 2)],
    [
      'timeout',
      'no answer within 200ms (waiting for the first byte) (asked twice, 4 messages that answered something else)',
    ],
  ],
  'the query itself': [(query) => [query.raw], ['timeout', /2 messages that answered something else/]],
  nothing: [() => [], ['timeout', 'no answer within 200ms (waiting for the first byte) (asked twice)']],
  "another name's records": [
    (query) => [answer(query, [a('other.test', '6.6.6.6'), a('more.test', '6.6.6.6')])],
    ['answer', 'no records of type A for ok.test (NOERROR); those in the answer are of "other.test.", "more.test."'],
  ],
  "an alias of another name's": [
    (query) => [answer(query, [cname('other.test', 'ok.test'), a('x.test', '6.6.6.6')])],
    ['answer', /^no records of type A for ok\.test \(NOERROR\); those in the answer are of "x\.test\."$/],
  ],
  'a name with a dot within a label': [
    (query) => [rawAnswer(query, '076f6b2e74657374000001000100000e100004c0000201')],
    ['answer', /those in the answer are of "ok\\\.test\."$/],
  ],
  'records of another class': [
    (query) => [rawAnswer(query, 'c00c0001000300000e100004c0000201')],
    ['answer', 'no records of type A for ok.test (NOERROR)'],
  ],
  'aliases in a circle': [
    (query) => [answer(query, [cname('ok.test', 'b.test'), cname('b.test', 'ok.test'), a('ok.test', '6.6.6.6')])],
    ['answer', 'the aliases go round in a circle: "b.test.", "ok.test."'],
  ],
  'more aliases than anybody follows': [
    (query) => [
      answer(
        query,
        Array.from({ length: 30 }, (_, i) => cname(i === 0 ? 'ok.test' : `a${i}.test`, `a${i + 1}.test`)),
      ),
    ],
    ['answer', /^the aliases go round in a circle: "a1\.test\.".* and 12 more$/],
  ],
  'an address of three bytes': [
    (query) => [rawAnswer(query, 'c00c0001000100000e1000037f0000')],
    ['protocol', /it ends too early$/],
  ],
  'an address of five bytes': [
    (query) => [rawAnswer(query, 'c00c0001000100000e1000057f00000000')],
    ['protocol', /the data of a record of type A in it is of another length than A has$/],
  ],
  'data that go on beyond the end': [
    (query) => [rawAnswer(query, 'c00c0001000100000e10ffff7f000001')],
    ['protocol', /^answer of 41 bytes cannot be read: a record in it says that it goes on to byte 65572, of 41$/],
  ],
  'more records than there are': [(query) => [head(query, 65_535)], ['protocol', /it ends too early$/]],
  'a header alone': [
    (query) => [head(query, 0).subarray(0, 12)],
    ['protocol', /^answer of 12 bytes cannot be read: it ends too early$/],
  ],
  'half a header': [
    (query) => [head(query, 0).subarray(0, 7)],
    ['protocol', /it has 7 bytes, and its header alone takes 12$/],
  ],
  'two questions': [
    (query) => [
      answer(query, [], {
        questions: [
          { name: 'ok.test', type: 'A' },
          { name: 'ok.test', type: 'A' },
        ],
      }),
    ],
    ['protocol', /it repeats 2 questions, where one was asked$/],
  ],
  'a pointer to itself': [
    (query) => [
      rawAnswer(query, Buffer.concat([u16(0xc000 | head(query, 1).length), hex('0001000100000e1000047f000001')])),
    ],
    ['protocol', /a name in it points forward or to itself$/],
  ],
  'pointers in a circle': [
    (query) => {
      const at = head(query, 1).length;
      return [
        rawAnswer(query, Buffer.concat([u16(0xc002 | at), u16(0xc000 | at), hex('0001000100000e1000047f000001')])),
      ];
    },
    ['protocol', /a name in it points forward or to itself$/],
  ],
  'a label of a sort that there is not': [
    (query) => [rawAnswer(query, '80014100000100010000')],
    ['protocol', /a label in it is of no known sort$/],
  ],
  'a name without an end': [
    (query) => [rawAnswer(query, `${'0161'.repeat(200)}00`)],
    ['protocol', /a name in it is longer than 255 bytes$/],
  ],
  'thousands of pointers': [
    (query) => [pointerBomb(query, 4_000)],
    ['protocol', /a name in it has too many pointers$/],
  ],
  'a TTL of 2^31 and more, which is 0': [
    (query) => [ttl(query, 'ffffffff')],
    ['answer', 'TTL 0s of "192.0.2.1", wanted >= 1s'],
  ],
  'FORMERR without a question': [
    (query) => [Buffer.concat([query.raw.subarray(0, 2), hex('80010000000000000000')])],
    ['answer', 'FORMERR, wanted NOERROR'],
  ],
  'BADVERS, by EDNS': [
    (query) => [
      answer(query, [], { additionals: [{ type: 'OPT', name: '.', udpPayloadSize: 512, extendedRcode: 1 } as never] }),
    ],
    ['answer', 'response code 16, wanted NOERROR'],
  ],
  'an option of EDNS that ends too late': [
    (query) => {
      const opt = Buffer.concat([answer(query), hex('000029020000000000000500'.concat('0f00ff00'))]);
      opt.writeUInt16BE(1, 10);
      return [opt];
    },
    ['protocol', /an option of EDNS in it ends too late$/],
  ],
};

/** The same over TCP: what only a stream can do. */
export const STREAMS: Readonly<
  Record<string, readonly [send: (query: Query) => readonly Buffer[], ends: boolean, Wanted]>
> = {
  'a wrong id, then the right one': [
    (query) => [framed(withId(good(query), query.id + 1)), framed(good(query))],
    false,
    null,
  ],
  'a frame without a message, then the answer': [(query) => [u16(0), framed(good(query))], false, null],
  'byte by byte': [(query) => [...framed(good(query))].map((byte) => Buffer.from([byte])), false, null],
  'the end': [() => [], true, ['reset', /^connection closed by 127\.0\.0\.1:\d+ without an answer$/]],
  'the end within an answer': [
    (query) => [framed(good(query)).subarray(0, 20)],
    true,
    ['reset', /^connection closed by 127\.0\.0\.1:\d+ after 18 of \d+ bytes of its answer$/],
  ],
  'half an answer, and silence': [
    (query) => [framed(good(query)).subarray(0, 20)],
    false,
    ['timeout', 'no answer within 200ms (reading the body, 20 bytes so far)'],
  ],
  '64 kB': [
    () => [hex('ffff'), Buffer.alloc(65_535)],
    false,
    ['too-large', 'answer of 65,535 bytes, wanted 16,384 or less'],
  ],
  'answers to other questions without end': [
    (query) => Array.from({ length: 500 }, (_, i) => framed(withId(good(query), query.id + 1 + i))),
    false,
    ['protocol', 'no answer to the question (11 messages that answered something else)'],
  ],
  'thousands of pointers': [
    (query) => [framed(pointerBomb(query, 16_000))],
    false,
    ['protocol', /a name in it has too many pointers$/],
  ],
  HTTP: [() => [Buffer.from('HTTP/1.1 400 Bad Request\r\n\r\n')], true, ['too-large', /^answer of 18,516 bytes/]],
};

function framed(message: Buffer): Buffer {
  return Buffer.concat([u16(message.length), message]);
}
