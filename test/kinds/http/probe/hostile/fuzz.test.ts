import fc from 'fast-check';
import { describe, expect, it, onTestFinished } from 'vitest';
import { BUDGETS } from '#core/contract.ts';
import { runHttp } from '../../../checks.ts';
import { serve } from './serving.ts';

const CASES = 500;
const AT_A_TIME = 25;
const SEED = 20_261_123;

const VALID = [
  'HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=shift_jis\r\nContent-Length: 12\r\nSet-Cookie: a=b\r\n\r\n<p>hello</p>',
  'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTrailer: X-T\r\n\r\n5;a=b\r\nhello\r\n6\r\n world\r\n0\r\nX-T: 1\r\n\r\n',
  'HTTP/1.1 302 Found\r\nLocation: /1?x=y#z\r\nContent-Length: 0\r\n\r\n',
  'HTTP/1.1 103 Early Hints\r\nLink: </a.css>\r\n\r\nHTTP/1.0 503 Gone Fishing\r\nRetry-After: 1\r\n\r\n\x1b[31mdown\u202e',
  'HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: websocket\r\n\r\n\x81\x05hello',
].map((text) => Buffer.from(text, 'latin1'));

const NASTY = [
  '\r',
  '\n',
  '\r\n',
  '\r\n\r\n',
  '\0',
  '\x1b',
  ':',
  ' ',
  '\t',
  '-1',
  '99999999999',
  'chunked',
  'ÿ',
  '\x80',
];

type Mutation = {
  readonly at: number;
  readonly drop: number;
  readonly put: Uint8Array | string;
  readonly times: number;
};

const mutation: fc.Arbitrary<Mutation> = fc.record({
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  drop: fc.nat({ max: 8 }),
  put: fc.oneof(fc.constantFrom(...NASTY), fc.uint8Array({ maxLength: 8 })),
  times: fc.constantFrom(1, 1, 1, 2, 1_000),
});

/** What a target sends, piece by piece, and whether it hangs up then. */
const target = fc.record({
  bytes: fc
    .tuple(fc.constantFrom(...VALID), fc.array(mutation, { minLength: 1, maxLength: 6 }))
    .map(([valid, mutations]) => mutations.reduce(mutated, valid)),
  cut: fc.double({ min: 0, max: 1, noNaN: true }),
  hangsUp: fc.boolean(),
});

function mutated(bytes: Buffer, { at, drop, put, times }: Mutation): Buffer {
  const start = Math.floor(at * bytes.length);
  const piece = typeof put === 'string' ? Buffer.from(put, 'latin1') : Buffer.from(put);
  return Buffer.concat([bytes.subarray(0, start), ...Array<Buffer>(times).fill(piece), bytes.subarray(start + drop)]);
}

describe('a target that sends anything', () => {
  it(`gets one short printable verdict, each of ${CASES} times`, async () => {
    const targets = fc.sample(target, { seed: SEED, numRuns: CASES });
    const { url, close } = await serve({
      serve: (socket) =>
        socket.once('data', (request) => {
          const one = targets[Number(/\/(\d+)/.exec(request.toString('latin1'))?.[1])];
          const at = Math.floor((one?.cut ?? 0) * (one?.bytes.length ?? 0));
          socket.write(one?.bytes.subarray(0, at) ?? '');
          setImmediate(() => {
            socket.write(one?.bytes.subarray(at) ?? '');
            if (one?.hangsUp === true) socket.end();
          });
        }),
    });
    onTestFinished(close);
    const left = [...targets.keys()];
    const check = async (): Promise<void> => {
      for (let i = left.pop(); i !== undefined; i = left.pop()) {
        const limits = { timeoutMs: 150, connectTimeoutMs: 150 };
        const began = performance.now();
        const verdict = await runHttp(`${url}/${i}`, {
          ...limits,
          http: { follow: 2 },
          expect: { status: [[200, 599]], keyword: 'not there', headers: [['content-type', 'none']] },
        });
        const text = JSON.stringify(verdict);
        const what = `case ${i}, ${JSON.stringify(targets[i]?.bytes.toString('latin1').slice(0, 500))}: ${text}`;
        expect(performance.now() - began, what).toBeLessThan(5_000);
        expect(verdict.outcome, what).toBe('NG');
        expect(Buffer.byteLength(text), what).toBeLessThanOrEqual(BUDGETS.verdictBytes);
        expect(Object.values(verdict).join() + verdict.reason?.message, what).not.toMatch(
          /\p{Cc}|\p{Cf}|\p{Cs}|[\u2028\u2029]/u,
        );
      }
    };
    await Promise.all(Array.from({ length: AT_A_TIME }, check));
  }, 60_000);
});
