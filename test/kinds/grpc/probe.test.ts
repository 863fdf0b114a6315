import { describe, expect, it } from 'vitest';
import type { Verdict } from '#core/verdict/verdict.ts';
import type { GrpcCheck, GrpcTarget } from '#kinds/grpc/check.ts';
import { grpcProbe } from '#kinds/grpc/probe.ts';
import { checker } from '#kinds/probing/checker.ts';
import { SYSTEM_EFFECTS } from '#kinds/probing/effects.ts';
import { BASE } from '../checks.ts';
import { fullPort, httpServer, tcpServer, tlsFixture } from '../servers.ts';
import { HOSTILE, healthServer, hostileServer } from './servers.ts';

const check = checker(grpcProbe);

type Settings = { readonly expect?: Partial<GrpcCheck['expect']> } & Partial<Pick<GrpcCheck, 'timeoutMs' | 'metrics'>>;

function run(
  port: number,
  target: Partial<GrpcTarget> = {},
  { expect: wanted, ...base }: Settings = {},
): Promise<Verdict> {
  const made: GrpcCheck = {
    ...BASE,
    name: 'rpc',
    kind: 'grpc',
    ...base,
    target: { host: '127.0.0.1', port, service: '', headers: [], ...target },
    expect: { code: 0, serving: 'SERVING', latencyMs: null, ...wanted },
  };
  return check({ check: made, previous: { attempts: 0 } }, SYSTEM_EFFECTS);
}

const CA = { ca: tlsFixture('root') };

describe('a server with a health service', () => {
  it.each([
    ['is OK where it is serving', '', {}, null],
    ['is OK for a service of its', 'orders.v1.Orders', {}, null],
    ['is NG where a service is not serving', 'down', {}, 'down is NOT_SERVING, wanted SERVING'],
    ['is OK where that is wanted', 'down', { serving: 'NOT_SERVING' }, null],
    ['says a status that has no name', 'odd', {}, 'odd is status 9, wanted SERVING'],
    [
      'says what it does not know, made safe to print',
      'new.v1.New',
      {},
      'gRPC status 5 NOT_FOUND "unknown service ␛[31m%E3" (its health service does not know this service), wanted 0 OK',
    ],
    ['is OK where another status is wanted', 'new.v1.New', { code: 5, serving: null }, null],
    [
      'is NG where another status is wanted and all is well',
      '',
      { code: 5, serving: null },
      'gRPC status 0 OK, wanted 5 NOT_FOUND',
    ],
  ] as const)('%s', async (_, service, wanted, message) => {
    const verdict = await run(await healthServer(), { service }, { expect: wanted });

    expect(verdict.reason?.message ?? null).toBe(message);
    expect(verdict.reason?.code ?? 'answer').toBe('answer');
  });

  it('is told what is left of the deadline, and what the check says besides', async () => {
    const seen: { deadline: number; metadata: Record<string, unknown> }[] = [];
    const port = await healthServer({ seen: seen as never });
    await run(
      port,
      {
        headers: [
          ['X-Trace', 'a'],
          ['x-trace', 'b'],
          ['id-bin', 'AQI='],
        ],
      },
      { timeoutMs: 4_000 },
    );

    expect(seen).toHaveLength(1);
    expect(seen[0]?.deadline).toBeGreaterThan(1_000);
    expect(seen[0]?.deadline).toBeLessThanOrEqual(4_000);
    expect(seen[0]?.metadata).toMatchObject({ 'x-trace': 'a, b', 'id-bin': Buffer.from([1, 2]) });
  });

  it('is seen with its phases and what it said', async () => {
    const verdict = await run(await healthServer());

    expect(verdict).toMatchObject({ kind: 'grpc', status: null, seen: { grpc: 0, serving: 'SERVING' } });
    expect(verdict.phases).toMatchObject({ dns: null, tls: null });
    for (const phase of ['connect', 'firstByte', 'download'] as const)
      expect(verdict.phases[phase]).toBeGreaterThanOrEqual(0);
  });

  it('is NG without one', async () => {
    const verdict = await run(await healthServer({ health: false }));

    expect(verdict.reason?.message).toMatch(
      /^gRPC status 12 UNIMPLEMENTED ".*" \(it has no health service\), wanted 0 OK$/,
    );
    expect(verdict.curl).toMatch(/^grpcurl -plaintext 127\.0\.0\.1:\d+ grpc\.health\.v1\.Health\/Check$/);
  });
});

