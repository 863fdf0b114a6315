import { describe, expect, it } from 'vitest';
import type { Check } from '#core/check/check.ts';
import { NO_PHASES } from '#core/verdict/phases.ts';
import type { Seen } from '#core/verdict/verdict.ts';
import type { KindProbe } from '#kinds/kind.ts';
import { checker } from '#kinds/probing/checker.ts';
import { SYSTEM_EFFECTS } from '#kinds/probing/effects.ts';
import { tcpCheck } from '../checks.ts';

const SECRET = 'Tr0ub4dor-3';
const EFFECTS = { ...SYSTEM_EFFECTS, readReference: async () => SECRET };
const ANSWERED = { outcome: 'answered', phases: NO_PHASES, latencyMs: 1 };
const CHECK: Check = {
  ...tcpCheck({ host: 'h', port: 1 }),
  kind: 'any',
  target: { key: '${env:KEY}', pin: 'literal-9' },
};

/** A kind that says all that it knows wherever it can. */
const talkative = (reason: string | null, change: Partial<KindProbe<Check, typeof ANSWERED>> = {}) =>
  checker<Check, typeof ANSWERED>({
    observe: async () => ANSWERED,
    judge: () => (reason === null ? null : { code: 'answer', message: reason }),
    warn: () => `warned of ${SECRET}`,
    seen: () => ({ word: SECRET, days: 3, steps: [1, 2] }),
    evidence: async () => ({
      secretsIn: () => [{ place: 'pin', secret: 'literal-9' }],
      shown: () => ({ excerpt: `got ${SECRET}`, command: `ask --pin literal-9 --key ${SECRET}` }),
    }),
    ...change,
  });

const ask = (check: ReturnType<typeof talkative>) => check({ check: CHECK, previous: { attempts: 0 } }, EFFECTS);

describe('the one checker', () => {
  it('redacts all that a kind says of an NG', async () => {
    expect(await ask(talkative(`wanted literal-9, got ${SECRET}`))).toMatchObject({
      outcome: 'NG',
      reason: { code: 'answer', message: 'wanted ***, got ***' },
      excerpt: 'got ***',
      curl: 'ask --pin *** --key ***',
      seen: { word: '***', days: 3, steps: [1, 2] },
    });
  });

  it('redacts all that a kind says of an OK, which has neither excerpt nor command', async () => {
    const verdict = await ask(talkative(null));

    expect(verdict).toMatchObject({ outcome: 'OK', degraded: true, warning: 'warned of ***', seen: { word: '***' } });
    expect(JSON.stringify(verdict)).not.toMatch(/got|ask/);
  });

  it('hands the kind its target resolved, and as it was written', async () => {
    const targets: unknown[] = [];
    await ask(
      talkative(null, {
        observe: async ({ target }, _, written) => {
          targets.push(target, written);
          return ANSWERED;
        },
      }),
    );

    expect(targets).toEqual([{ key: SECRET, pin: 'literal-9' }, CHECK.target]);
  });

  it('hides a secret that the kind makes on the way', async () => {
    const token = 'made-on-the-way';
    const verdict = await ask(
      talkative(`the token ${token} was refused`, {
        observe: async (_, effects) => {
          effects.hide?.(token);
          return ANSWERED;
        },
      }),
    );

    expect(verdict.reason?.message).toBe('the token *** was refused');
  });

  it('throws a fault of ours without secrets', async () => {
    const failing = talkative(null, {
      observe: async () => {
        throw Object.assign(new TypeError(`no such ${SECRET}, nor literal-9`), { SECRET });
      },
    });

    await expect(ask(failing)).rejects.toMatchObject({ name: 'TypeError', message: 'no such ***, nor ***' });
  });

  it.each<[Seen, boolean]>([
    [{ a: 'x'.repeat(180) }, true],
    [{ a: 'x'.repeat(200) }, false],
  ])('shows what was seen as long as it is short', async (seen, isShown) => {
    expect(Object.hasOwn(await ask(talkative(null, { seen: () => seen })), 'seen')).toBe(isShown);
  });
});
