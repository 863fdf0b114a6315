import assert from 'node:assert/strict';
import { DEFAULT_POLICY } from '#core/check/incident-policy.ts';
import type { CheckState, RunStamp } from '#core/incident/state.ts';
import type { IncidentStore } from '#core/incident/store.ts';
import { trackRun } from '#core/incident/track-run.ts';
import { type Letter, LISTED, runAt, SETTLE_MS, START, verdictOf } from '../core/incident/answers.ts';

/** What every store of incidents that keeps what is well for SETTLE_MS, and has the list LISTED, must do. `name` begins the names of a case's checks, so that cases share a store. */
export type StoreCase = {
  readonly fact: string;
  readonly prove: (store: IncidentStore, name: string, refuse: Refuse) => Promise<void>;
};

/** From now on the file, the table or the wire lets no state of this check be written; answers what sets that right. */
type Refuse = (name: string) => Promise<() => Promise<void>>;

function stateOf(name: string, run: RunStamp, message = 'status 503, wanted 200'): CheckState {
  const reason = { code: 'status', message } as const;
  const track = { since: run.startedAt, streak: 1, calm: 0, openedAt: null, toldAt: null, reason };
  return { name, target: track, fault: null, lastRun: run, told: [] };
}

const begin = (name: string, run: RunStamp) => ({ name, before: null, after: stateOf(name, run) });

async function loadOne(store: IncidentStore, name: string): Promise<CheckState | undefined> {
  return (await store.load([name])).get(name);
}

async function tell(store: IncidentStore, name: string, minute: number, letter: Letter, delivery = 'a') {
  const { recorded, transitions, trouble } = await trackRun({
    run: runAt(minute, delivery),
    verdicts: [verdictOf(letter, name)],
    policyOf: () => DEFAULT_POLICY,
    now: START + minute * 60_000,
    settleMs: SETTLE_MS,
    store,
  });
  assert.deepEqual({ recorded, trouble }, { recorded: true, trouble: null });
  return transitions.map(({ type }) => type);
}

/** What one run of these checks tells, and whether all of it is remembered. */
async function tellAll(store: IncidentStore, names: readonly string[], minute: number, letter: Letter) {
  const { recorded, transitions } = await trackRun({
    run: runAt(minute),
    verdicts: names.map((name) => verdictOf(letter, name)),
    policyOf: () => ({ ...DEFAULT_POLICY, failureThreshold: 1 }),
    now: START + minute * 60_000,
    settleMs: SETTLE_MS,
    listed: LISTED,
    store,
  });
  return { recorded, told: transitions.map(({ type, check }) => `${type} ${check}`) };
}

