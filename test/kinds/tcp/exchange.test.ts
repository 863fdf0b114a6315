import { describe, expect, it } from 'vitest';
import { tcpServer } from '../servers.ts';
import { traced } from '../traced.ts';
import { type Asked, answering, outcomeOf, talk, talkCheck } from './talk.ts';

const PING: Asked['exchange'] = [{ send: 'PING\r\n' }, { expect: '+PONG' }];
const redis = (said: string): string => (said === 'PING\r\n' ? '+PONG\r\n' : `-ERR unknown command '${said}'\r\n`);

describe('a server that answers', () => {
  it.each<[string, Asked['exchange'], string]>([
    ['what is wanted', PING, 'OK'],
    ['what is wanted, in one item', [{ send: 'PING\r\n', expect: '+PONG\r\n' }], 'OK'],
    ['the bytes that are wanted', [{ hex: '50494e470d0a', expect: { hex: '2b 50:4f4e47' } }], 'OK'],
    ['what a regex matches', [{ send: 'PING\r\n', expect: { matches: '^\\+P[A-Z]+G\\r\\n$' } }], 'OK'],
    ['once and again', [...PING, ...PING], 'OK'],
    ['nothing that anybody waits for', [{ send: 'PING\r\n' }], 'OK'],
    [
      'something else',
      [{ send: 'PONG', expect: '+PONG' }],
      'answer: "-ERR unknown command \'PONG\'␍␊" came within 300ms, wanted "+PONG" (exchange 1 of 1)',
    ],
    [
      'something else, and bytes are wanted',
      [{ send: 'x' }, { expect: { hex: '00ff' } }],
      'answer: "-ERR unknown command \'x\'␍␊" came within 300ms, wanted "\\x00\\xff" (exchange 2 of 2)',
    ],
    [
      'what a regex does not match',
      [{ send: 'PING\r\n', expect: { matches: '^PONG' } }],
      'answer: "+PONG␍␊" came within 300ms, wanted what matches "^PONG" (exchange 1 of 1)',
    ],
    [
      'once, and then no more',
      [...PING, { expect: { text: '+PONG' } }],
      'answer: "␍␊" came within 300ms, wanted "+PONG" (exchange 3 of 3)',
    ],
  ])('%s', async (_, exchange, outcome) => {
    const port = await answering(redis);
    const verdict = await talk({ port, exchange, ...(outcome.includes('300ms') && { timeout: '300ms' }) });
    expect(outcomeOf(verdict)).toBe(outcome);
  });

  it('in bytes that are no text, shown with the letters among them', async () => {
    const port = await answering(() => Buffer.from('4a0000000a382e302e33360041c3a9', 'hex'));
    const verdict = await talk({ port, timeout: '300ms', exchange: [{ send: 'x', expect: { hex: '02' } }] });
    expect(outcomeOf(verdict)).toBe(
      'answer: "J\\x00\\x00\\x00\\x0a8.0.36\\x00Aé" came within 300ms, wanted "␂" (exchange 1 of 1)',
    );
  });

  it('across packets, each byte in its own, without a line break', async () => {
    const port = await tcpServer((socket) => {
      const bytes = [...'SSH-2.0-x'];
      const next = (): void => void (bytes.length > 0 && socket.write(bytes.shift() ?? '', () => setImmediate(next)));
      next();
    });
    const [text, regex] = await Promise.all(
      (['SSH-2.0-x', { matches: '^SSH-2\\.0-x' }] as const).map((wanted) =>
        talk({ port, exchange: [{ expect: wanted }] }),
      ),
    );
    expect([text?.reason, regex?.reason]).toEqual([null, null]);
  });

  it('more at once than one item waits for: the rest is for the next', async () => {
    const port = await answering(() => null, '220 mx\r\n250 ok\r\n');
    const exchange = [{ expect: { matches: '(?m)^220 .*$' } }, { expect: '\n250 ' }, { expect: 'ok\r\n' }];
    expect(outcomeOf(await talk({ port, exchange }))).toBe('OK');
  });

  it('letters beyond ASCII: as text by UTF-8, for a regex byte by byte', async () => {
    const port = await answering(() => null, 'é!');
    expect(outcomeOf(await talk({ port, exchange: [{ expect: 'é!' }] }))).toBe('OK');
    expect(outcomeOf(await talk({ port, exchange: [{ expect: { matches: '^\\xc3\\xa9!$' } }] }))).toBe('OK');
  });
});

