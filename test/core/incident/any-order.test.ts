import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { IncidentPolicy } from '#core/incident/policy.ts';
import type { Transition } from '#core/incident/state.ts';
import { trackRun } from '#core/incident/track-run.ts';
import { type Letter, runAt, START, verdictOf } from './answers.ts';
import { type MemoryStore, memoryStore } from './memory-store.ts';

/** `arrives`: the minute in which the run has its verdict and asks. `isLost`: its answer is, so that it asks again. */
type Delivery = {
  readonly minute: number;
  readonly delivery: string;
  readonly letter: Letter;
  readonly arrives: number;
  readonly isLost: boolean;
};

const letters = fc.constantFrom<Letter>('O', 'O', 'N', 'N', 'N', 'F', 'f');

// Mostly in time; sometimes overtaken by a few; sometimes by more than anything is remembered (60 minutes).
const delays = fc.oneof(
  { weight: 6, arbitrary: fc.constant(0) },
  { weight: 3, arbitrary: fc.integer({ min: 1, max: 5 }) },
  { weight: 1, arbitrary: fc.integer({ min: 6, max: 130 }) },
);

const deliveries = fc
  .array(
    fc.record({
      minute: fc.integer({ min: 0, max: 90 }),
      delivery: fc.constantFrom('a', 'a', 'b'),
      letter: letters,
      delays: fc.array(delays, { minLength: 1, maxLength: 3 }),
      isLost: fc.boolean(),
    }),
    { minLength: 1, maxLength: 60 },
  )
  .map((runs) =>
    runs.flatMap(({ delays: each, ...run }) => each.map((late) => ({ ...run, arrives: run.minute + late }))),
  )
  .map(withOneVerdictARun)
  .map((all) => all.toSorted((one, other) => one.arrives - other.arrives));

/** However often a run is delivered, its verdict is the one that it has. */
function withOneVerdictARun(all: readonly Delivery[]): readonly Delivery[] {
  const verdicts = new Map<string, Letter>();
  for (const { minute, delivery, letter } of all) verdicts.set(`${minute}${delivery}`, letter);
  return all.map((one) => ({ ...one, letter: verdicts.get(`${one.minute}${one.delivery}`) ?? one.letter }));
}

const policies = fc.record({
  failureThreshold: fc.integer({ min: 1, max: 3 }),
  faultThreshold: fc.integer({ min: 1, max: 3 }),
  successThreshold: fc.integer({ min: 1, max: 3 }),
  remindEveryMs: fc.constantFrom(null, 60_000, 300_000),
  notify: fc.constantFrom('transitions' as const, 'every' as const),
});

type Heard = Transition & { readonly runId: string };

async function ask(
  one: Delivery,
  policy: IncidentPolicy,
  store: Parameters<typeof trackRun>[0]['store'],
): Promise<Heard[]> {
  const run = runAt(one.minute, one.delivery);
  const now = START + one.arrives * 60_000;
  const { transitions } = await trackRun({
    run,
    verdicts: [verdictOf(one.letter)],
    policyOf: () => policy,
    now,
    store,
  });
  return transitions.map((transition) => ({ ...transition, runId: run.id }));
}

/** Delivers up to three runs at a time, their reads and writes in any order, and hears what is not lost. */
async function hear(all: readonly Delivery[], policy: IncidentPolicy, store: MemoryStore, scheduler: fc.Scheduler) {
  const heard: Heard[] = [];
  const slow = { load: scheduler.scheduleFunction(store.load), save: scheduler.scheduleFunction(store.save) };
  for (let at = 0; at < all.length; at += 3) {
    const together = all.slice(at, at + 3);
    const answers = together.map((one) => ask(one, policy, slow));
    await scheduler.waitFor(Promise.all(answers));
    for (const [index, one] of together.entries()) {
      const answer = one.isLost ? await ask(one, policy, store) : ((await answers[index]) ?? []);
      heard.push(...answer);
    }
  }
  return heard;
}

const keyOf = ({ kind, since }: Transition) => `${kind} since ${since}`;

/** Which runs told this of each incident; a run that is asked twice counts once. */
function tellers(heard: readonly Heard[], type: Transition['type']): Map<string, Set<string>> {
  const runs = new Map<string, Set<string>>();
  for (const news of heard.filter((one) => one.type === type)) {
    runs.set(keyOf(news), (runs.get(keyOf(news)) ?? new Set()).add(news.runId));
  }
  return runs;
}

function expectSound(heard: readonly Heard[]): void {
  const opened = tellers(heard, 'opened');
  const recovered = tellers(heard, 'recovered');
  expect(
    [...opened].filter(([, runs]) => runs.size > 1),
    'opened twice',
  ).toEqual([]);
  expect(
    [...recovered].filter(([, runs]) => runs.size > 1),
    'recovered twice',
  ).toEqual([]);
  expect(
    [...recovered.keys()].filter((incident) => !opened.has(incident)),
    'recovered, never opened',
  ).toEqual([]);
  const reminded = [...tellers(heard, 'reminder').keys()];
  expect(
    reminded.filter((incident) => !opened.has(incident)),
    'reminded of, never opened',
  ).toEqual([]);
}

it('opens once, recovers only what was opened and loses nothing, for any runs, repeats and orders', async () => {
  const property = fc.asyncProperty(deliveries, policies, fc.scheduler(), async (all, policy, scheduler) => {
    const store = memoryStore();
    const heard = await hear(all, policy, store, scheduler);
    expectSound(heard);
    expectBounded(store, all, policy);

    // Whatever came before: an outage from here on is told, and so is its end, and then nothing is open.
    const later = Math.max(...all.map(({ arrives }) => arrives)) + 1;
    const down = await inOrder('N', later, policy.failureThreshold, policy, store);
    const told = [...heard, ...down];
    const open = [...tellers(told, 'opened').keys()].filter((incident) => !tellers(told, 'recovered').has(incident));
    expect(open).toHaveLength(1 + Number(store.states.get('orders-api')?.fault != null));
    const up = await inOrder('O', later + policy.failureThreshold, policy.successThreshold, policy, store);
    expectSound([...told, ...up]);
    expect(tellers([...told, ...up], 'recovered').size).toBe(tellers(told, 'opened').size);
    expect(store.states.get('orders-api')).toMatchObject({ target: null, fault: null });

    await inOrder('O', later + 70, 1, policy, store);
    expect(store.states.size).toBe(0);
  });
  await fc.assert(property, { numRuns: 300 });
});

async function inOrder(letter: Letter, from: number, runs: number, policy: IncidentPolicy, store: MemoryStore) {
  const heard: Heard[] = [];
  for (let minute = from; minute < from + runs; minute += 1) {
    heard.push(...(await ask({ minute, delivery: 'a', letter, arrives: minute, isLost: false }, policy, store)));
  }
  return heard;
}

function expectBounded(store: MemoryStore, all: readonly Delivery[], policy: IncidentPolicy): void {
  const runs = new Set(all.map(({ minute, delivery }) => `${minute}${delivery}`)).size;
  for (const state of store.states.values()) {
    expect(state.told.length).toBeLessThanOrEqual(3);
    for (const track of [state.target, state.fault]) {
      if (track === null) continue;
      expect(track.streak).toBeLessThanOrEqual(runs);
      expect(track.calm).toBeLessThan(policy.successThreshold);
    }
  }
}
