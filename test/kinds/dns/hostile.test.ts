import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { describe, expect, it } from 'vitest';
import { type DnsType, TYPES } from '#kinds/dns/check.ts';
import { replyOf } from '#kinds/dns/reply.ts';
import { BrokenMessage } from '#kinds/dns/wire/broken-message.ts';
import { readMessage } from '#kinds/dns/wire/message.ts';
import { randomOf } from '../http/probe/answers/mutations.ts';
import { tcpServer } from '../servers.ts';
import { whenOver } from '../when-over.ts';
import { runDns } from './checks.ts';
import { HOSTILE, STREAMS } from './hostile.ts';
import { a, answer, cname, plain, queryIn, udpServer } from './servers.ts';

const expect1 = { ttl: { is: '>=', seconds: 1 }, records: ['192.0.2.1'] } as const;

describe('over UDP', () => {
  it.each(Object.entries(HOSTILE))('%s', async (_, [behaviour, wanted]) => {
    const port = await udpServer((query) => behaviour(query, 'udp'));
    const { reason } = await runDns(port, {}, { timeoutMs: wanted?.[0] === 'timeout' ? 200 : 2_000, expect: expect1 });

    if (wanted === null) expect(reason).toBeNull();
    else expect(reason).toEqual({ code: wanted[0], message: expect.toSatisfy(like(wanted[1])) });
  });

  it('what comes from another port is none of the answer', async () => {
    const other = createSocket('udp4');
    whenOver(() => void other.close());
    const server = createSocket('udp4');
    whenOver(() => void server.close());
    server.on('message', (raw, { port, address }) => {
      const query = queryIn(raw);
      other.send(answer(query, [a('ok.test', '6.6.6.6')]), port, address, () => {
        for (const message of plain(query, 'udp')) server.send(message, port, address);
      });
    });
    server.bind(0, '127.0.0.1');
    await once(server, 'listening');

    const verdict = await runDns(server.address().port, {}, { expect: { records: ['192.0.2.1'] } });
    expect(verdict.reason).toBeNull();
  });

  it('where nobody is there that is said at once', async () => {
    const gone = createSocket('udp4').bind(0, '127.0.0.1');
    await once(gone, 'listening');
    const { port } = gone.address();
    gone.close();
    await once(gone, 'close');

    const { reason } = await runDns(port);
    expect(reason).toEqual({ code: 'refused', message: `connection refused by 127.0.0.1:${port}` });
  });

  it('control characters of a server are shown, and never sent to a terminal', async () => {
    const port = await udpServer((query) => [
      answer(query, [{ type: 'TXT', name: 'ok.test', data: ['\u001b[31m\u202e', Buffer.from([0xff])] }]),
    ]);
    const verdict = await runDns(port, { type: 'TXT' }, { expect: { records: ['a'] } });

    expect(verdict.reason?.message).toBe('TXT is "\\027[31m\\226\\128\\174\\255", wanted "a"');
    expect(JSON.stringify(verdict)).toMatch(/^[ -~]*$/);
  });
});

describe('over TCP', () => {
  it.each(Object.entries(STREAMS))('%s', async (_, [send, ends, wanted]) => {
    const port = await tcpServer((socket) => {
      socket.once('data', (chunk) => {
        for (const bytes of send(queryIn(chunk.subarray(2)))) socket.write(bytes);
        if (ends) socket.end();
      });
    });
    const timeoutMs = wanted?.[0] === 'timeout' ? 200 : 2_000;
    const { reason } = await runDns(port, { over: 'tcp' }, { timeoutMs, expect: expect1 });

    if (wanted === null) expect(reason).toBeNull();
    else expect(reason).toEqual({ code: wanted[0], message: expect.toSatisfy(like(wanted[1])) });
  });
});

function like(wanted: string | RegExp): (message: unknown) => boolean {
  return (message) => (typeof wanted === 'string' ? message === wanted : wanted.test(String(message)));
}

it('any message is read or refused, and shown in printable characters', () => {
  const random = randomOf(11);
  const sound = soundAnswer();
  const texts = Array.from({ length: 20_000 }, () => textsIn(mutated(sound, random)));
  const read = texts.filter((one) => one !== null);

  expect(read.flat().filter((text) => !/^[ -~]*$/.test(text))).toEqual([]);
  expect(read.length).toBeGreaterThan(1_000);
  expect(texts.length - read.length).toBeGreaterThan(1_000);
});

function soundAnswer(): Buffer {
  const query = queryIn(Buffer.from('000101000001000000000000026f6b04746573740000010001', 'hex'));
  const soa = { mname: 'ns.test', rname: 'h.test', serial: 1, refresh: 1, retry: 1, expire: 1, minimum: 1 };
  return answer(query, [
    cname('ok.test', 'b.test'),
    a('b.test', '192.0.2.1'),
    { type: 'MX', name: 'b.test', data: { preference: 1, exchange: 'mx.b.test' } },
    { type: 'TXT', name: 'b.test', data: ['a', 'bc'] },
    { type: 'SOA', name: 'b.test', data: soa },
    { type: 'UNKNOWN_65' as never, name: 'b.test', data: Buffer.from('000100000100030268320003000201bb', 'hex') },
    { type: 'CAA', name: 'b.test', data: { flags: 0, tag: 'issue', value: 'ca.test' } as never },
  ]);
}

function mutated(sound: Buffer, random: () => number): Buffer {
  const pick = (below: number): number => Math.floor(random() * below);
  const bytes = Buffer.from(sound.subarray(0, random() < 0.1 ? 1 + pick(sound.length) : sound.length));
  for (let left = 1 + pick(4); left > 0; left -= 1) bytes[pick(bytes.length)] = pick(256);
  return bytes;
}

const WAY = { server: 'a', truncated: false, tries: 1 };

/** What is shown of a message, by every type that it may have been asked for; null where it is refused. */
function textsIn(bytes: Buffer): readonly string[] | null {
  try {
    const message = readMessage(bytes);
    const name = message.question?.name ?? 'ok.test.';
    return (Object.keys(TYPES) as DnsType[]).flatMap((type) => {
      const question = { name, type, recursion: true, wantsAuthentic: false };
      const { records, aliases } = replyOf(message, question, WAY);
      return [...records.map(({ text }) => text), ...aliases];
    });
  } catch (error) {
    if (error instanceof BrokenMessage) return null;
    throw error;
  }
}