export const STORE_CONTRACT: readonly StoreCase[] = [
  {
    fact: 'knows nothing of a check that was never written',
    prove: async (store, name) => assert.equal(await loadOne(store, name), undefined),
  },
  {
    fact: 'gives back what was written, whatever text is in it',
    prove: async (store, name) => {
      const odd = `${name} 'x' "y" \\ 日本 😀 %`;
      const state = stateOf(odd, runAt(0), 'keyword "注文" not found\u0000\n; DROP TABLE states; --');
      assert.deepEqual(await store.save([{ name: odd, before: null, after: state }]), { conflicts: [] });
      assert.deepEqual(await loadOne(store, odd), state);
    },
  },
  {
    fact: 'loads only the checks that it is asked for',
    prove: async (store, name) => {
      await store.save([begin(`${name}-1`, runAt(0)), begin(`${name}-2`, runAt(0))]);
      assert.deepEqual([...(await store.load([`${name}-2`, `${name}-3`])).keys()], [`${name}-2`]);
    },
  },
  {
    fact: 'gives what is remembered of certificates with whatever is asked for',
    prove: async (store, name) => {
      const certificate = `(certificate ${name})`;
      const after = { ...stateOf(certificate, runAt(0)), shownBy: [`${name}-1`, `${name}-2`] };
      await store.save([{ name: certificate, before: null, after }, begin(`${name}-3`, runAt(0))]);
      const states = await store.load([`${name}-1`]);
      assert.deepEqual([states.get(certificate), states.has(`${name}-3`)], [after, false]);
      await store.save([{ name: certificate, before: runAt(0), after: null }]);
      assert.equal((await store.load([])).has(certificate), false);
    },
  },
  {
    fact: 'begins a state only where there is none',
    prove: async (store, name) => {
      await store.save([begin(name, runAt(0))]);
      assert.deepEqual(await store.save([begin(name, runAt(1))]), { conflicts: [name] });
      assert.deepEqual((await loadOne(store, name))?.lastRun, runAt(0));
    },
  },
  {
    fact: 'changes a state only when it is the one that was read',
    prove: async (store, name) => {
      await store.save([begin(name, runAt(0, 'a'))]);
      const change = (before: RunStamp) => ({ name, before, after: stateOf(name, runAt(1)) });
      assert.deepEqual(await store.save([change(runAt(0, 'b'))]), { conflicts: [name] });
      assert.deepEqual(await store.save([change({ ...runAt(1), id: '0a' })]), { conflicts: [name] });
      assert.deepEqual(await store.save([change(runAt(0, 'a'))]), { conflicts: [] });
      assert.deepEqual((await loadOne(store, name))?.lastRun, runAt(1));
    },
  },
  {
    fact: 'changes nothing where the state has gone meanwhile',
    prove: async (store, name) => {
      const change = { name, before: runAt(0), after: stateOf(name, runAt(1)) };
      assert.deepEqual(await store.save([change]), { conflicts: [name] });
      assert.deepEqual(await store.save([{ ...change, after: null }]), { conflicts: [name] });
      assert.equal(await loadOne(store, name), undefined);
    },
  },
  {
    fact: 'forgets a state only when it is the one that was read',
    prove: async (store, name) => {
      await store.save([begin(name, runAt(0))]);
      assert.deepEqual(await store.save([{ name, before: runAt(1), after: null }]), { conflicts: [name] });
      assert.notEqual(await loadOne(store, name), undefined);
      assert.deepEqual(await store.save([{ name, before: runAt(0), after: null }]), { conflicts: [] });
      assert.equal(await loadOne(store, name), undefined);
    },
  },
  {
    fact: 'lets one of many writers at a time win, and tells the others',
    prove: async (store, name) => {
      const writers = Array.from({ length: 8 }, (_, at) => store.save([begin(name, runAt(at))]));
      const lost = (await Promise.all(writers)).filter(({ conflicts }) => conflicts.length > 0);
      assert.equal(lost.length, 7);
    },
  },
  {
    fact: 'writes the changes of several shards at once, and names just those that did not hold',
    prove: async (store, name) => {
      const names = Array.from({ length: 120 }, (_, at) => `${name}-${at}`);
      const taken = names.filter((_, at) => at % 25 === 7);
      await store.save(taken.map((one) => begin(one, runAt(0))));
      const { conflicts } = await store.save(names.map((one) => begin(one, runAt(1))));
      assert.deepEqual(conflicts.toSorted(), taken.toSorted());
      assert.equal((await store.load(names)).size, 120);
    },
  },
  {
    fact: 'reads more than fits on one page of an answer',
    prove: async (store, name) => {
      const names = Array.from({ length: 150 }, (_, at) => `${name}-${at}`);
      const long = '状'.repeat(4_000);
      await store.save(names.map((one) => ({ name: one, before: null, after: stateOf(one, runAt(0), long) })));
      const states = await store.load(names);
      assert.deepEqual([states.size, states.get(`${name}-149`)?.target?.reason.message], [150, long]);
    },
  },
  {
    fact: 'carries an incident from its opening to its end, each run and schedule delivered twice',
    prove: async (store, name) => {
      const told: string[] = [];
      for (const [minute, letter] of (['O', 'N', 'N', 'N', 'O', 'O'] as const).entries()) {
        const news = await tell(store, name, minute, letter);
        assert.deepEqual(await tell(store, name, minute, letter), news, 'the run that asks again');
        assert.deepEqual(await tell(store, name, minute, letter, 'b'), [], 'the second delivery of the schedule');
        told.push(news.join() || '.');
      }
      assert.equal(told.join(' '), '. . opened . recovered .');
    },
  },
  {
    fact: 'has nothing left of a check that has been well for the settle time',
    prove: async (store, name) => {
      for (const [minute, letter] of (['N', 'N', 'O'] as const).entries()) await tell(store, name, minute, letter);
      assert.equal((await loadOne(store, name))?.target, null);
      await tell(store, name, 3 + SETTLE_MS / 60_000, 'O');
      assert.equal(await loadOne(store, name), undefined);
    },
  },
  {
    fact: 'opens once when several runs overlap',
    prove: async (store, name) => {
      await tell(store, name, 0, 'N');
      const told = await Promise.all([1, 2, 3].map((minute) => tell(store, name, minute, 'N')));
      assert.deepEqual(told.flat(), ['opened']);
    },
  },
  {
    fact: 'loses no recovery because another cannot be written: each is told by this run or by the next, once',
    prove: async (store, name, refuse) => {
      const names = ['a', 'b', 'c'].map((letter) => `${name}-${letter}`);
      await tellAll(store, names, 0, 'N');
      const repair = await refuse(`${name}-a`);
      const first = await tellAll(store, names, 1, 'O');
      const again = await tellAll(store, names, 2, 'O');
      await repair();
      const next = await tellAll(store, names, 3, 'O');
      assert.deepEqual([first.recorded, again.recorded, next.recorded], [false, false, true]);
      assert.equal([...first.told, ...again.told].includes(`recovered ${name}-a`), false, 'told and not written');
      assert.deepEqual(
        [...first.told, ...again.told, ...next.told].toSorted(),
        names.map((one) => `recovered ${one}`),
      );
      assert.deepEqual(await tellAll(store, names, 4, 'O'), { recorded: true, told: [] });
    },
  },
  {
    fact: 'gives what is open of checks that the list has no more, and each such incident is closed and told once',
    prove: async (store, name) => {
      const gone = `${name}-gone`;
      await tellAll(store, [gone], 0, 'N');
      const closing = await tellAll(store, [`${name}-1`], 1, 'O');
      assert.deepEqual(closing, { recorded: true, told: [`removed ${gone}`] });
      assert.deepEqual(await tellAll(store, [`${name}-1`], 1, 'O'), closing, 'the run that asks again');
      assert.deepEqual(await tellAll(store, [`${name}-2`], 2, 'O'), { recorded: true, told: [] });
    },
  },
];
