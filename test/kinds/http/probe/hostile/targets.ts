import { gzipSync } from 'node:zlib';
import { drip, flood, type Hostile, OK, say, sayAndEnd, sayAndReset } from './serving.ts';

const CHUNKED = `${OK}Transfer-Encoding: chunked\r\n\r\n`;
const BIG = { http: { method: 'POST', body: { text: 'x'.repeat(2_000_000) } } } as const;
const FOLLOW = { http: { follow: 3 } } as const;
const FOR_ESC = { expect: { keyword: 'not there' } } as const;
const WAITS = /^no answer within \d+ms \(waiting for the first byte\)$/;

/** A redirect, with whatever the header needs. */
function sendOn(location: string): Hostile['serve'] {
  return say(`HTTP/1.1 302 Found\r\nLocation: ${location}\r\nContent-Length: 0\r\n\r\n`);
}

function body(bytes: Buffer, type = 'text/plain'): Hostile['serve'] {
  return say(
    Buffer.concat([Buffer.from(`${OK}Content-Type: ${type}\r\nContent-Length: ${bytes.length}\r\n\r\n`), bytes]),
  );
}

/** HTTP/2 over http://, where the target must speak it unasked. */
const HTTP2 = { http: { httpVersion: '2' } } as const;
const SETTINGS = frame(4, 0, 0);
const ON_ANSWER = frame(1, 4, 1, '88');
const CONTINUATION = frame(9, 0, 1, '00016101'.padEnd(200, '62'));

/** A frame of HTTP/2; what it carries is in hex. */
export function frame(type: number, flags: number, stream: number, payload = ''): Buffer {
  const head = Buffer.alloc(9);
  head.writeUIntBE(payload.length / 2, 0, 3);
  head.set([type, flags], 3);
  head.writeUInt32BE(stream, 5);
  return Buffer.concat([head, Buffer.from(payload, 'hex')]);
}

function gzipped(bytes: Buffer): Hostile['serve'] {
  const head = `${OK}Content-Encoding: gzip\r\nContent-Length: ${bytes.length}\r\n\r\n`;
  return say(Buffer.concat([Buffer.from(head), bytes]));
}

const COMPRESSED = { http: { compressed: true }, expect: { keyword: 'not there' } } as const;

