import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { IncidentPolicy } from '#core/check/incident-policy.ts';
import type { Transition } from '#core/incident/state.ts';
import type { IncidentStore } from '#core/incident/store.ts';
import { trackRun } from '#core/incident/track-run.ts';
import { type Letter, runAt, START, verdictOf } from './answers.ts';
import { type MemoryStore, memoryStore } from './memory-store.ts';

/**
 * `arrives`: the minute in which the run has its verdict and asks; before `minute` where the schedule's clock is ahead.
 * `isLost`: its answer is, so that it asks again.
 */
type Delivery = {
  readonly minute: number;
  readonly delivery: string;
  readonly letter: Letter;
  readonly arrives: number;
  readonly isLost: boolean;
};

const letters = fc.constantFrom<Letter>('O', 'O', 'N', 'N', 'N', 'F', 'f', 'D', 'D');

// Mostly in time; sometimes overtaken by a few; sometimes by more than anything is remembered; sometimes too early.
const delays = fc.oneof(
  { weight: 6, arbitrary: fc.constant(0) },
  { weight: 3, arbitrary: fc.integer({ min: 1, max: 5 }) },
  { weight: 1, arbitrary: fc.integer({ min: 6, max: 130 }) },
  { weight: 1, arbitrary: fc.integer({ min: -5, max: -1 }) },
);

const deliveries = fc
  .array(
    fc.record({
      minute: fc.oneof(fc.integer({ min: 0, max: 12 }), fc.integer({ min: 0, max: 90 })),
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
  degradedThreshold: fc.constantFrom(null, 1, 2),
  successThreshold: fc.integer({ min: 1, max: 3 }),
  remindEveryMs: fc.constantFrom(null, 60_000, 300_000),
  notify: fc.constantFrom('transitions' as const, 'every' as const),
});

/** Minutes: how long after its start a run may answer, from hardly at all to that of a standard workflow. */
const settleTimes = fc.constantFrom(0, 1, 2, 10, 65);

type Heard = Transition & { readonly runId: string };

type World = { readonly policy: IncidentPolicy; readonly settle: number; readonly store: IncidentStore };

/** `now`: the minute on the clock. */
async function ask(one: Delivery, now: number, { policy, settle, store }: World): Promise<Heard[]> {
  const run = runAt(one.minute, one.delivery);
  const { transitions } = await trackRun({
    run,
    verdicts: [verdictOf(one.letter)],
    policyOf: () => policy,
    now: START + now * 60_000,
    settleMs: settle * 60_000,
    store,
  });
  return transitions.map((transition) => ({ ...transition, runId: run.id }));
}

/** Delivers up to three runs at a time, their reads and writes in any order, and hears what is not lost. */
async function hear(all: readonly Delivery[], world: World, scheduler: fc.Scheduler) {
  const heard: Heard[] = [];
  const { load, save } = world.store;
  const slow = { load: scheduler.scheduleFunction(load), save: scheduler.scheduleFunction(save) };
  for (let at = 0; at < all.length; at += 3) {
    const together = all.slice(at, at + 3);
    const now = together.at(-1)?.arrives ?? 0;
    const answers = together.map((one) => ask(one, now, { ...world, store: slow }));
    await scheduler.waitFor(Promise.all(answers));
    for (const [index, one] of together.entries()) {
      // After the settle time its execution has ended, and asks no more.
      const asksAgain = one.isLost && now - one.minute <= world.settle;
      const answer = asksAgain ? await ask(one, now, world) : ((await answers[index]) ?? []);
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
  const arbitraries = [deliveries, policies, settleTimes, fc.scheduler()] as const;
  const property = fc.asyncProperty(...arbitraries, async (all, policy, settle, scheduler) => {
    const store = memoryStore();
    const world = { policy, settle, store };
    const heard = await hear(all, world, scheduler);
    expectSound(heard);
    expectBounded(store, all, policy);

    // Whatever came before: an outage from here on is told, and so is its end, and then nothing is open.
    const later = Math.max(...all.map(({ minute, arrives }) => Math.max(minute, arrives))) + 1;
    const down = await inOrder('N', later, policy.failureThreshold, world);
    const told = [...heard, ...down];
    const open = [...tellers(told, 'opened').keys()].filter((incident) => !tellers(told, 'recovered').has(incident));
    const { fault = null, degraded } = store.states.get('orders-api') ?? {};
    expect(open).toHaveLength(1 + Number(fault !== null) + Number(degraded?.openedAt != null));
    const up = await inOrder('O', later + policy.failureThreshold, policy.successThreshold, world);
    expectSound([...told, ...up]);
    expect(tellers([...told, ...up], 'recovered').size).toBe(tellers(told, 'opened').size);
    expect(store.states.get('orders-api')).toMatchObject({ target: null, fault: null });
    expect(store.states.get('orders-api')).not.toHaveProperty('degraded');

    await inOrder('O', later + settle + 10, 1, world);
    expect(store.states.size).toBe(0);
  });
  await fc.assert(property, { numRuns: 300 });
});

async function inOrder(letter: Letter, from: number, runs: number, world: World) {
  const heard: Heard[] = [];
  for (let minute = from; minute < from + runs; minute += 1) {
    heard.push(...(await ask({ minute, delivery: 'a', letter, arrives: minute, isLost: false }, minute, world)));
  }
  return heard;
}

function expectBounded(store: MemoryStore, all: readonly Delivery[], policy: IncidentPolicy): void {
  const runs = new Set(all.map(({ minute, delivery }) => `${minute}${delivery}`)).size;
  for (const state of store.states.values()) {
    expect(state.told.length).toBeLessThanOrEqual(3);
    for (const track of [state.target, state.fault, state.degraded ?? null]) {
      if (track === null) continue;
      expect(track.streak).toBeLessThanOrEqual(runs);
      expect(track.calm).toBeLessThan(policy.successThreshold);
    }
  }
}