describe('over TLS', () => {
  it('is OK with the certificate that is trusted, and shows it where it is measured', async () => {
    const verdict = await run(await healthServer({ tls: true }), { tls: CA }, { metrics: ['certificateDays'] });

    expect(verdict).toMatchObject({ outcome: 'OK', certificate: { daysLeft: expect.any(Number) } });
    expect(verdict.phases.tls).toBeGreaterThan(0);
  });

  it('is NG with another', async () => {
    const verdict = await run(await healthServer({ tls: true }), { tls: {} });
    expect(verdict.reason).toMatchObject({ code: 'tls', message: expect.stringContaining('not trusted') });
  });

  it('holds the certificate against the authority', async () => {
    const port = await healthServer({ tls: true });
    const [right, wrong] = [
      await run(port, { tls: CA, authority: 'localhost' }),
      await run(port, { tls: CA, authority: 'orders.example.com:443' }),
    ];

    expect(right.outcome).toBe('OK');
    expect(wrong.reason).toMatchObject({ code: 'tls', message: expect.stringContaining('orders.example.com') });
  });

  it('is NG in plain text, and says what to write', async () => {
    const verdict = await run(await healthServer({ tls: true }));
    expect(verdict.reason?.message).toMatch(/; where it wants TLS, write tls: true$/);
  });

  it('is NG where plain text is spoken', async () => {
    const verdict = await run(await healthServer(), { tls: CA }, { timeoutMs: 1_000 });
    expect(verdict.reason?.code).toMatch(/^(?:tls|protocol|reset)$/);
  });
});

describe('what is no server of gRPC', () => {
  it.each([
    [
      'head only, UNIMPLEMENTED',
      'answer',
      'gRPC status 12 UNIMPLEMENTED "no healthな" (it has no health service), wanted 0 OK',
    ],
    ['no grpc-status', 'protocol', 'answer has no grpc-status'],
    ['status that is no number', 'protocol', 'grpc-status "0x0" is no number'],
    ['status 0 without a message', 'protocol', 'status 0 without a message'],
    ['message, then status 13', 'answer', 'gRPC status 13 INTERNAL "boom", wanted 0 OK'],
    ['status that has no name', 'answer', 'gRPC status 99, wanted 0 OK'],
    ['message with half an escape', 'answer', 'gRPC status 2 UNKNOWN "%zz%E3", wanted 0 OK'],
    ['HTTP 503', 'status', 'HTTP status 503, wanted 200 (content-type "text/html")'],
    ['an HTML page', 'protocol', 'answer is not gRPC: content-type "text/html"'],
    ['an endless page', 'protocol', 'answer is not gRPC: content-type "text/html"'],
    ['gRPC-Web', 'protocol', 'answer is not gRPC: content-type "application/grpc-web+proto"'],
    [
      'a message of 4 GiB',
      'too-large',
      'message of 4,294,967,295 bytes, where an answer of the health service takes two',
    ],
    ['a compressed message', 'protocol', 'message is compressed, which was not asked for'],
    ['no protobuf', 'protocol', 'message is no HealthCheckResponse'],
    ['an empty message', 'answer', 'the server is UNKNOWN, wanted SERVING'],
    ['two messages', 'protocol', 'more than one message'],
    ['half a prefix', 'protocol', 'message of 2 bytes, less than its prefix takes'],
    ['a message cut short', 'protocol', 'message of 9 bytes ends after 2'],
    ['endless messages', 'too-large', 'messages without an end, where an answer of the health service takes two'],
    ['a stream that is refused', 'reset', expect.stringMatching(/^HTTP\/2 stream ended by .* with REFUSED_STREAM/)],
    ['a session that goes away', 'reset', expect.stringMatching(/^HTTP\/2 stream ended by .* with ENHANCE_YOUR_CALM/)],
    [
      'a connection that is cut',
      'reset',
      expect.stringMatching(/^(?:connection (?:closed|reset)|HTTP\/2 stream ended) by /),
    ],
    ['no answer', 'timeout', 'no answer within 300ms (waiting for the first byte)'],
  ] as const)('is NG: %s', async (name, code, message) => {
    const behaviour = HOSTILE[name];
    if (behaviour === undefined) throw new Error(`there is no ${name}`);
    const timeoutMs = name === 'no answer' ? 300 : BASE.timeoutMs;

    const verdict = await run(await hostileServer(behaviour), {}, { timeoutMs });

    expect(verdict.reason).toEqual({ code, message });
  });

  it('leaves none of the ways out', () => expect(Object.keys(HOSTILE)).toHaveLength(23));

  it('shows the beginning of a page, made safe to print', async () => {
    const verdict = await run(await hostileServer(HOSTILE['an HTML page'] as never));
    expect(verdict.excerpt).toBe('<h1>hello␛[31m</h1>');
  });

  it.each([
    [
      'a banner of SSH',
      () => tcpServer((socket) => socket.write('SSH-2.0-OpenSSH_9.2\r\n')),
      'protocol',
      /it does not begin with SETTINGS/,
    ],
    [
      'HTTP/1.1',
      async () => Number(new URL(await httpServer((_, answer) => answer.end('hello'))).port),
      'protocol',
      /it does not begin with SETTINGS/,
    ],
    ['a server that hangs up', () => tcpServer((socket) => socket.end()), 'reset', /^connection closed by /],
    ['a port that nobody accepts at', () => fullPort(), 'timeout', /^no answer within 300ms \(connecting\)$/],
  ])('is NG: %s', async (name, start, code, message) => {
    const verdict = await run(await start(), {}, { timeoutMs: name.startsWith('a port') ? 300 : BASE.timeoutMs });

    expect(verdict.reason).toMatchObject({ code, message: expect.stringMatching(message) });
  });
});
