import type { Socket } from 'node:net';
import { expect, it } from 'vitest';
import { endAttempt, startAttempt } from '#kinds/probing/attempt.ts';
import { connectTcp } from '#kinds/probing/connect-tcp.ts';
import { SYSTEM_EFFECTS } from '#kinds/probing/effects.ts';
import { type Look, openInbound, readUntil } from '#kinds/probing/read-until.ts';
import { tcpServer } from '../servers.ts';

/** What comes of each of these, read one after the other from a server that does `say`. */
async function reads(say: (socket: Socket) => void, looks: readonly Look[], timeoutMs = 5000, most?: number) {
  const port = await tcpServer(say);
  const attempt = startAttempt({ timeoutMs, connectTimeoutMs: timeoutMs }, SYSTEM_EFFECTS);
  try {
    const socket = await connectTcp({ host: '127.0.0.1', port }, attempt);
    if ('code' in socket) throw new Error(socket.message);
    attempt.doing = 'waiting for words';
    const inbound = openInbound(socket, attempt, most);
    socket.write('go');
    const outcomes: unknown[] = [];
    for (const look of looks) {
      const read = await readUntil(inbound, look, attempt);
      outcomes.push('code' in read ? [read.code, read.message.replace(/:\d+/, '')] : [read.outcome, `${read.bytes}`]);
    }
    return { outcomes, left: String(inbound.close()), heard: attempt.received };
  } finally {
    endAttempt(attempt);
  }
}

const upTo = (text: string): Look => {
  return (held) => {
    const at = held.indexOf(text);
    return at === -1 ? null : at + text.length;
  };
};

it('takes what is waited for, whatever packets it comes in, and keeps the rest', async () => {
  const one = await reads((socket) => socket.write('+OK\n+PONG\nrest'), [upTo('OK\n'), upTo('PONG\n')]);
  const bytes = await reads(
    (socket) => {
      for (const byte of '+OK\n+PONG\n') socket.write(byte);
    },
    [upTo('OK\n'), upTo('PONG\n')],
  );

  expect(one).toEqual({
    outcomes: [
      ['found', '+OK\n'],
      ['found', '+PONG\n'],
    ],
    left: 'rest',
    heard: 14,
  });
  expect(bytes).toEqual({ ...one, left: '', heard: 10 });
});

it.each([
  ['ends before', (socket: Socket) => socket.end('half'), ['ended', 'half']],
  ['says nothing and ends', (socket: Socket) => socket.end(), ['ended', '']],
  [
    'breaks the connection',
    (socket: Socket) => socket.once('data', () => socket.resetAndDestroy()),
    ['reset', 'connection reset by 127.0.0.1 (waiting for words)'],
  ],
] as const)('says what came of a peer that %s', async (_, say, outcome) => {
  expect((await reads((socket) => void say(socket), [upTo('\n')])).outcomes).toEqual([outcome]);
});

it('still finds what came before the peer ended', async () => {
  const { outcomes } = await reads((socket) => socket.end('a\nb\n'), [upTo('a\n'), upTo('b\n'), upTo('c\n')]);
  expect(outcomes).toEqual([
    ['found', 'a\n'],
    ['found', 'b\n'],
    ['ended', ''],
  ]);
});

it('listens to no more than it keeps', async () => {
  const { outcomes, heard } = await reads((socket) => flood(socket), [upTo('\n')], 5000, 1000);

  expect(outcomes).toEqual([['full', expect.stringMatching(/^x{1000,}$/)]]);
  expect(heard).toBeLessThan(200_000);
});

function flood(socket: Socket): void {
  if (!socket.destroyed) socket.write('x'.repeat(65_536), (error) => (error ? undefined : flood(socket)));
}

it('ends at the deadline of a peer that goes on for ever, a byte at a time', async () => {
  const { outcomes } = await reads(
    (socket) => {
      const drip = setInterval(() => socket.write('.'), 20);
      socket.once('close', () => clearInterval(drip));
    },
    [upTo('\n')],
    200,
  );
  expect(outcomes).toEqual([['timeout', 'no answer within 200ms (waiting for words)']]);
});

it('looks seldom when looking is slow, and once more at the end', async () => {
  let looks = 0;
  const slow: Look = () => {
    looks += 1;
    for (const until = performance.now() + 5; performance.now() < until; );
    return null;
  };
  const { outcomes } = await reads(
    (socket) => {
      let left = 40;
      const drip = setInterval(() => (left-- > 0 ? socket.write('.') : socket.end('!', () => clearInterval(drip))), 2);
    },
    [slow],
  );
  expect(outcomes).toEqual([['ended', `${'.'.repeat(40)}!`]]);
  expect(looks).toBeLessThan(10);
});
