import { describe, expect, it } from 'vitest';
import { NO_PHASES } from '#core/verdict/phases.ts';
import { tcpOffences } from '#kinds/tcp/offences.ts';
import { tcpProbe } from '#kinds/tcp/probe.ts';
import { tcpCheck } from '../checks.ts';
import { DATE, judge, named, proofOf } from '../proving.ts';
import { talkCheck } from './talk.ts';

const EFFECTS = { date: () => DATE };

it('makes up a connection that a check of a latency accepts', async () => {
  const check = tcpCheck({ host: 'h', port: 1 }, { expect: { latencyMs: 5 } });

  expect(await judge(tcpOffences.madeUp(check, DATE), check)).toBeNull();
});

describe('a connection', () => {
  const check = tcpCheck({ host: 'h', port: 1 });

  it('that failed is NG for what failed', () => {
    const reason = { code: 'refused', message: 'connection refused by a:1' } as const;
    const failure = { outcome: 'failure', reason, status: null, phases: NO_PHASES, latencyMs: 1 } as const;

    expect(tcpProbe.judge(failure, check, EFFECTS)).toBe(reason);
  });

  it.each([
    [30, null],
    [29, { code: 'latency', message: 'latency 30 ms, wanted 29 ms or less' }],
  ])('of 30 ms, wanted within %s ms', (latencyMs, reason) => {
    const connected = { outcome: 'connected', phases: NO_PHASES, latencyMs: 30 } as const;

    expect(tcpProbe.judge(connected, { ...check, expect: { latencyMs } }, EFFECTS)).toEqual(reason);
  });
});

describe('an exchange', () => {
  it.each<[expected: NonNullable<Item['expect']>, noticed: boolean]>([
    ['+PONG', true],
    [{ hex: '20020000' }, true],
    [{ matches: '^SSH-2\\.0-' }, true],
    [{ matches: '(?m)^250 \\x53TARTTLS\\r$' }, true],
    // An error that is wanted is no offence.
    ['-NOAUTH', true],
    [{ matches: '^HTTP/1\\.1 4' }, true],
    ['\r\n', false],
    [{ matches: '(?i)err' }, false],
    [{ matches: '.' }, false],
  ])('that waits for %j', async (expected, noticed) => {
    const check = talkCheck({ exchange: [{ send: 'x' }, { expect: expected }] });
    const healthy = tcpOffences.madeUp(check, DATE);

    expect(await judge(healthy, check)).toBeNull();
    expect(await named(proofOf(check, healthy), 'OK')).toEqual(noticed ? [] : ['other-answer']);
    expect(await named(proofOf(check, healthy), 'NG')).toEqual(expect.arrayContaining(['no-answer', 'closed-early']));
  });

  it('is broken where it waits for something, and nowhere else', () => {
    const check = talkCheck({ exchange: [{ send: 'x' }, { expect: 'y' }, { send: 'z' }] });
    const names = tcpOffences.trials(check, tcpOffences.madeUp(check, DATE), DATE).map(({ name }) => name);
    expect(names).toEqual(['no-answer', 'slow', 'other-answer', 'closed-early']);
  });
});

type Item = NonNullable<NonNullable<Parameters<typeof talkCheck>[0]['exchange']>>[number];
