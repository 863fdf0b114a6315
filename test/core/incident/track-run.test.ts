import { describe, expect, it } from 'vitest';
import { DEFAULT_POLICY, type IncidentPolicy } from '#core/check/incident-policy.ts';
import type { IncidentStore } from '#core/incident/store.ts';
import { recordRun, trackRun } from '#core/incident/track-run.ts';
import type { Verdict } from '#core/verdict/verdict.ts';
import { type Letter, runAt, SETTLE_MS, START, verdictOf } from './answers.ts';
import { type MemoryStore, memoryStore } from './memory-store.ts';

function runOf(minute: number, letter: Letter, store: IncidentStore, settings: Partial<IncidentPolicy> = {}, late = 0) {
  const policy = { ...DEFAULT_POLICY, ...settings };
  const now = START + minute * 60_000 + late;
  return { run: runAt(minute), verdicts: [verdictOf(letter)], policyOf: () => policy, now, settleMs: SETTLE_MS, store };
}

const typesOf = (transitions: readonly { readonly type: string }[]) => transitions.map(({ type }) => type);

describe('a run with its memory', () => {
  it('opens, stays quiet and recovers across runs', async () => {
    const store = memoryStore();
    const told: string[][] = [];
    for (const [minute, letter] of (['N', 'N', 'N', 'O'] as const).entries()) {
      const { recorded, transitions } = await trackRun(runOf(minute, letter, store));
      expect(recorded).toBe(true);
      told.push(typesOf(transitions));
    }
    expect(told).toEqual([[], ['opened'], [], ['recovered']]);
  });

  it('decides anew what another run has written since it read', async () => {
    const store = memoryStore();
    await trackRun(runOf(0, 'N', store));
    let isFirst = true;
    const overtaken: IncidentStore = {
      ...store,
      save: async (changes) => {
        if (isFirst) {
          isFirst = false;
          await trackRun(runOf(1, 'N', store));
        }
        return store.save(changes);
      },
    };
    const { recorded, transitions } = await trackRun(runOf(2, 'N', overtaken));
    expect({ recorded, transitions }).toEqual({ recorded: true, transitions: [] });
    expect(store.states.get('orders-api')?.target).toMatchObject({ streak: 3, openedAt: runAt(1).startedAt });
  });

  it('tells without memory when it never gets its turn, and says so', async () => {
    const store: IncidentStore = {
      load: async () => new Map(),
      save: async (changes) => ({ conflicts: changes.map(({ name }) => name) }),
    };
    const { recorded, transitions, trouble } = await trackRun(runOf(0, 'N', store));
    expect({ recorded, told: typesOf(transitions) }).toEqual({ recorded: false, told: ['undeduplicated'] });
    expect(String(trouble)).toContain('IncidentsContended: 1 checks were written by other runs 4 times over');
  });

  it.each([
    'load',
    'save',
  ] as const)('tells every NG without memory when %s fails, and keeps the error', async (broken) => {
    const failure = new Error('the table is gone');
    const store = { ...memoryStore(), [broken]: () => Promise.reject(failure) };
    const verdicts = [verdictOf('N', 'a'), verdictOf('O', 'b'), verdictOf('F', 'c')];
    const { recorded, transitions, trouble } = await trackRun({ ...runOf(0, 'N', store), verdicts });
    expect(transitions.map(({ type, check, kind }) => [type, check, kind])).toEqual([
      ['undeduplicated', 'a', 'target'],
      ['undeduplicated', 'c', 'fault'],
    ]);
    expect({ recorded, trouble }).toEqual({ recorded: false, trouble: failure });
  });

  it('tells a recovery with the next OK run when the store was out of reach for the first', async () => {
    const store = memoryStore();
    await trackRun(runOf(0, 'N', store));
    await trackRun(runOf(1, 'N', store));
    const out = { ...store, load: () => Promise.reject(new Error('out of reach')) };
    expect((await trackRun(runOf(2, 'O', out))).transitions).toEqual([]);
    expect(typesOf((await trackRun(runOf(3, 'O', store))).transitions)).toEqual(['recovered']);
  });

  describe('when a write fails', () => {
    /** The write goes through or not, and the answer is lost either way; then the store can be read, or not. */
    async function recovering({ isWritten, isReadable }: { isWritten: boolean; isReadable: boolean }) {
      const store = memoryStore();
      const opened = { ...runOf(0, 'N', store, { failureThreshold: 1 }), verdicts: [verdictOf('N', 'a')] };
      await trackRun(opened);
      let isLost = false;
      const broken: IncidentStore = {
        ...store,
        load: async (names) => {
          if (isLost && !isReadable) throw new Error('out of reach');
          return store.load(names);
        },
        save: async (changes) => {
          if (isWritten) await store.save(changes);
          isLost = true;
          return { conflicts: [], failed: { names: changes.map(({ name }) => name), trouble: new Error('no answer') } };
        },
      };
      const verdicts = [verdictOf('O', 'a'), verdictOf('N', 'b')];
      const first = await trackRun({ ...runOf(1, 'O', broken, { failureThreshold: 1 }), verdicts });
      const next = await trackRun({ ...runOf(2, 'O', store, { failureThreshold: 1 }), verdicts });
      return [first, next].map(({ recorded, transitions }) => [
        recorded,
        ...transitions.map(({ type, check }) => `${type} ${check}`),
      ]);
    }

    it('tells what was decided when only the answer was lost', async () => {
      expect(await recovering({ isWritten: true, isReadable: true })).toEqual([
        [true, 'recovered a', 'opened b'],
        [true],
      ]);
    });

    it('tells NGs without memory when nothing was written, and keeps the recovery for the next run', async () => {
      expect(await recovering({ isWritten: false, isReadable: true })).toEqual([
        [false, 'undeduplicated b'],
        [true, 'recovered a', 'opened b'],
      ]);
    });

    it.each([
      { isWritten: true, next: [true] },
      { isWritten: false, next: [true, 'recovered a', 'opened b'] },
    ])('tells a recovery now when nobody can say whether it was written: $isWritten', async ({ isWritten, next }) => {
      const first = [false, 'recovered a', 'undeduplicated b'];
      expect(await recovering({ isWritten, isReadable: false })).toEqual([first, next]);
    });
  });

  it('begins nothing for a run that answers after everything about it is forgotten, but is not silent', async () => {
    const store = memoryStore();
    const { transitions } = await trackRun(runOf(0, 'N', store, { failureThreshold: 1 }, SETTLE_MS + 1));
    expect(typesOf(transitions)).toEqual(['undeduplicated']);
    expect(store.states.size).toBe(0);
  });

  describe('of a check that is well again', () => {
    const settle = SETTLE_MS / 60_000;

    async function recovered(): Promise<MemoryStore> {
      const store = memoryStore();
      for (const [minute, letter] of (['N', 'N', 'O'] as const).entries()) await trackRun(runOf(minute, letter, store));
      return store;
    }

    it.each([
      { why: 'an OK run in the settle time', minute: 2 + settle, letter: 'O', late: 0 },
      { why: 'an OK run that starts ahead of the clock', minute: 3 + settle, letter: 'O', late: -60_000 },
      { why: 'an OK run that started before the last one', minute: 1, letter: 'O', late: 2 * SETTLE_MS },
      { why: 'the recovery that comes once more', minute: 2, letter: 'O', late: 2 * SETTLE_MS },
    ] as const)('keeps it through $why', async ({ minute, letter, late }) => {
      const store = await recovered();
      await trackRun(runOf(minute, letter, store, {}, late));
      expect(store.states.get('orders-api')).toMatchObject({ target: null, lastRun: runAt(2) });
    });

    it('forgets it with the first OK run after the settle time', async () => {
      const store = await recovered();
      expect((await trackRun(runOf(3 + settle, 'O', store))).transitions).toEqual([]);
      expect(store.states.size).toBe(0);
    });
  });

  it.each([
    { reason: null },
    { reason: { code: 'status', message: 503 } },
    { reason: {} },
    { reason: 'down', flaky: undefined, at: 7 },
  ])('tells an NG with the rubbish %j in it, beside the others', async (rubbish) => {
    const verdicts = [verdictOf('N', 'a'), { ...verdictOf('N', 'b'), ...rubbish } as Verdict];
    const roll = { ...runOf(0, 'N', memoryStore(), { failureThreshold: 1, faultThreshold: 1 }), verdicts };
    const { recorded, transitions } = await trackRun(roll);
    expect({ recorded, told: typesOf(transitions) }).toEqual({ recorded: true, told: ['opened', 'opened'] });
    expect(transitions.every(({ reason }) => typeof reason.message === 'string')).toBe(true);
  });

  it('decides for 100 checks in a few milliseconds', async () => {
    const store = memoryStore();
    const verdicts = Array.from({ length: 100 }, (_, at) => verdictOf('N', `check-${at}`));
    await trackRun({ ...runOf(0, 'N', store), verdicts });
    const begin = performance.now();
    const { transitions } = await trackRun({ ...runOf(1, 'N', store), verdicts });
    expect(transitions).toHaveLength(100);
    expect(performance.now() - begin).toBeLessThan(100);
  });
});

