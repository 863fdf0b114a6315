import { describe, expect, it } from 'vitest';
import { sift } from '#core/incident/quiet.ts';
import type { Verdict } from '#core/verdict/verdict.ts';
import { type Letter, runAt, verdictOf } from './answers.ts';

const quieted = async (...asked: Parameters<typeof sift>) => (await sift(...asked)).verdicts;

const RUN = { ...runAt(0), trigger: 'schedule', shard: '5m-0', concurrency: 40, region: 'here' } as const;

/** `c: C`: NG only because its certificate is about to end. */
function verdicts(answers: Readonly<Record<string, Letter | 'C'>>): readonly Verdict[] {
  return Object.entries(answers).map(([name, letter]) => {
    if (letter !== 'C') return verdictOf(letter, name);
    return { ...verdictOf('N', name), reason: { code: 'certificate', message: 'ends in 9 days, wanted 21' } };
  });
}

type Row = {
  readonly why: string;
  readonly parents: Readonly<Record<string, readonly string[]>>;
  readonly answers: Readonly<Record<string, Letter | 'C'>>;
  /** Each suppressed check, and the one under whose news it is told. */
  readonly suppressed: Readonly<Record<string, string>>;
};

const chain = { api: ['db'], page: ['api'] };
const rows: readonly Row[] = [
  { why: 'parent NG, child NG', parents: chain, answers: { db: 'N', api: 'N' }, suppressed: { api: 'db' } },
  { why: 'parent NG, child OK', parents: chain, answers: { db: 'N', api: 'O' }, suppressed: {} },
  { why: 'parent OK, child NG', parents: chain, answers: { db: 'O', api: 'N' }, suppressed: {} },
  { why: 'parent flaky, child NG', parents: chain, answers: { db: 'f', api: 'N' }, suppressed: {} },
  { why: 'parent not in the run', parents: chain, answers: { api: 'N' }, suppressed: {} },
  {
    why: 'all of a chain under the one furthest up',
    parents: chain,
    answers: { page: 'N', api: 'N', db: 'N' },
    suppressed: { page: 'db', api: 'db' },
  },
  {
    why: 'a grandparent counts, whatever is between',
    parents: chain,
    answers: { db: 'N', api: 'O', page: 'N' },
    suppressed: { page: 'db' },
  },
  {
    why: 'the way up ends where a check is not in the run',
    parents: chain,
    answers: { db: 'N', page: 'N' },
    suppressed: {},
  },
  {
    why: 'any parent will do',
    parents: { api: ['db', 'auth'] },
    answers: { db: 'O', auth: 'N', api: 'N' },
    suppressed: { api: 'auth' },
  },
  {
    why: 'of two parents the first named',
    parents: { api: ['db', 'auth'] },
    answers: { auth: 'N', db: 'N', api: 'N' },
    suppressed: { api: 'db' },
  },
  { why: 'a parent that Rollcall could not check', parents: chain, answers: { db: 'F', api: 'N' }, suppressed: {} },
  { why: 'a child that Rollcall could not check', parents: chain, answers: { db: 'N', api: 'F' }, suppressed: {} },
  {
    why: "a parent's certificate that is about to end",
    parents: chain,
    answers: { db: 'C', api: 'N' },
    suppressed: {},
  },
  { why: 'nobody depends on anything', parents: {}, answers: { db: 'N', api: 'N' }, suppressed: {} },
];

const settingsOf = (parents: Row['parents']) =>
  Object.entries(parents).map(([name, dependsOn]) => [name, { dependsOn }] as const);

function suppressedIn(marked: readonly Verdict[]): Record<string, string> {
  return Object.fromEntries(
    marked.flatMap(({ name, quiet }) => (quiet?.because === 'parent' ? [[name, quiet.by]] : [])),
  );
}

describe('a check that depends on others', () => {
  it.each(rows)('$why', async ({ parents, answers, suppressed }) => {
    expect(suppressedIn(await quieted(RUN, verdicts(answers), { checks: settingsOf(parents) }))).toEqual(suppressed);
  });

  it('is suppressed among checks that came with an input too', async () => {
    const run = { ...RUN, adHoc: settingsOf(chain) };
    const marked = await quieted(run, verdicts({ db: 'N', api: 'N' }), { checks: [] });
    expect(suppressedIn(marked)).toEqual({ api: 'db' });
  });

  it('is suppressed by a parent in maintenance, of which nobody is told', async () => {
    const window = { name: 'w', checks: ['db'], from: runAt(0).startedAt, to: runAt(1).startedAt };
    const marked = await quieted(RUN, verdicts({ db: 'N', api: 'N' }), {
      checks: settingsOf(chain),
      maintenance: [window],
    });
    expect(marked.map(({ quiet }) => quiet)).toEqual([
      { because: 'maintenance', by: 'w' },
      { because: 'parent', by: 'db' },
    ]);
  });

  it('is found quickly in a family where each depends on all before it', async () => {
    const names = Array.from({ length: 100 }, (_, at) => `c${at}`);
    const parents = Object.fromEntries(names.map((name, at) => [name, names.slice(Math.max(0, at - 10), at)]));
    const answers = Object.fromEntries(names.map((name, at) => [name, at === 0 || at === 99 ? 'N' : 'O'] as const));
    expect(suppressedIn(await quieted(RUN, verdicts(answers), { checks: settingsOf(parents) }))).toEqual({ c99: 'c0' });
  });
});
