import { describe, expect, it } from 'vitest';
import { planOf } from '#core/check/alerting.ts';
import { DEFAULT_POLICY } from '#core/check/incident-policy.ts';
import type { Mute } from '#core/incident/mute.ts';
import type { IncidentStore } from '#core/incident/store.ts';
import { textOf } from '#core/report/bodies.ts';
import type { Run } from '#core/run/run.ts';
import { type Memory, trackIncidents } from '#functions/track-incidents/track-incidents.ts';
import { SETTLE_MS } from '../../core/incident/answers.ts';
import { memoryStore } from '../../core/incident/memory-store.ts';
import { ngVerdict, okVerdict } from '../../local/checks.ts';

const run: Run = {
  id: 'x',
  startedAt: '2026-01-31T09:05:00.000Z',
  trigger: 'manual',
  shard: null,
  concurrency: 40,
  region: 'local',
};
const verdicts = [okVerdict('a'), ngVerdict('b')];
const settings = { plan: planOf({ checks: [] }), topics: { defaultArn: 'arn:t', arns: new Map<string, string>() } };

describe('trackIncidents', () => {
  it('decides on one notification to the topic for a run with an NG', async () => {
    const { recorded, notifications } = await trackIncidents({ run, verdicts, mode: 'decide' }, settings);
    expect([recorded, notifications.map(({ topicArn, subject }) => `${topicArn} ${subject}`)]).toEqual([
      true,
      ['arn:t NG 1 of 2: b'],
    ]);
  });

  it('counts the verdicts but those of guards', async () => {
    const guarded = { ...run, guards: ['b'] };
    const { counts } = await trackIncidents({ run: guarded, verdicts, mode: 'decide' }, settings);
    expect(counts).toEqual({ total: 1, ok: 1, ng: 0, checkerFaults: 0, flaky: 0, quiet: 1 });
  });

  it('only records once the alerts are out', async () => {
    const tracked = await trackIncidents({ run, verdicts, mode: 'record' }, settings);
    expect(tracked).toMatchObject({ run, verdicts, recorded: true, notifications: [] });
  });
});

describe('trackIncidents with a memory', () => {
  const runOf = (minute: number): Run => ({
    ...run,
    id: `run-${minute}`,
    startedAt: `2026-01-31T09:0${minute}:00.000Z`,
  });

  function memoryOf(store: IncidentStore) {
    const troubles: unknown[] = [];
    const now = () => Date.parse('2026-01-31T09:05:00Z');
    return {
      troubles,
      memory: {
        store,
        policyOf: () => DEFAULT_POLICY,
        settleMs: SETTLE_MS,
        now,
        onTrouble: (why: unknown) => troubles.push(why),
      },
    };
  }

  async function subjects(minute: number, verdict: typeof verdicts, store: IncidentStore) {
    const event = { run: runOf(minute), verdicts: verdict, mode: 'decide' } as const;
    const { recorded, notifications } = await trackIncidents(event, { ...settings, ...memoryOf(store) });
    expect(recorded).toBe(true);
    return notifications.map(({ subject }) => subject);
  }

  it('tells of an outage when it opens and when it is over, and says since when', async () => {
    const store = memoryStore();
    const down = [okVerdict('a'), ngVerdict('b')];
    const told = [];
    for (const [minute, answers] of [down, down, down, [okVerdict('a'), okVerdict('b')]].entries()) {
      told.push(await subjects(minute, answers, store));
    }
    expect(told).toEqual([[], ['NG 1 of 2: b'], [], ['recovered: b']]);
  });

  it('gives a run that asks again the very same notification', async () => {
    const store = memoryStore();
    await subjects(0, verdicts, store);
    const ask = () => trackIncidents({ run: runOf(1), verdicts, mode: 'decide' }, { ...settings, ...memoryOf(store) });
    const first = await ask();
    expect(first.notifications.map(textOf).join()).toContain('since 2026-01-31T09:00:00.000Z (1 min), 2 NG runs');
    expect(await ask()).toEqual(first);
  });

  it('alerts without a store, marks that, says why, and asks to be called again', async () => {
    const store = { ...memoryStore(), load: () => Promise.reject(new Error('the table is gone')) };
    const { memory, troubles } = memoryOf(store);
    const { recorded, notifications } = await trackIncidents(
      { run, verdicts, mode: 'decide' },
      { ...settings, memory },
    );
    expect([recorded, notifications.length]).toEqual([false, 1]);
    expect(notifications.map(textOf).join()).toContain('the memory of incidents is out of reach: perhaps told before');
    expect(troubles.map(String)).toEqual(['Error: the table is gone']);
    await expect(trackIncidents({ run, verdicts, mode: 'record' }, { ...settings, memory })).rejects.toThrow(
      'the table is gone',
    );
  });

  it('neither asks nor tells the memory of ad hoc checks: each NG run of theirs is told', async () => {
    const store = memoryStore();
    const adHoc = (minute: number) => ({ run: { ...runOf(minute), adHoc: [] }, verdicts, mode: 'decide' }) as const;
    const memory = memoryOf(store);
    for (const minute of [0, 1]) {
      const { recorded, notifications } = await trackIncidents(adHoc(minute), { ...settings, ...memory });
      expect([recorded, notifications.map(({ subject }) => subject)]).toEqual([true, ['NG 1 of 2: b']]);
    }
    expect(await store.load(['a', 'b'])).toEqual(new Map());
  });
});

