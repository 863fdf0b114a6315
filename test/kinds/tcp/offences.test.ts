import { describe, expect, it } from 'vitest';
import { NO_PHASES } from '#core/verdict/phases.ts';
import { tcpOffences } from '#kinds/tcp/offences.ts';
import { tcpProbe } from '#kinds/tcp/probe.ts';
import { tcpCheck } from '../checks.ts';
import { DATE, judge } from '../proving.ts';

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
