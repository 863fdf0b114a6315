import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BUDGETS } from '#core/contract.ts';
import type { Verdict } from '#core/verdict/verdict.ts';
import { type HttpOverrides, runHttp } from '../../../checks.ts';
import { OK, type Served, say, serve } from './serving.ts';
import { HOSTILE } from './targets.ts';

/** Of a target that hangs; one that answers has time for it on a busy machine. */
const DEADLINE_MS = 300;
const PATIENT: HttpOverrides = { timeoutMs: 10_000, connectTimeoutMs: 10_000 };
const IMPATIENT: HttpOverrides = { timeoutMs: DEADLINE_MS, connectTimeoutMs: DEADLINE_MS };
const AT_A_TIME = 8;

type Outcome = { readonly verdict: Verdict; readonly next: Verdict; readonly host: string };

const outcomes = new Map<string, Outcome>();
const served: Served[] = [];

beforeAll(async () => {
  const healthy = await serve({ serve: say(`${OK}Content-Length: 4\r\n\r\nfine`) });
  served.push(healthy);
  const left = Object.entries(HOSTILE);
  const work = async (): Promise<void> => {
    for (let one = left.pop(); one !== undefined; one = left.pop()) {
      const [name, hostile] = one;
      const target = await serve(hostile);
      served.push(target);
      const patience = hostile.code === 'timeout' ? IMPATIENT : PATIENT;
      const verdict = await runHttp(target.url, { ...patience, ...hostile.check });
      const next = await runHttp(healthy.url, { ...PATIENT, expect: { keyword: 'fine' } });
      outcomes.set(name, { verdict, next, host: target.host });
    }
  };
  await Promise.all(Array.from({ length: AT_A_TIME }, work));
}, 60_000);

// A connection that the checker left open keeps its server, and so this, from ending.
afterAll(() => Promise.all(served.map(({ close }) => close())), 10_000);

describe('a target that', () => {
  it.each(Object.entries(HOSTILE))('%s', (name, { code, message = /./ }) => {
    const { verdict, next, host } = outcomes.get(name) ?? expect.fail('it was not checked');
    const told = verdict.reason?.message.replaceAll(host, 'HOST') ?? '';
    expect({ code: verdict.reason?.code ?? null, told }).toEqual({
      code,
      told: code === null ? '' : expect.stringMatching(message),
    });
    expect(JSON.stringify(verdict)).not.toMatch(/\p{Cc}|\p{Cf}|\p{Cs}|\\u|\\[bfnrt]/u);
    expect(Buffer.byteLength(JSON.stringify(verdict))).toBeLessThanOrEqual(BUDGETS.verdictBytes);
    expect(next.outcome).toBe('OK');
  });
});