describe('trackIncidents in a maintenance window', () => {
  const at = (minute: number) => `2026-01-31T09:0${minute}:00.000Z`;
  const plan = planOf({ checks: [], maintenance: [{ name: 'deploy', checks: ['b'], from: at(2), to: at(6) }] });
  const memory = (store: IncidentStore) => ({
    store,
    policyOf: () => DEFAULT_POLICY,
    now: () => Date.parse(at(9)),
    settleMs: 600_000,
    onTrouble: () => {},
  });

  async function minutes(letters: string, store?: IncidentStore) {
    const told = [];
    for (const [minute, letter] of [...letters].entries()) {
      const verdict = letter === 'O' ? okVerdict('b') : ngVerdict('b');
      const event = {
        run: { ...run, id: `run-${minute}`, startedAt: at(minute) },
        verdicts: [verdict],
        mode: 'decide',
      } as const;
      const { verdicts: marked, notifications } = await trackIncidents(event, {
        ...settings,
        plan,
        ...(store && { memory: memory(store) }),
      });
      told.push(`${marked[0]?.quiet?.by ?? '-'} ${notifications.map(({ subject }) => subject)}`.trim());
    }
    return told;
  }

  it('tells nothing, and the first OK run after it tells that an incident from before is over', async () => {
    expect(await minutes('NNNOOOOO', memoryStore())).toEqual([
      '-',
      '- NG 1 of 1: b',
      ...new Array(4).fill('deploy'),
      '- recovered: b',
      '-',
    ]);
  });

  it('begins nothing: an NG in it is none of the two that open an incident', async () => {
    expect(await minutes('OOONNNN', memoryStore())).toEqual(['-', '-', ...new Array(4).fill('deploy'), '-']);
  });

  it('tells nothing where no memory is wanted either', async () => {
    expect(await minutes('ONN')).toEqual(['-', '- NG 1 of 1: b', 'deploy']);
  });

  it('remembers nothing of it when the tracker is called again to record', async () => {
    const store = memoryStore();
    const verdicts = [ngVerdict('b')];
    const event = { run: { ...run, startedAt: at(3) }, verdicts, mode: 'record' } as const;
    await trackIncidents(event, { ...settings, plan, memory: memory(store) });
    expect(store.states.size).toBe(0);
  });
});

