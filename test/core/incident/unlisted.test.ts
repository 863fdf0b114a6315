import { describe, expect, it } from 'vitest';
import { DEFAULT_POLICY } from '#core/check/incident-policy.ts';
import { MONITOR } from '#core/incident/monitor.ts';
import type { CheckState, Listed } from '#core/incident/state.ts';
import { trackRun } from '#core/incident/track-run.ts';
import { closings } from '#core/incident/unlisted.ts';
import { type Letter, runAt, SETTLE_MS, START, verdictOf } from './answers.ts';
import { memoryStore } from './memory-store.ts';

const listOf = (id: string, ...names: readonly string[]): Listed => ({ id, names: new Set(names) });

/** One store, which knows no list: each run says which is its own. */
function runs() {
  const store = memoryStore({ names: new Set() });
  return async (minute: number, listed: Listed, letters: Readonly<Record<string, Letter>>, failureThreshold = 1) => {
    const { transitions } = await trackRun({
      run: runAt(minute),
      verdicts: Object.entries(letters).map(([name, letter]) => ({
        ...verdictOf(letter, name),
        tags: ['shop'],
        severity: 'warning' as const,
      })),
      policyOf: () => ({ ...DEFAULT_POLICY, failureThreshold, degradedThreshold: failureThreshold }),
      now: START + minute * 60_000,
      settleMs: SETTLE_MS,
      listed,
      store,
    });
    return transitions.map(({ type, check, tags = [], severity }) => [type, check, ...tags, severity].join(' ').trim());
  };
}

describe('what is remembered of a check that the list has no more', () => {
  it('is closed once, with the tags and the severity that the check had', async () => {
    const run = runs();
    await run(0, listOf('one', 'a', 'b'), { a: 'N', b: 'O' });
    expect(await run(1, listOf('one', 'b'), { b: 'O' })).toEqual(['removed a shop warning']);
    expect(await run(2, listOf('one', 'b'), { b: 'O' })).toEqual([]);
    expect(await run(3, listOf('one', 'a', 'b'), { a: 'N', b: 'O' }), 'back again').toEqual(['opened a']);
  });

  it('is closed where it was degraded, too', async () => {
    const run = runs();
    expect(await run(0, listOf('one', 'a', 'b'), { a: 'D', b: 'O' })).toEqual(['opened a']);
    expect(await run(1, listOf('one', 'b'), { b: 'O' })).toEqual(['removed a shop warning']);
    expect(await run(2, listOf('one', 'b'), { b: 'O' })).toEqual([]);
    expect(await run(3, listOf('one', 'a', 'b'), { a: 'O', b: 'O' }), 'nothing left to end').toEqual([]);
  });

  it('is let go without a word where no incident was open', async () => {
    const run = runs();
    await run(0, listOf('one', 'a', 'b'), { a: 'N' }, 2);
    expect(await run(1, listOf('one', 'b'), { b: 'O' }, 2)).toEqual([]);
    expect(await run(2, listOf('one', 'a', 'b'), { a: 'N' }, 2), 'counted from zero').toEqual([]);
  });

  it('is left alone by a run of another list, and by one that selects a few', async () => {
    const run = runs();
    await run(0, listOf('one', 'a', 'b'), { a: 'N' });
    expect(await run(1, listOf('other', 'c'), { c: 'N' })).toEqual(['opened c']);
    expect(await run(2, listOf('one', 'a', 'b'), { b: 'O' })).toEqual([]);
    expect(await run(3, listOf('one', 'a', 'b'), { a: 'O' })).toEqual(['recovered a']);
  });

  it('goes by its verdict in a run that still has one', async () => {
    const run = runs();
    await run(0, listOf('one', 'a'), { a: 'N' });
    expect(await run(1, listOf('one', 'b'), { a: 'O' })).toEqual(['recovered a']);
  });
});

describe('closings', () => {
  const track = { since: '', streak: 1, calm: 0, openedAt: runAt(0).startedAt, toldAt: null };
  const state = (name: string, more: Partial<CheckState> = {}): CheckState => ({
    name,
    target: { ...track, reason: { code: 'status', message: 'down' } },
    fault: null,
    lastRun: runAt(0),
    told: [],
    ...more,
  });
  const closed = (one: CheckState, names: readonly string[], minute = 1) =>
    closings(
      new Map([[one.name, one]]),
      { names: new Set(names) },
      { run: runAt(minute), now: START + minute * 60_000 },
      new Set(),
    ).map(({ name }) => name);

  it.each([
    ['a certificate, when none that showed it is there', state('(certificate x)', { shownBy: ['a', 'b'] }), ['c'], 1],
    ['a certificate that another still shows', state('(certificate x)', { shownBy: ['a', 'b'] }), ['b'], 0],
    ['the monitor, when the list has no guard', state(MONITOR), ['a'], 1],
    ['the monitor of a list with guards', state(MONITOR), ['a', MONITOR], 0],
  ])('are of %s', (_, one, names, count) => {
    expect(closed(one, names)).toHaveLength(count);
  });

  it('are not made by a run that started before the last one', () => {
    expect(closed(state('a', { lastRun: runAt(2) }), [])).toEqual([]);
  });
});