describe('a server that falls short', () => {
  it.each<[string, Parameters<typeof tcpServer>[0], Asked, string]>([
    ['says nothing', () => undefined, {}, 'timeout: no answer within 300ms (exchange 2 of 2: "+PONG"); nothing came'],
    [
      'closes at once',
      (socket) => socket.end(),
      { exchange: [{ expect: '+PONG' }] },
      'reset: connection closed by HOST (exchange 1 of 1: "+PONG"); nothing came',
    ],
    [
      'closes after other words',
      (socket) => socket.end('421 too many connections\r\n'),
      { exchange: [{ expect: '220 ' }] },
      'reset: connection closed by HOST (exchange 1 of 1: "220 "); "421 too many connections␍␊" came',
    ],
    [
      'closes before the next thing is said',
      (socket) => socket.end('220 mx\r\n'),
      { exchange: [{ expect: '220 mx\r\n' }, { expect: '\n' }, { send: 'EHLO me\r\n' }] },
      'reset: connection closed by HOST (exchange 2 of 3: "␊"); nothing came',
    ],
  ])('%s', async (_, serve, asked, outcome) => {
    const port = await tcpServer(serve);
    expect(outcomeOf(await talk({ port, timeout: '300ms', exchange: PING, ...asked }))).toBe(outcome);
  });
});

describe('end: true', () => {
  it('closes our side behind the last thing sent, and reads to the end', async () => {
    const port = await tcpServer((socket) => {
      let heard = '';
      socket.on('data', (data) => {
        heard += data;
      });
      socket.on('end', () => socket.end(`heard ${heard.length}\n`));
    });
    const exchange: Asked['exchange'] = [{ send: 'abc' }, { send: 'def', expect: 'heard 6\n' }];
    const verdict = await talk({ port, exchange, end: true });

    expect(outcomeOf(verdict)).toBe('OK');
    expect(verdict.seen).toMatchObject({ bytes: 8 });
  });

  it('closes at once where nothing is sent', async () => {
    const port = await tcpServer((socket) => void socket.once('end', () => socket.end('bye')));
    expect(outcomeOf(await talk({ port, exchange: [{ expect: 'bye' }], end: true }))).toBe('OK');
  });

  it('is OK whatever comes behind what is waited for, up to the end', async () => {
    const port = await answering(() => '+PONG\r\nand more\r\n');
    const verdict = await talk({ port, exchange: PING, end: true });
    expect([outcomeOf(verdict), verdict.seen?.['bytes']]).toEqual(['OK', 17]);
  });
});

it('counts what it took: phases, steps, bytes', async () => {
  const verdict = await talk({ port: await answering(redis), exchange: PING }, { degraded: { firstByte: '1ms' } });
  const { phases, seen } = verdict;

  for (const phase of ['connect', 'firstByte', 'download'] as const) expect(phases[phase]).toBeGreaterThanOrEqual(0);
  expect(phases.tls).toBeNull();
  expect(seen).toEqual({ steps: [expect.any(Number), expect.any(Number)], bytes: 7 });
});

it('is degraded by what its owner calls slow, and NG beyond its latency', async () => {
  const port = await answering(redis);
  let ticks = 0;
  const now = (): number => {
    ticks += 30;
    return ticks;
  };
  expect(await talk({ port, exchange: PING }, { degraded: { firstByte: '20ms' } }, { now })).toMatchObject({
    outcome: 'OK',
    degraded: true,
  });
  expect((await talk({ port, exchange: PING }, { expect: { latency: '50ms' } }, { now })).reason?.message).toMatch(
    /^latency \d+ ms, wanted 50 ms or less$/,
  );
});

it('shows what was said to who asks, and what each item came to', async () => {
  const port = await answering(redis);
  const { trace, text } = await traced(talkCheck({ port, exchange: [...PING, { hex: '00', expect: '-ERR' }] }));

  expect(text).toContain('> PING\n< +PONG');
  expect(text).toContain('> \\x00\n< ');
  expect(trace.expectations).toEqual([
    { isHeld: true, text: 'a connection is made' },
    { isHeld: true, text: '"+PONG␍␊" came, wanted "+PONG" (exchange 2 of 3)' },
    { isHeld: true, text: expect.stringMatching(/came, wanted "-ERR" \(exchange 3 of 3\)$/) },
  ]);
});
