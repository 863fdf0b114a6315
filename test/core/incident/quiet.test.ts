import { describe, expect, it } from 'vitest';
import type { MaintenanceWindow } from '#core/check/maintenance-window.ts';
import { sift } from '#core/incident/quiet.ts';
import type { Verdict } from '#core/verdict/verdict.ts';
import { type Letter, runAt, verdictOf } from './answers.ts';

const quieted = async (...asked: Parameters<typeof sift>) => (await sift(...asked)).verdicts;

const RUN = { ...runAt(10), trigger: 'schedule', shard: '5m-0', concurrency: 40, region: 'here' } as const;

/** Open at minute 10. */
const window = (name: string, checks: readonly string[] | null): MaintenanceWindow => ({
  name,
  checks,
  from: runAt(10).startedAt,
  to: runAt(11).startedAt,
});

const rules = (maintenance: readonly MaintenanceWindow[]) => ({ checks: [], maintenance });

const verdicts = (letters: string) => [...letters].map((letter, at) => verdictOf(letter as Letter, 'abcdef'[at]));

describe('a run in a maintenance window', () => {
  it('has its verdicts marked, OK or NG, with the first window that is about the check', async () => {
    const maintenance = [window('other', ['x']), window('deploy', ['a', 'c']), window('all of c', ['c'])];
    const marked = await quieted(RUN, verdicts('NOO'), rules(maintenance));
    expect(marked.map(({ name, quiet }) => [name, quiet])).toEqual([
      ['a', { because: 'maintenance', by: 'deploy' }],
      ['b', undefined],
      ['c', { because: 'maintenance', by: 'deploy' }],
    ]);
  });

  it('changes nothing else of a verdict', async () => {
    const [before] = verdicts('N');
    const [{ quiet: _, ...after } = verdictOf('O')] = await quieted(RUN, verdicts('N'), rules([window('w', null)]));
    expect(after).toEqual(before);
  });

  it('is the same verdicts outside of it, and for checks that came with an input', async () => {
    const all = verdicts('NO');
    expect(await quieted({ ...RUN, ...runAt(11) }, all, rules([window('w', null)]))).toEqual(all);
    expect(await quieted({ ...RUN, adHoc: [] }, all, rules([window('w', null)]))).toEqual(all);
    expect(await quieted(RUN, all, rules([]))).toEqual(all);
  });

  it('keeps a verdict within its budget: the mark takes room from the command and the excerpt', async () => {
    const full = { ...verdictOf('N'), excerpt: 'x'.repeat(300), curl: `curl ${'y'.repeat(350)}` };
    const [marked] = await quieted(RUN, [full], rules([window('状'.repeat(60), null)]));
    expect(Buffer.byteLength(JSON.stringify(marked))).toBeLessThanOrEqual(1024);
    expect(marked).toMatchObject({ excerpt: full.excerpt, quiet: { by: '状'.repeat(60) } });
  });

  it.each([
    {},
    { reason: undefined, tags: null, label: undefined },
    { reason: 'r', tags: 't', label: 1, excerpt: 2, curl: 3 },
    { reason: { code: 'c', message: 4 }, tags: {}, label: null, excerpt: null, curl: null },
  ])('is marked though a checker answers rubbish at length: %j', async (rubbish) => {
    const long = { ...verdictOf('N'), ...rubbish, ...{ junk: 'x'.repeat(2000) } } as Verdict;
    const [marked] = await quieted(RUN, [long], rules([window('w', null)]));
    expect(marked).toMatchObject({ name: long.name, quiet: { because: 'maintenance', by: 'w' } });
  });
});