describe('trackIncidents of a muted check', () => {
  const at = (minute: number) => `2026-01-31T09:0${minute}:00.000Z`;

  async function minutes(letters: string, mutes: () => Promise<readonly Mute[]>) {
    const troubles: unknown[] = [];
    const memory: Memory = {
      store: memoryStore(),
      policyOf: () => DEFAULT_POLICY,
      now: () => Date.parse(at(9)),
      settleMs: SETTLE_MS,
      mutes: { mutes, mute: async () => {}, unmute: async () => {} },
      onTrouble: (trouble) => troubles.push(trouble),
    };
    const told = [];
    for (const [minute, letter] of [...letters].entries()) {
      const verdict = letter === 'O' ? okVerdict('b') : ngVerdict('b');
      const event = { run: { ...run, id: `${minute}`, startedAt: at(minute) }, verdicts: [verdict], mode: 'decide' };
      const { verdicts: marked, notifications } = await trackIncidents(event as never, { ...settings, memory });
      told.push(`${marked[0]?.quiet?.because ?? '-'} ${notifications.map(({ subject }) => subject)}`.trim());
    }
    return { told, troubles };
  }

  it('tells nothing while it is on, ends by itself, and the recovery is told after it', async () => {
    const mute = { check: 'b', from: `${at(2).slice(0, -5)}.500Z`, until: at(5) };
    const asked: Mute[][] = [[], [], [mute, { ...mute, check: 'a' }]];
    expect(await minutes('NNNOOOO', async () => (asked.length > 1 ? asked.shift() : asked[0]) ?? [])).toEqual({
      told: ['-', '- NG 1 of 1: b', 'muted', 'muted', 'muted', '- recovered: b', '-'],
      troubles: [],
    });
  });

  it('tells all when the mutes cannot be read', async () => {
    const gone = new Error('the table is gone');
    const { told, troubles } = await minutes('NN', () => Promise.reject(gone));
    expect([told, troubles]).toEqual([
      ['-', '- NG 1 of 1: b'],
      [gone, gone],
    ]);
  });
});

describe('trackIncidents with guards', () => {
  const at = (minute: number) => `2026-01-31T09:0${minute}:00.000Z`;
  const up = (isUp: boolean) => (isUp ? okVerdict('up') : ngVerdict('up'));

  /** A minute's run of each of two shards, delivered twice: what was told of it. */
  async function minute(which: number, isUp: boolean, isWell: boolean, memory?: Memory) {
    const told = [];
    for (const shard of ['5m-0', '5m-1']) {
      const verdicts = [isWell ? okVerdict(`check-${shard}`) : ngVerdict(`check-${shard}`), up(isUp)];
      const its = { ...run, id: `${shard}-${which}`, shard, startedAt: at(which), guards: ['up'] };
      for (const id of [its.id, `${its.id}-again`]) {
        const { notifications } = await trackIncidents(
          { run: { ...its, id }, verdicts, mode: 'decide' },
          { ...settings, ...(memory && { memory }) },
        );
        told.push(...notifications.map(({ subject }) => subject));
      }
    }
    return told;
  }

  it('tells of a monitor that is offline once for all shards, and of none of their checks', async () => {
    const memory = {
      store: memoryStore(),
      policyOf: () => DEFAULT_POLICY,
      settleMs: SETTLE_MS,
      now: () => Date.parse(at(9)),
      onTrouble: () => {},
    };
    const told = [];
    for (const [which, isUp, isWell] of [
      [0, true, true],
      [1, false, false],
      [2, false, false],
      [3, false, false],
      [4, true, true],
      [5, true, false],
      [6, true, false],
    ] as const) {
      told.push(await minute(which, isUp, isWell, memory));
    }
    expect(told).toEqual([
      [],
      ['monitor offline: 1 of 1 NG, and none counts'],
      [],
      [],
      ['monitor online again'],
      [],
      ['NG 1 of 1: check-5m-0', 'NG 1 of 1: check-5m-1'],
    ]);
  });

  it('tells of it in the place of the NGs where no memory is wanted', async () => {
    expect(new Set(await minute(1, false, false))).toEqual(new Set(['monitor offline: 1 of 1 NG, and none counts']));
    expect(await minute(1, false, true)).not.toEqual([]);
  });
});
