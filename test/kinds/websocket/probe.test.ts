import { describe, expect, it } from 'vitest';
import type { Verdict } from '#core/verdict/verdict.ts';
import { checker } from '#kinds/probing/checker.ts';
import { SYSTEM_EFFECTS } from '#kinds/probing/effects.ts';
import type { MessageExpect, WebsocketCheck, WebsocketTarget } from '#kinds/websocket/check.ts';
import { websocketProbe } from '#kinds/websocket/probe.ts';
import { BASE } from '../checks.ts';
import { tlsFixture } from '../servers.ts';
import { chatServer, HOSTILE, hostileServer } from './servers.ts';

const check = checker(websocketProbe);

type Item = {
  readonly send?: string;
  readonly json?: unknown;
  readonly bytes?: string;
  readonly expect?: MessageExpect;
};
type Settings = {
  readonly target?: Partial<WebsocketTarget>;
  readonly close?: number;
  readonly latencyMs?: number;
} & Partial<Pick<WebsocketCheck, 'timeoutMs' | 'metrics'>>;

function run(
  url: string,
  items: readonly Item[],
  { target, close, latencyMs, ...base }: Settings = {},
): Promise<Verdict> {
  const made: WebsocketCheck = {
    ...BASE,
    name: 'feed',
    kind: 'websocket',
    ...base,
    target: { url, headers: [], protocols: [], ping: false, ...target, exchange: items.map(sendOf) },
    expect: { exchange: items.map((item) => item.expect ?? null), close: close ?? null, latencyMs: latencyMs ?? null },
  };
  return check({ check: made, previous: { attempts: 0 } }, SYSTEM_EFFECTS);
}

function sendOf({ send, json, bytes }: Item): WebsocketTarget['exchange'][number] {
  if (send !== undefined) return { body: { text: send } };
  if (json !== undefined) return { body: { json } };
  return bytes === undefined ? null : { body: { base64: bytes } };
}

const PING: readonly Item[] = [{ send: 'ping', expect: { keyword: 'pong' } }];
const CA = { ca: tlsFixture('root') };

describe('a server that talks', () => {
  it.each<[string, readonly Item[], string | null]>([
    ['is OK for its upgrade alone', [], null],
    ['is OK where it answers, other messages passed over', PING, null],
    [
      'is OK where it is asked first and listened to then',
      [{ send: 'ping' }, { expect: { matches: ['^p.ng$'] } }],
      null,
    ],
    ['is OK for a place in JSON', [{ json: { id: 7 }, expect: { json: [{ path: '$.of.id', equals: 7 }] } }], null],
    ['is OK for bytes', [{ bytes: 'AQ==', expect: { base64: 'AgE=' } }], null],
    [
      'is NG where it says something else, with what that was',
      [{ send: 'pang', expect: { keyword: 'pong' } }],
      'no message within 300ms (exchange 1 of 1: keyword "pong"); 2 others came, the last "no pang, Bearer wrong-token"',
    ],
    [
      'is NG where a text is wanted and bytes come',
      [{ bytes: 'AQ==', expect: { keyword: 'x' } }],
      'no message within 300ms (exchange 1 of 1: keyword "x"); another came, the last bytes 0201',
    ],
    [
      'is NG where it says nothing',
      [...PING, { expect: { json: [{ path: '$.a', exists: true }] } }],
      'no message within 300ms (exchange 2 of 2: JSON with $.a "{"exists":true}"); none came',
    ],
    [
      'is NG where it ends too early',
      [{ send: 'bye', expect: { keyword: 'pong' } }],
      'closed by the server with 4000 "good night" (exchange 1 of 1: keyword "pong")',
    ],
  ])('%s', async (_, items, message) => {
    const verdict = await run(await chatServer(), items, message?.includes('300ms') ? { timeoutMs: 300 } : {});

    expect(verdict.reason?.message ?? null).toBe(message);
  });

  it('is told the headers of the check, and who asks', async () => {
    const headers = [
      ['X-Key', 'k'],
      ['user-agent', 'mine'],
    ] as const;
    const wanted = ['$["x-key"]', '$["user-agent"]', '$.authorization'].map((path, at) => ({
      path,
      equals: ['k', 'mine', 'Basic bWU6cHc='][at],
    }));
    const auth = { scheme: 'basic', user: 'me', password: 'pw' } as const;
    const verdict = await run(await chatServer(), [{ send: 'who', expect: { json: wanted } }], {
      target: { headers, auth },
    });

    expect(verdict.reason).toBeNull();
  });

  it.each([
    [1000, null],
    [1001, 'closed by the server with 1000, wanted 1001'],
  ])('is held against the code of its close: %d', async (close, message) => {
    const verdict = await run(await chatServer(), PING, { close });

    expect(verdict.reason?.message ?? null).toBe(message);
  });

  it('is OK where it closes by itself, as expected', async () => {
    const verdict = await run(await chatServer(), [{ send: 'bye' }], { close: 4000 });
    expect(verdict).toMatchObject({ outcome: 'OK', seen: { close: 4000 } });
  });

  it('is seen with its protocol, the time of a pong and what was passed over', async () => {
    const verdict = await run(await chatServer(), PING, { target: { protocols: ['other', 'chat'], ping: true } });

    expect(verdict).toMatchObject({ outcome: 'OK', status: null, seen: { protocol: 'chat', others: 1 } });
    expect(verdict.seen?.['pongMs']).toBeGreaterThanOrEqual(0);
    for (const phase of ['connect', 'firstByte', 'download'] as const)
      expect(verdict.phases[phase]).toBeGreaterThanOrEqual(0);
  });

  it('is NG where it picks none of the subprotocols', async () => {
    const verdict = await run(await chatServer(), [], { target: { protocols: ['other'] } });
    expect(verdict.reason?.message).toMatch(/^broken WebSocket from .*: Server sent no subprotocol/);
  });

  it('is asked again by hand without a secret', async () => {
    const target = { headers: [['Authorization', 'Bearer opensesame']] as const };
    const url = await chatServer();
    const verdict = await run(url, [{ json: { token: 'opensesame' }, expect: { keyword: 'pong' } }], {
      target,
      timeoutMs: 300,
    });

    expect(verdict.curl).toBe(`printf '%s\\n' '{"token":"***"}' | websocat -H 'Authorization: Bearer ***' ${url}`);
    expect(JSON.stringify(verdict)).not.toContain('opensesame');
  });
});