describe('recording a run that was told already', () => {
  it('counts a streak, and leaves the opening to a run that can tell of it', async () => {
    const store = memoryStore();
    await recordRun(runOf(0, 'N', store));
    expect(store.states.get('orders-api')?.target?.streak).toBe(1);
    await recordRun(runOf(1, 'N', store));
    expect(store.states.get('orders-api')?.target).toMatchObject({ streak: 1, openedAt: null });
    expect(typesOf((await trackRun(runOf(2, 'N', store))).transitions)).toEqual(['opened']);
  });

  it('leaves the end of an incident to the next OK run', async () => {
    const store = memoryStore();
    await trackRun(runOf(0, 'N', store, { failureThreshold: 1 }));
    await recordRun(runOf(1, 'O', store));
    expect(typesOf((await trackRun(runOf(2, 'O', store))).transitions)).toEqual(['recovered']);
  });

  it('counts each NG where every NG is told', async () => {
    const store = memoryStore();
    await recordRun(runOf(0, 'N', store, { notify: 'every' }));
    expect(store.states.get('orders-api')?.target?.streak).toBe(1);
  });

  it('fails with the error of what could not be written', async () => {
    const store = memoryStore();
    store.refused.add('orders-api');
    await expect(recordRun(runOf(0, 'N', store))).rejects.toThrow('refused');
  });

  it('fails with the error of the store', async () => {
    const store = { ...memoryStore(), save: () => Promise.reject(new Error('the table is gone')) };
    await expect(recordRun(runOf(0, 'N', store))).rejects.toThrow('the table is gone');
  });
});
