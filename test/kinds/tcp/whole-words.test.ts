import { expect, it, vi } from 'vitest';
import { wholeWords } from '#kinds/tcp/whole-words.ts';
import { traced } from '../traced.ts';
import { answering, talkCheck } from './talk.ts';

const byte = (letter: string): number | undefined => Buffer.from(letter)[0];

it.each([
  ['+PONG\r\n', '', '', '+PONG\r\n'],
  ['\r\n250 ok', 'x', '', '\r\n250 ok'],
  ['mx ready', ' ', '', 'mx ready'],
  ['sh and more', 'u', '', '… and more'],
  ['no hu', '', 's', 'no …'],
  ['no hush', '', '\r', 'no hush'],
  ['sh no hu', 'u', 's', '… no …'],
  ['us', 'h', 'h', '…'],
  ['ush', 'h', '', '…'],
  ['hus', '', 'h', '…'],
  ['', 'h', '', ''],
])('%j between %j and %j is %j', (part, before, after, whole) => {
  expect(wholeWords(Buffer.from(part), byte(before), byte(after)).toString()).toBe(whole);
});

it('a secret that is said back is hidden also where an item takes the half of it', async () => {
  const secret = 'open-sesame-9';
  vi.stubEnv('ROLLCALL_TCP_SECRET', secret);
  const port = await answering((said) => `no: ${said}\r\n`);
  const exchange = [
    { send: 'AUTH ${env:ROLLCALL_TCP_SECRET}', expect: { matches: 'open-se' } },
    { expect: 'sa' },
    { expect: '+OK' },
  ];
  const { verdict, trace } = await traced(talkCheck({ port, timeout: '300ms', exchange }));

  expect(verdict.reason?.message).toBe('"…␍␊" came within 300ms, wanted "+OK" (exchange 3 of 3)');
  const told = JSON.stringify([verdict, trace]);
  expect(told).toContain('no: AUTH …');
  expect(told).not.toMatch(/n-se(?!")|same/);
});

it('what one item took the beginning of is whole for the next', async () => {
  const port = await answering(() => '+PONG\r\n');
  const { verdict, trace } = await traced(
    talkCheck({ port, exchange: [{ send: 'x', expect: '+PO' }, { expect: 'NG' }] }),
  );

  expect(verdict.reason).toBeNull();
  expect(trace.expectations.at(-1)?.text).toBe('"…␍␊" came, wanted "NG" (exchange 2 of 2)');
});