describe('over TLS', () => {
  it('is OK with a certificate that is trusted, and shows it where it is measured', async () => {
    const verdict = await run(await chatServer({ tls: true }), PING, {
      target: { tls: CA },
      metrics: ['certificateDays'],
    });
    expect(verdict).toMatchObject({ outcome: 'OK', certificate: { daysLeft: expect.any(Number) } });
  });

  it('is NG with another', async () => {
    const verdict = await run(await chatServer({ tls: true }), PING);
    expect(verdict.reason).toMatchObject({ code: 'tls', message: expect.stringContaining('not trusted') });
  });
});

describe('what is no server of WebSocket', () => {
  it.each([
    ['a status of 403', 'status', 'status 403, wanted 101'],
    ['a page', 'status', 'status 200, wanted 101'],
    ['an endless page', 'status', 'status 200, wanted 101'],
    ['a redirect', 'status', 'status 302, wanted 101 (it leads to "wss://elsewhere.example/")'],
    ['no HTTP', 'protocol', /^broken WebSocket from .*: Parse Error/],
    ['another accept', 'protocol', /Invalid Sec-WebSocket-Accept header/],
    ['a subprotocol nobody asked for', 'protocol', /Server sent a subprotocol but none was requested/],
    ['an extension nobody asked for', 'protocol', /Server sent a Sec-WebSocket-Extensions header/],
    ['a masked frame', 'protocol', /MASK must be clear/],
    ['a frame of 2^62 bytes', 'too-large', 'a message of more than 64 KiB'],
    ['a message of 100 kB', 'too-large', 'a message of more than 64 KiB'],
    ['endless fragments', 'protocol', /: Too many message fragments \(after the upgrade\)$/],
    ['text that is no UTF-8', 'protocol', /invalid UTF-8 sequence/],
    ['a flood of pings', 'protocol', 'more than 500 pings'],
    [
      'chatter without an end',
      'answer',
      /^no message within 300ms .*; \d+ others came, the last "another"$|^more messages than are looked at/,
    ],
    ['a close with 1011', 'answer', 'closed by the server with 1011 "boom" (exchange 1 of 1: keyword "pong")'],
    ['a close with a code that there is not', 'protocol', /invalid status code 1005/],
    ['an end without a Close frame', 'reset', /^connection ended without a Close frame/],
    ['a hang-up', 'reset', /^connection closed by /],
    ['no upgrade', 'timeout', 'no answer within 300ms (waiting for the first byte)'],
    ['silence after the upgrade', 'timeout', 'no message within 300ms (exchange 1 of 1: keyword "pong"); none came'],
  ] as const)('is NG: %s', async (name, code, message) => {
    const behaviour = HOSTILE[name];
    if (behaviour === undefined) throw new Error(`there is no ${name}`);

    const verdict = await run(await hostileServer(behaviour), PING, {
      timeoutMs: /^no |silence|chatter/.test(name) ? 300 : BASE.timeoutMs,
    });

    expect(verdict.reason?.message).toEqual(typeof message === 'string' ? message : expect.stringMatching(message));
    if (name !== 'chatter without an end') expect(verdict.reason?.code).toBe(code);
  });

  it('leaves none of the ways out', () => expect(Object.keys(HOSTILE)).toHaveLength(21));

  it('shows the beginning of a page, made safe to print', async () => {
    const verdict = await run(await hostileServer(HOSTILE['a status of 403'] as never), PING);
    expect(verdict).toMatchObject({ status: 403, excerpt: 'no way ␛!' });
  });

  it('is NG where a pong is wanted and none comes', async () => {
    const url = await hostileServer(HOSTILE['silence after the upgrade'] as never);
    const verdict = await run(url, [], { target: { ping: true }, timeoutMs: 300 });

    expect(verdict.reason).toEqual({ code: 'timeout', message: 'no answer within 300ms (waiting for a pong)' });
  });
});