/** Hostile targets by what they do. Those of certificates are in certificates.test.ts. */
export const HOSTILE: Readonly<Record<string, Hostile>> = {
  // hangs
  'says nothing': { serve: () => undefined, code: 'timeout', message: WAITS },
  'stops in the status line': { serve: say('HTTP/1.1 20'), code: 'timeout', message: WAITS },
  'stops in a header': { serve: say(`${OK}X-A: b\r\nX-`), code: 'timeout', message: WAITS },
  'stops in the body': {
    serve: say(`${OK}Content-Length: 10\r\n\r\nhello`),
    code: 'timeout',
    message: /\(reading the body, 5 bytes so far\)$/,
  },
  'stops in a chunk': {
    serve: say(`${CHUNKED}a\r\nhello`),
    code: 'timeout',
    message: /\(reading the body, 5 bytes so far\)$/,
  },
  'stops before the last chunk': {
    serve: say(`${CHUNKED}5\r\nhello\r\n`),
    code: 'timeout',
    message: /\(reading the body, 5 bytes so far\)$/,
  },
  'sends a byte of the status line now and then': {
    serve: drip('', 'H', 20),
    code: 'protocol',
    message: /is not HTTP/,
  },
  'sends a byte of a header now and then': { serve: drip(`${OK}X-A: `, 'x'), code: 'timeout', message: WAITS },
  'sends a header now and then': { serve: drip(OK, 'X-A: b\r\n'), code: 'timeout', message: WAITS },
  'sends a byte of the body now and then': {
    serve: drip(`${OK}\r\n`, 'x'),
    code: 'timeout',
    message: /\(reading the body, \d+ bytes so far\)$/,
  },
  'sends a chunk now and then': {
    serve: drip(CHUNKED, '1\r\nx\r\n'),
    code: 'timeout',
    message: /\(reading the body, \d+ bytes so far\)$/,
  },
  'sends a 102 now and then': {
    serve: drip('', 'HTTP/1.1 102 Processing\r\n\r\n', 50),
    code: 'timeout',
    message: WAITS,
  },
  'takes no byte of a big body': { serve: (s) => void s.pause(), check: BIG, code: 'timeout', message: WAITS },

  // breaks
  'resets at once': { serve: (s) => void s.resetAndDestroy(), code: 'reset' },
  'closes at once': { serve: (s) => void s.end(), code: 'reset' },
  'closes half before it reads': { serve: (s) => void s.pause().end(), code: 'reset' },
  'resets when asked': {
    serve: (s) => void s.once('data', () => s.resetAndDestroy()),
    code: 'reset',
    message: /^connection reset by HOST \(waiting for the first byte\)$/,
  },
  'closes in the status line': { serve: sayAndEnd('HTTP/1.1 2'), code: 'reset', message: /^connection closed by HOST/ },
  'closes in a header': { serve: sayAndEnd(`${OK}X-A`), code: 'reset', message: /^connection closed by HOST/ },
  'resets in a header': { serve: sayAndReset(`${OK}X-A`), code: 'reset', message: /^connection reset by HOST/ },
  'closes in the body': {
    serve: sayAndEnd(`${OK}Content-Length: 10\r\n\r\nhello`),
    code: 'reset',
    message: /after 5 of 10 bytes of the body$/,
  },
  'resets in the body': {
    serve: sayAndReset(`${OK}Content-Length: 10\r\n\r\nhello`),
    code: 'reset',
    message: /after 5 of 10 bytes of the body$/,
  },
  'closes before the last chunk': {
    serve: sayAndEnd(`${CHUNKED}5\r\nhello\r\n`),
    code: 'reset',
    message: /after 5 bytes of the body, before its last chunk$/,
  },
  'closes in the trailers': { serve: sayAndEnd(`${CHUNKED}0\r\nX-A: b`), code: 'reset' },

  // floods
  'never ends its headers': {
    serve: flood(OK, 'X-Filler: 0123456789\r\n'),
    endless: true,
    code: 'protocol',
    message: /headers are longer than 64 KiB$/,
  },
  'never ends a header': {
    serve: flood(`${OK}X-Filler: `, 'x'),
    endless: true,
    code: 'protocol',
    message: /headers are longer than 64 KiB$/,
  },
  'never ends a header name': {
    serve: flood(OK, 'x'),
    endless: true,
    code: 'protocol',
    message: /headers are longer than 64 KiB$/,
  },
  'never ends its status text': {
    serve: flood('HTTP/1.1 200 ', 'x'),
    endless: true,
    code: 'protocol',
    message: /headers are longer than 64 KiB$/,
  },
  'has a header of 10 MB': {
    serve: say(`${OK}X-A: ${'x'.repeat(10_000_000)}\r\n\r\n`),
    code: 'protocol',
    message: /headers are longer than 64 KiB$/,
  },
  'sets 100,000 cookies': {
    serve: say(`${OK}${'Set-Cookie: a=b\r\n'.repeat(100_000)}\r\n`),
    code: 'protocol',
    message: /headers are longer than 64 KiB$/,
  },
  'sets as many cookies as fit': {
    serve: say(`${OK}Content-Length: 0\r\n${'Set-Cookie: a=b\r\n'.repeat(3_000)}\r\n`),
    code: null,
  },
  'floods with 1xx': {
    serve: flood('', 'HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n'),
    endless: true,
    code: 'protocol',
    message: /^more than 20 1xx answers from HOST$/,
  },
  'never ends its body': {
    serve: flood(`${OK}\r\nbegin`, 'x'),
    endless: true,
    check: FOR_ESC,
    code: 'keyword',
    message: /not in the first 1 MiB of the body \(cut there\)$/,
  },
  'never ends its small chunks': {
    serve: flood(CHUNKED, `80\r\n${'x'.repeat(128)}\r\n`),
    endless: true,
    check: FOR_ESC,
    code: 'keyword',
    message: /\(cut there\)$/,
  },
  'never ends a chunk extension': {
    serve: flood(`${CHUNKED}5;a=`, 'x'),
    endless: true,
    code: 'protocol',
    message: /chunk extensions are too long/,
  },
  'never ends its trailers': {
    serve: flood(`${CHUNKED}0\r\n`, 'X-A: b\r\n'),
    endless: true,
    code: 'protocol',
    message: /headers are longer than 64 KiB/,
  },
  'never ends a redirect’s body': {
    serve: flood('HTTP/1.1 302 Found\r\nLocation: ftp://a.example/\r\n\r\n', 'x'),
    endless: true,
    check: FOLLOW,
    code: 'redirect',
  },
  'never ends blank lines': { serve: flood('', '\r\n'), endless: true, code: 'timeout', message: WAITS },
  'sends one response after another': {
    serve: flood('', `${OK}Content-Length: 2\r\n\r\nok`),
    endless: true,
    code: null,
  },

  // lengths and chunks
  'says too long a length': {
    serve: sayAndEnd(`${OK}Content-Length: 5\r\n\r\nab`),
    code: 'reset',
    message: /after 2 of 5 bytes of the body$/,
  },
  'says too short a length': {
    serve: say(`${OK}Content-Length: 2\r\n\r\nokay`),
    check: { expect: { keyword: 'ok', absent: 'okay' } },
    code: null,
  },
  'says a negative length': {
    serve: say(`${OK}Content-Length: -1\r\n\r\n`),
    code: 'protocol',
    message: /content-length is not a number$/,
  },
  'says a length with a sign': {
    serve: say(`${OK}Content-Length: +2\r\n\r\nok`),
    code: 'protocol',
    message: /content-length is not a number$/,
  },
  'says a length beyond 2^64': {
    serve: say(`${OK}Content-Length: 99999999999999999999999\r\n\r\n`),
    code: 'protocol',
    message: /^broken HTTP from HOST: /,
  },
  'says a length of 8 EiB': {
    serve: sayAndEnd(`${OK}Content-Length: 9223372036854775807\r\n\r\nab`),
    code: 'reset',
    message: /after 2 of 9223372036854775807 bytes of the body$/,
  },
  'says two lengths': {
    serve: say(`${OK}Content-Length: 5\r\nContent-Length: 6\r\n\r\nhello!`),
    code: 'protocol',
    message: /content-length is given twice/,
  },
  'says a list of lengths': {
    serve: say(`${OK}Content-Length: 5, 5\r\n\r\nhello`),
    code: 'protocol',
    message: /^broken HTTP from HOST: /,
  },
  'says length and chunks': {
    serve: say(`${OK}Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n`),
    code: 'protocol',
    message: /^broken HTTP from HOST: /,
  },
  'has a chunk of no size': {
    serve: say(`${CHUNKED}5\r\nhello\r\nzz\r\n`),
    code: 'protocol',
    message: /size of a chunk of the body is not a number \(reading the body, 5 bytes so far\)$/,
  },
  'has a chunk of a negative size': {
    serve: say(`${CHUNKED}-5\r\nhello\r\n`),
    code: 'protocol',
    message: /size of a chunk/,
  },
  'has a chunk of 2^64 bytes': {
    serve: say(`${CHUNKED}10000000000000000\r\nhello`),
    code: 'protocol',
    message: /^broken HTTP from HOST: /,
  },
  'has a chunk that goes on after its size': {
    serve: say(`${CHUNKED}2\r\nhello\r\n`),
    code: 'protocol',
    message: /^broken HTTP from HOST: /,
  },
  'ends its lines with LF alone': { serve: say('HTTP/1.1 200 OK\nContent-Length: 2\n\nok'), code: 'protocol' },
  'knows a transfer coding of its own': { serve: sayAndEnd(`${OK}Transfer-Encoding: secret\r\n\r\nok`), code: null },

  // what is no response
  'speaks SSH': {
    serve: (s) => void s.write('SSH-2.0-OpenSSH_9.6\r\n'),
    code: 'protocol',
    message: /^answer of HOST is not HTTP, it begins "SSH-2\.0-OpenSSH_9\.6␍␊"$/,
  },
  'speaks HTTP/0.9': {
    serve: sayAndEnd('<html>hello</html>'),
    code: 'protocol',
    message: /^answer of HOST is not HTTP, it begins "<html>hello<\/html>"$/,
  },
  'speaks HTTP/2 unasked': { serve: say(Buffer.from('000000040000000000', 'hex')), code: 'protocol' },
  'speaks HTTP/9.9': { serve: say('HTTP/9.9 200 OK\r\n\r\n'), code: 'protocol' },
  'has no status': { serve: say('HTTP/1.1 OK\r\n\r\n'), code: 'protocol' },
  'has the status 000': {
    serve: say('HTTP/1.1 000 Zero\r\nContent-Length: 0\r\n\r\n'),
    code: 'status',
    message: /^status 0, wanted 2xx$/,
  },
  'has the status 999': {
    serve: say('HTTP/1.1 999 Odd\r\nContent-Length: 0\r\n\r\n'),
    code: 'status',
    message: /^status 999, wanted 2xx$/,
  },
  'has a status of four digits': { serve: say('HTTP/1.1 2000 OK\r\nContent-Length: 0\r\n\r\n'), code: 'protocol' },
  'switches protocols': {
    serve: say('HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: Upgrade\r\n\r\n\x00\x01'),
    code: 'status',
    message: /^status 101, wanted 2xx$/,
  },
  'switches protocols without a name': {
    serve: sayAndEnd('HTTP/1.1 101 Switching Protocols\r\n\r\n'),
    code: 'status',
    message: /^status 101/,
  },
  'sends random bytes': {
    serve: say(Buffer.from(Array.from({ length: 4_000 }, (_, i) => (i * 7919) % 251))),
    code: 'protocol',
  },
  'answers before it was asked': { serve: (s) => void s.write(`${OK}Content-Length: 2\r\n\r\nok`), code: null },
  'answers before it reads a big body': {
    serve: (s) => {
      s.pause();
      s.write(`${OK}Content-Length: 2\r\n\r\nok`);
    },
    check: BIG,
    code: null,
  },
  'refuses a big body and resets': {
    serve: sayAndReset('HTTP/1.1 413 Too Large\r\nContent-Length: 0\r\n\r\n'),
    check: BIG,
    code: 'status',
    message: /^status 413/,
  },
  'adds a second response': {
    serve: say(`${OK}Content-Length: 2\r\n\r\nok${OK}Content-Length: 3\r\n\r\nbad`),
    check: { expect: { absent: 'bad' } },
    code: null,
  },

  // headers
  'has a header without a name': {
    serve: say(`${OK}: value\r\n\r\n`),
    code: 'protocol',
    message: /^broken HTTP from HOST: /,
  },
  'has a header without a colon': {
    serve: say(`${OK}nonsense\r\n\r\n`),
    code: 'protocol',
    message: /^broken HTTP from HOST: /,
  },
  'has a NUL in a header': {
    serve: say(`${OK}X-A: a\0b\r\n\r\n`),
    code: 'protocol',
    message: /^broken HTTP from HOST: /,
  },
  'has a lone CR in a header': {
    serve: say(`${OK}X-A: a\rX-B: c\r\n\r\n`),
    code: 'protocol',
    message: /^broken HTTP from HOST: /,
  },
  'has a folded header': { serve: say(`${OK}X-A: a\r\n b\r\nContent-Length: 0\r\n\r\n`), code: 'protocol' },
  'has escapes in a header that is told': {
    serve: say(`${OK}X-A: \x9b31m\u202e\x85\r\nContent-Length: 0\r\n\r\n`),
    check: { expect: { headers: [['x-a', 'b']] } },
    code: 'header',
    message: /^header x-a is "[^\p{C}]*", wanted "b"$/u,
  },
  'has an ANSI escape in its status text': {
    serve: say('HTTP/1.1 500 \x1b[2J\x07\r\nContent-Length: 0\r\n\r\n'),
    code: 'status',
  },

  // HTTP/2
  'answers HTTP/2 in HTTP/1.1': { serve: say(`${OK}Content-Length: 0\r\n\r\n`), check: HTTP2, code: 'protocol' },
  'says nothing in HTTP/2': { serve: say(SETTINGS), check: HTTP2, code: 'timeout', message: WAITS },
  'stops in its HTTP/2 headers': {
    serve: say(
      Buffer.concat([SETTINGS, frame(1, 0, 1, `88${'000161'.padEnd(8, '01')}62`), frame(9, 0, 1, '0001610162')]),
    ),
    check: HTTP2,
    code: 'timeout',
    message: WAITS,
  },
  'breaks off its HTTP/2 headers': {
    serve: sayAndEnd(Buffer.concat([SETTINGS, frame(1, 0, 1, '880001610162')])),
    check: HTTP2,
    code: 'reset',
  },
  'packs its HTTP/2 headers wrongly': {
    serve: say(Buffer.concat([SETTINGS, frame(1, 4, 1, `880001610162${'0001630164'.repeat(5)}80`)])),
    check: HTTP2,
    code: 'protocol',
  },
  'continues its HTTP/2 headers nine times': {
    serve: say(
      Buffer.concat([SETTINGS, frame(1, 0, 1, '88000161056161'), ...Array<Buffer>(9).fill(frame(9, 0, 1, '61'))]),
    ),
    check: HTTP2,
    code: 'protocol',
    message: /^broken HTTP\/2 from HOST: more than 7 CONTINUATION frames \(waiting for the first byte\)$/,
  },
  'never ends its HTTP/2 headers': {
    serve: flood(Buffer.concat([SETTINGS, frame(1, 0, 1, '88')]), CONTINUATION),
    endless: true,
    check: HTTP2,
    code: 'protocol',
    message: /^broken HTTP\/2 from HOST: more than 7 CONTINUATION frames /,
  },
  'resets the stream': {
    serve: say(Buffer.concat([SETTINGS, frame(3, 0, 1, '00000002')])),
    check: HTTP2,
    code: 'reset',
  },
  'goes away': {
    serve: say(Buffer.concat([SETTINGS, frame(7, 0, 0, '000000000000000b')])),
    check: HTTP2,
    code: 'reset',
  },
  'closes in an HTTP/2 body': {
    serve: sayAndEnd(Buffer.concat([SETTINGS, ON_ANSWER, frame(0, 0, 1, '6f6b')])),
    check: HTTP2,
    code: 'reset',
  },
  'sends a frame of 16 MB': {
    serve: say(Buffer.concat([SETTINGS, Buffer.from('ffffff000000000001', 'hex')])),
    check: HTTP2,
    code: 'protocol',
  },
  'sends a frame of a stream nobody opened': {
    serve: say(Buffer.concat([SETTINGS, frame(0, 0, 7, '6f6b')])),
    check: HTTP2,
    code: 'protocol',
  },
  'floods with pings': {
    serve: flood(SETTINGS, frame(6, 0, 0, '0011223344556677')),
    endless: true,
    check: HTTP2,
    code: 'protocol',
  },
  'floods with settings': {
    serve: flood(SETTINGS, frame(4, 0, 0, '000300000064')),
    endless: true,
    check: HTTP2,
    code: 'protocol',
  },
  'never ends its empty frames': {
    serve: flood(Buffer.concat([SETTINGS, ON_ANSWER]), frame(0, 0, 1)),
    endless: true,
    check: HTTP2,
    code: 'protocol',
  },

  // compressed
  'sends a gzip bomb': {
    serve: gzipped(gzipSync(Buffer.alloc(100_000_000))),
    check: COMPRESSED,
    code: 'keyword',
    message: /\(cut there\)$/,
  },
  'sends gzip that is none': { serve: gzipped(Buffer.from('\x1f\x8bnot really')), check: COMPRESSED, code: 'protocol' },
  'sends half a gzip': {
    serve: gzipped(gzipSync(Buffer.from('hello '.repeat(1_000))).subarray(0, 25)),
    check: COMPRESSED,
    code: 'protocol',
  },

  // redirects
  'sends on for ever': {
    serve: sendOn('/'),
    check: FOLLOW,
    code: 'redirect',
    message: /^more than 3 redirects, the last from HOST to "http:\/\/HOST\/.*"$/,
  },
  'sends on to a file': {
    serve: sendOn('file:///etc/passwd'),
    check: FOLLOW,
    code: 'redirect',
    message: /^redirected to "file:\/\/\/etc\/passwd", only http and https are followed$/,
  },
  'sends on to a script': { serve: sendOn('javascript:alert(1)'), check: FOLLOW, code: 'redirect' },
  'sends on to data': { serve: sendOn('data:text/html,ok'), check: FOLLOW, code: 'redirect' },
  'sends on to gopher': { serve: sendOn('gopher://127.0.0.1:6379/_FLUSHALL'), check: FOLLOW, code: 'redirect' },
  'sends on to cloud metadata': {
    serve: sendOn('http://169.254.169.254/latest/meta-data/'),
    check: FOLLOW,
    code: 'blocked',
    message: /^169\.254\.169\.254 is a cloud metadata address; /,
  },
  'sends on to nowhere': {
    serve: sendOn('http://'),
    check: FOLLOW,
    code: 'redirect',
    message: /^redirected to "http:\/\/"/,
  },
  'sends on to a port beyond 65535': { serve: sendOn('http://127.0.0.1:70000/'), check: FOLLOW, code: 'redirect' },
  'sends on to port 0': { serve: sendOn('http://127.0.0.1:0/'), check: FOLLOW, code: 'refused' },
  'sends on to a name of 100 KB': { serve: sendOn(`http://${'a'.repeat(50_000)}/`), check: FOLLOW, code: 'dns' },
  'sends on to a path of 100 KB': { serve: sendOn(`ftp://${'a'.repeat(60_000)}`), check: FOLLOW, code: 'redirect' },
  'sends on with an escape': {
    serve: sendOn('file:///\x9b31m'),
    check: FOLLOW,
    code: 'redirect',
    message: /^redirected to "file:\/\/\/[^\p{C}]*31m"/u,
  },

  // bodies
  'has escapes in the body': {
    serve: body(Buffer.from('\x1b]0;owned\x07\x1b[2J\0\u202e\u200b\ud800ok')),
    check: FOR_ESC,
    code: 'keyword',
  },
  'has bytes that are no UTF-8': {
    serve: body(Buffer.from([0xff, 0xfe, 0xfd, 0xc0, 0x80, 0xed, 0xa0, 0x80, 0xf8])),
    check: FOR_ESC,
    code: 'keyword',
  },
  'names a charset that there is not': {
    serve: body(Buffer.from('fine'), 'text/html; charset=klingon'),
    check: { expect: { keyword: 'fine' } },
    code: null,
  },
  'names a charset of 10,000 letters': {
    serve: body(Buffer.from('fine'), `text/html; charset=${'x'.repeat(10_000)}`),
    check: { expect: { keyword: 'fine' } },
    code: null,
  },
  'lies about its charset in the page': {
    serve: body(Buffer.from('<meta charset="utf-16le"><p>fine'), 'text/html'),
    check: { expect: { keyword: 'fine' } },
    code: null,
  },
  'ends in half a character of UTF-16': {
    serve: body(Buffer.from([0xff, 0xfe, 0x61, 0x00, 0x00, 0xd8, 0x61])),
    check: FOR_ESC,
    code: 'keyword',
  },
  'has nothing but a byte order mark': {
    serve: body(Buffer.from([0xef, 0xbb, 0xbf])),
    check: FOR_ESC,
    code: 'keyword',
  },
};
