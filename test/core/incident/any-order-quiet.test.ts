import fc from 'fast-check';
import { expect, it } from 'vitest';
import { DEFAULT_POLICY } from '#core/check/incident-policy.ts';
import { MONITOR, MONITOR_POLICY } from '#core/incident/monitor.ts';
import { sift } from '#core/incident/quiet.ts';
import type { Transition } from '#core/incident/state.ts';
import type { IncidentStore } from '#core/incident/store.ts';
import { trackRun } from '#core/incident/track-run.ts';
import type { Verdict } from '#core/verdict/verdict.ts';
import { type Letter, runAt, SETTLE_MS, START, verdictOf } from './answers.ts';
import { memoryStore } from './memory-store.ts';

/** C: NG for its certificate alone. */
type Answers = Readonly<Record<'db' | 'api' | 'page' | 'guard', Letter | 'C'>>;
type Delivery = {
  readonly minute: number;
  readonly delivery: string;
  readonly isLost: boolean;
  readonly answers: Answers;
};

const RULES = {
  checks: [['api', { dependsOn: ['db'] }]],
  maintenance: [
    { name: 'w', checks: ['db', 'api'], from: runAt(10).startedAt, to: runAt(16).startedAt },
    { name: 'all', checks: null, from: runAt(30).startedAt, to: runAt(34).startedAt },
  ],
} as const;

const letters = fc.constantFrom<Letter | 'C'>('O', 'O', 'N', 'N', 'N', 'F', 'f', 'C', 'C');
const answers = fc.record({ db: letters, api: letters, page: letters, guard: fc.constantFrom<Letter>('O', 'O', 'N') });

// One answer for each run, however often it is delivered.
const deliveries = fc
  .array(fc.record({ minute: fc.integer({ min: 0, max: 45 }), isLost: fc.boolean(), answers }), {
    minLength: 1,
    maxLength: 60,
  })
  .map((runs) => [...new Map(runs.map((run) => [run.minute, run])).values()])
  .chain((runs) =>
    fc.shuffledSubarray(
      runs.flatMap((run) => twice(run)),
      { minLength: 1 },
    ),
  )
  .map((all) => all.toSorted((a, b) => Math.floor(a.minute / 4) - Math.floor(b.minute / 4)));

/** A second delivery of the schedule has answers of its own. */
function twice(run: Omit<Delivery, 'delivery'>): Delivery[] {
  const { db, api, page, guard } = run.answers;
  return [
    { ...run, delivery: 'a' },
    { ...run, delivery: 'b', answers: { db: api, api: page, page: db, guard } },
  ];
}

function verdictFor(name: string, letter: Letter | 'C'): Verdict {
  const certificate = { daysLeft: 9, fingerprint: letter === 'C' ? 'ending' : 'good' };
  if (letter !== 'C') return { ...verdictOf(letter, name), certificate };
  const reason = { code: 'certificate', message: 'ends in 9 days' } as const;
  return { ...verdictOf('N', name), reason, certificate };
}

type Heard = {
  readonly quiet: ReadonlySet<string>;
  readonly runId: string;
  readonly transitions: readonly Transition[];
};

async function ask({ minute, delivery, answers: each }: Delivery, store: IncidentStore): Promise<Heard> {
  const stamp = runAt(minute, delivery);
  const run = {
    ...stamp,
    trigger: 'schedule',
    shard: '1m-0',
    concurrency: 40,
    region: 'x',
    guards: ['guard'],
  } as const;
  const roll = Object.entries(each).map(([name, letter]) => verdictFor(name, letter));
  const { verdicts, counting } = await sift(run, roll, RULES);
  const { transitions, trouble } = await trackRun({
    run,
    verdicts: counting,
    policyOf: (name) => (name === MONITOR ? MONITOR_POLICY : DEFAULT_POLICY),
    now: START + 46 * 60_000,
    settleMs: SETTLE_MS,
    store,
  });
  expect(trouble).toBeNull();
  return {
    quiet: new Set(verdicts.flatMap(({ name, quiet }) => (quiet === undefined ? [] : [name]))),
    runId: stamp.id,
    transitions,
  };
}

/** Which runs told this of each incident. */
function tellers(heard: readonly Heard[], type: Transition['type']): Map<string, Set<string>> {
  const runs = new Map<string, Set<string>>();
  for (const { runId, transitions } of heard) {
    for (const { check, kind, since } of transitions.filter((one) => one.type === type)) {
      const key = `${check} ${kind} ${since}`;
      runs.set(key, (runs.get(key) ?? new Set()).add(runId));
    }
  }
  return runs;
}

function expectSound(heard: readonly Heard[]): void {
  const [opened, recovered] = [tellers(heard, 'opened'), tellers(heard, 'recovered')];
  expect(
    [...opened, ...recovered].filter(([, runs]) => runs.size > 1),
    'told twice',
  ).toEqual([]);
  expect(
    [...recovered.keys()].filter((incident) => !opened.has(incident)),
    'recovered, never opened',
  ).toEqual([]);
}

/** Two deliveries at a time; what is lost is asked for again. */
async function hear(all: readonly Delivery[], store: IncidentStore): Promise<Heard[]> {
  const heard: Heard[] = [];
  for (let at = 0; at < all.length; at += 2) {
    const together = all.slice(at, at + 2);
    const told = await Promise.all(together.map((one) => ask(one, store)));
    for (const [index, first] of told.entries()) {
      const one = together[index];
      heard.push(one?.isLost ? await ask(one, store) : first);
    }
  }
  return heard;
}

function openIn(heard: readonly Heard[]): string[] {
  const over = tellers(heard, 'recovered');
  const open = [...tellers(heard, 'opened').keys()].filter((incident) => !over.has(incident));
  return open.map((incident) => incident.replace(/ (?:target|fault) .*$/, ''));
}

it('tells nothing of what is quiet, nothing twice and loses nothing, in any order and however often delivered', async () => {
  const property = fc.asyncProperty(deliveries, async (all) => {
    const store = memoryStore();
    const heard = await hear(all, store);
    const stray = heard.flatMap(({ quiet, transitions }) => transitions.filter(({ check }) => quiet.has(check)));
    expect(stray).toEqual([]);
    expectSound(heard);

    // Whatever came before: what is wrong from here on is told, and so is its end, and then nothing is open.
    const later = (minute: number, each: Answers) =>
      hear([{ minute, delivery: 'a', isLost: false, answers: each }], store);
    for (const minute of [50, 51]) heard.push(...(await later(minute, { db: 'N', api: 'N', page: 'C', guard: 'O' })));
    expect(openIn(heard)).toEqual(expect.arrayContaining(['db', '(certificate ending)']));
    expect(openIn(heard)).not.toContain(MONITOR);
    heard.push(...(await later(52, { db: 'O', api: 'O', page: 'O', guard: 'O' })));
    expectSound(heard);
    expect(openIn(heard)).toEqual([]);
  });
  await fc.assert(property, { numRuns: 300 });
});
