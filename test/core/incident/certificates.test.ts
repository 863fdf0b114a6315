import { describe, expect, it } from 'vitest';
import { DEFAULT_POLICY, type IncidentPolicy } from '#core/check/incident-policy.ts';
import { sift } from '#core/incident/quiet.ts';
import type { IncidentStore } from '#core/incident/store.ts';
import { trackRun } from '#core/incident/track-run.ts';
import type { Verdict } from '#core/verdict/verdict.ts';
import { type Letter, runAt, SETTLE_MS, START, verdictOf } from './answers.ts';
import { memoryStore } from './memory-store.ts';

/** `1`, `2`: NG only because that certificate is about to end · `a`, `b`: OK with these certificates · letters as always. */
function answer(letter: string, name: string): Verdict {
  if (/[NOFf]/.test(letter)) return verdictOf(letter as Letter, name);
  const certificate = { daysLeft: 9, fingerprint: `fp-${letter}` };
  if (/[a-z]/.test(letter)) return { ...verdictOf('O', name), certificate };
  const reason = { code: 'certificate', message: 'the certificate ends in 9 days, wanted 21 or more' } as const;
  return { ...verdictOf('N', name), reason, certificate };
}

const RUN = { trigger: 'schedule', shard: '5m-0', concurrency: 40, region: 'here' } as const;

type Asked = { readonly store: IncidentStore; readonly delivery?: string; readonly policy?: Partial<IncidentPolicy> };

/** What a run of these checks tells: `opened fp-1: a, b`. */
async function tell(minute: number, letters: Readonly<Record<string, string>>, { store, delivery, policy }: Asked) {
  const run = { ...RUN, ...runAt(minute, delivery) };
  const verdicts = Object.entries(letters).map(([name, letter]) => answer(letter, name));
  const { counting } = await sift(run, verdicts, { checks: [] });
  const { transitions, trouble } = await trackRun({
    run,
    verdicts: counting,
    policyOf: () => ({ ...DEFAULT_POLICY, ...policy }),
    now: START + minute * 60_000,
    settleMs: SETTLE_MS,
    store,
  });
  expect(trouble).toBeNull();
  return transitions.map(({ type, check, checks }) => {
    return `${type} ${check.replace(/^\(certificate (.*)\)$/, '$1')}${checks ? `: ${checks.join(', ')}` : ''}`;
  });
}

/** Each minute's letters, check by check, and what is told of them. */
const stories: readonly { readonly why: string; readonly runs: readonly Record<string, string>[]; told: string[][] }[] =
  [
    {
      why: 'two checks with one certificate are told of once, and once when it is renewed',
      runs: [
        { x: '1', y: '1' },
        { x: '1', y: '1' },
        { x: '1', y: '1' },
        { x: 'b', y: 'b' },
        { x: 'b', y: 'b' },
      ],
      told: [[], ['opened fp-1: x, y'], [], ['recovered fp-1: x, y'], []],
    },
    {
      why: 'a check that comes to see it later says nothing new',
      runs: [
        { x: '1', y: 'b' },
        { x: '1', y: 'b' },
        { x: '1', y: '1' },
        { x: '1', y: '1' },
      ],
      told: [[], ['opened fp-1: x'], [], []],
    },
    {
      why: 'another shard that sees it says nothing new',
      runs: [{ x: '1' }, { x: '1' }, { z: '1' }, { z: '1' }],
      told: [[], ['opened fp-1: x'], [], []],
    },
    {
      why: 'it is not over as long as one check of the run sees it',
      runs: [
        { x: '1', y: '1' },
        { x: '1', y: '1' },
        { x: 'b', y: '1' },
        { x: 'b', y: 'b' },
      ],
      told: [[], ['opened fp-1: x, y'], [], ['recovered fp-1: y']],
    },
    {
      why: 'a certificate renewed by one that ends soon too',
      runs: [{ x: '1' }, { x: '1' }, { x: '2' }, { x: '2' }, { x: 'b' }],
      told: [[], ['opened fp-1: x'], ['recovered fp-1: x'], ['opened fp-2: x'], ['recovered fp-2: x']],
    },
    {
      why: 'an outage in between is one of its own, and says nothing of the certificate',
      runs: [{ x: '1' }, { x: '1' }, { x: 'N' }, { x: 'N' }, { x: '1' }, { x: 'b' }],
      told: [[], ['opened fp-1: x'], [], ['opened x'], ['recovered x'], ['recovered fp-1: x']],
    },
    {
      why: 'a run that could not check says nothing of it either',
      runs: [{ x: '1' }, { x: '1' }, { x: 'F' }, { x: '1' }],
      told: [[], ['opened fp-1: x'], [], []],
    },
    {
      why: 'an OK is enough: less is wanted now',
      runs: [{ x: '1' }, { x: '1' }, { x: 'O' }],
      told: [[], ['opened fp-1: x'], ['recovered fp-1: x']],
    },
    {
      why: 'a run without the checks that saw it leaves it open',
      runs: [{ x: '1' }, { x: '1' }, { z: 'O' }, { x: 'b' }],
      told: [[], ['opened fp-1: x'], [], ['recovered fp-1: x']],
    },
  ];

describe('a certificate that is about to end', () => {
  it.each(stories)('$why', async ({ runs, told }) => {
    const store = memoryStore();
    const heard: string[][] = [];
    for (const [minute, letters] of runs.entries()) {
      const news = await tell(minute, letters, { store });
      expect(await tell(minute, letters, { store }), 'asked again').toEqual(news);
      expect(await tell(minute, letters, { store, delivery: 'b' }), 'delivered twice').toEqual([]);
      heard.push(news);
    }
    expect(heard).toEqual(told);
  });

  it('is forgotten some time after it was renewed', async () => {
    const store = memoryStore();
    for (const [minute, letter] of ['1', '1', 'b'].entries()) await tell(minute, { x: letter }, { store });
    expect(store.states.size).toBe(1);
    await tell(3 + SETTLE_MS / 60_000, { x: 'b' }, { store });
    expect(store.states.size).toBe(0);
  });

  it('keeps to the thresholds of the first check that shows it, but is no news each time', async () => {
    const store = memoryStore();
    const policy = { failureThreshold: 1, notify: 'every', remindEveryMs: 120_000 } as const;
    const told = [];
    for (const minute of [0, 1, 2]) told.push(await tell(minute, { x: '1' }, { store, policy }));
    expect(told).toEqual([['opened fp-1: x'], [], ['reminder fp-1: x']]);
  });

  it('is told once by runs that overlap', async () => {
    const store = memoryStore();
    await tell(0, { x: '1' }, { store });
    const together = [1, 2, 3].map((minute) => tell(minute, { [`c${minute}`]: '1' }, { store }));
    expect((await Promise.all(together)).flat()).toHaveLength(1);
  });

  it('is the reason of the check itself where no certificate was seen', async () => {
    const store = memoryStore();
    const reason = { code: 'certificate', message: 'no certificate' } as const;
    const { counting } = await sift({ ...RUN, ...runAt(0) }, [{ ...verdictOf('N'), reason }], { checks: [] });
    expect(counting.map(({ name, outcome }) => `${name} ${outcome}`)).toEqual(['orders-api NG']);
    expect(store.states.size).toBe(0);
  });
});
