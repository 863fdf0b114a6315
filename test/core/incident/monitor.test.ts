import { describe, expect, it } from 'vitest';
import { parseChecks } from '#checks-file/parse.ts';
import { MONITOR, monitorVerdict } from '#core/incident/monitor.ts';
import { sift } from '#core/incident/quiet.ts';
import type { Verdict } from '#core/verdict/verdict.ts';
import { type Letter, runAt, verdictOf } from './answers.ts';

const RUN = { ...runAt(0), trigger: 'schedule', shard: '5m-0', concurrency: 40, region: 'here' } as const;
const GUARDED = { ...RUN, guards: ['up-1', 'up-2'] };

const roll = (answers: Readonly<Record<string, Letter>>) =>
  Object.entries(answers).map(([name, letter]) => verdictOf(letter, name));

const told = async (answers: Readonly<Record<string, Letter>>, run: Parameters<typeof sift>[0] = GUARDED) => {
  const { verdicts, counting } = await sift(run, roll(answers), { checks: [['b', { dependsOn: ['a'] }]] });
  return {
    quiet: verdicts.map(({ name, quiet }) => `${name} ${quiet?.because ?? '-'}`),
    counting: counting.map(({ name, outcome }) => `${name} ${outcome}`),
  };
};

describe('a run with guards', () => {
  it('counts for its checks as long as one guard is OK, and never for a guard', async () => {
    expect(await told({ a: 'N', b: 'N', c: 'N', 'up-1': 'N', 'up-2': 'f' })).toEqual({
      quiet: ['a -', 'b parent', 'c -', 'up-1 guard', 'up-2 guard'],
      counting: ['a NG', 'c NG', `${MONITOR} OK`],
    });
  });

  it('counts for the monitor alone when all guards are NG: also an OK says nothing then', async () => {
    expect(await told({ a: 'N', b: 'N', c: 'O', 'up-1': 'N', 'up-2': 'F' })).toEqual({
      quiet: ['a offline', 'b offline', 'c offline', 'up-1 guard', 'up-2 guard'],
      counting: [`${MONITOR} NG`],
    });
  });

  it('counts for its checks while a guard answers whose certificate is about to end', async () => {
    const reason = { code: 'certificate', message: 'certificate ends in 3 days' } as const;
    const guards = [verdictOf('N', 'up-1'), { ...verdictOf('N', 'up-2'), reason }];
    const { counting } = await sift(GUARDED, [verdictOf('N', 'a'), ...guards], { checks: [] });
    expect(counting.map(({ name, outcome }) => `${name} ${outcome}`)).toEqual(['a NG', `${MONITOR} OK`]);
  });

  it('says nothing of the monitor where there is no guard', async () => {
    expect((await told({ a: 'N' }, RUN)).counting).toEqual(['a NG']);
    expect((await told({ a: 'N' }, { ...RUN, adHoc: [] })).counting).toEqual(['a NG']);
  });

  it('says nothing of the monitor in a window that is about everything', async () => {
    const window = { name: 'w', checks: null, from: RUN.startedAt, to: runAt(1).startedAt };
    const sifted = await sift(GUARDED, roll({ a: 'N', 'up-1': 'N', 'up-2': 'N' }), {
      checks: [],
      maintenance: [window],
    });
    expect(sifted.counting).toEqual([]);
    expect(sifted.verdicts.map(({ quiet }) => quiet?.because)).toEqual(['maintenance', 'guard', 'guard']);
  });
});

describe('the verdict on the monitor', () => {
  it('says of each guard what was wrong', () => {
    const guards: [Verdict, Verdict] = [verdictOf('N', 'up-1'), { ...verdictOf('N', 'up-2'), reason: null }];
    expect(monitorVerdict(guards)).toMatchObject({
      name: MONITOR,
      outcome: 'NG',
      reason: {
        code: 'checker-fault',
        message: 'every guard is NG: up-1: status 503, wanted 200; up-2: no reason was given',
      },
    });
  });

  it('has a name that no check can have', () => {
    const { list } = parseChecks(JSON.stringify({ checks: [{ name: MONITOR, tcp: { host: 'h', port: 1 } }] }));
    expect(list).toBeNull();
  });
});
