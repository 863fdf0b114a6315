import { describe, expect, it } from 'vitest';
import type { Check } from '#core/check/check.ts';
import { newScheduler } from '#local/watch/scheduler.ts';
import { check } from '../checks.ts';
import { fakeClock } from './fake-clock.ts';

const HOUR = 3_600_000;

/** A scheduler over a fake clock. `hanging`: names of checks that never answer. */
function scheduled(checks: readonly Check[], everyMs: number | null, hanging: ReadonlySet<string> = new Set()) {
  const clock = fakeClock();
  const began: { readonly name: string; readonly at: number; readonly late: number }[] = [];
  const executions: (readonly string[])[] = [];
  const skipped: string[] = [];
  const steps: number[] = [];
  const last = new Map<string, number>();
  const scheduler = newScheduler({
    clock,
    begin(batch, dueAt) {
      const { steady, wall } = clock.now();
      executions.push(batch.map(({ name }) => name));
      for (const { name } of batch) {
        began.push({ name, at: steady, late: steady - (dueAt.get(name) ?? 0) });
        last.set(name, wall);
        if (!hanging.has(name)) clock.after(20, () => scheduler.answered(name));
      }
    },
    last: (name) => last.get(name) ?? null,
    tookMs: () => 0,
    onSkipped: ({ name }) => skipped.push(name),
    onStep: (ms) => steps.push(ms),
  });
  scheduler.use({ checks, guard: [], everyMs });
  return { clock, scheduler, began, executions, skipped, steps };
}

const many = (count: number) => Array.from({ length: count }, (_, index) => check(`c${index}`));
const countOf = (began: readonly { readonly name: string }[]) =>
  [...Map.groupBy(began, ({ name }) => name).values()].map(({ length }) => length);

describe('the schedule', () => {
  it('runs each check once in its interval, through ten thousand runs, none late', () => {
    const { clock, began } = scheduled(many(20), 10_000);
    clock.advance(5_000_000 + 10_000);
    expect(began.length).toBeGreaterThanOrEqual(10_000);
    for (const runs of countOf(began)) expect(runs).toBeGreaterThanOrEqual(500);
    expect(Math.max(...began.map(({ late }) => late))).toBe(0);
    const [first = []] = Map.groupBy(began, ({ name }) => name).values();
    const gaps = new Set(first.slice(2).map(({ at }, index) => at - (first[index + 1]?.at ?? 0)));
    expect([...gaps]).toEqual([10_000]);
  });

  it('puts what is due at one moment into one execution', () => {
    const { clock, executions } = scheduled(many(400), 10_000);
    clock.advance(9_999);
    expect(executions.flat()).toHaveLength(400);
    expect(executions.length).toBeLessThanOrEqual(40);
  });

  it('never runs a check beside itself: what is due meanwhile is left out and counted', () => {
    const { clock, scheduler, began, skipped } = scheduled(many(2), 10_000, new Set(['c0']));
    clock.advance(60_000);
    expect(began.filter(({ name }) => name === 'c0')).toHaveLength(1);
    expect(skipped.length).toBeGreaterThanOrEqual(5);
    expect(new Set(skipped)).toEqual(new Set(['c0']));
    expect(began.filter(({ name }) => name === 'c1').length).toBeGreaterThanOrEqual(6);
    scheduler.answered('c0');
    clock.advance(10_000);
    expect(began.filter(({ name }) => name === 'c0')).toHaveLength(2);
  });

  it('begins what is asked for now, unless it is running, and keeps its moments', () => {
    const { clock, scheduler, began } = scheduled(many(1), 60_000);
    clock.advance(60_000);
    const before = began.length;
    clock.advance(100);
    expect(scheduler.beginNow('c0')).toBe(true);
    expect(scheduler.beginNow('c0')).toBe(false);
    expect(scheduler.beginNow('nobody')).toBe(false);
    clock.advance(60_000);
    expect(began.length - before).toBe(2);
  });

  it('begins nothing more when it is stopped', () => {
    const { clock, scheduler, began } = scheduled(many(5), 10_000);
    clock.advance(10_000);
    const before = began.length;
    scheduler.stop();
    clock.advance(HOUR);
    expect(scheduler.beginNow('c0')).toBe(false);
    expect(began).toHaveLength(before);
  });
});

describe('another list', () => {
  it('changes no moment of the checks that stay, and begins new ones soon', () => {
    const { clock, scheduler, began } = scheduled(many(3), HOUR);
    clock.advance(2 * HOUR);
    const momentsOf = (name: string) => began.filter((one) => one.name === name).map(({ at }) => at % HOUR);
    const before = ['c1', 'c2'].map((name) => momentsOf(name).at(-1));
    clock.advance(17_300);
    scheduler.use({ checks: [...many(3).slice(1), check('new')], guard: [], everyMs: HOUR });
    clock.advance(10_000);
    expect(momentsOf('new')).toHaveLength(1);
    clock.advance(2 * HOUR);
    expect(['c1', 'c2'].map((name) => momentsOf(name).at(-1))).toEqual(before);
    expect(momentsOf('c0').length).toBeLessThanOrEqual(3);
  });
});

describe('a clock that is set', () => {
  it.each([
    ['forward by a day, as after sleep', 24 * HOUR, 1],
    ['back by a day', -24 * HOUR, 0],
  ])('%s makes no burst', (_, stepMs, more) => {
    const { clock, began, steps } = scheduled(many(10), HOUR);
    clock.advance(3 * HOUR);
    const before = began.length;
    clock.step(stepMs);
    clock.advance(15_000);
    expect(steps).toEqual([stepMs]);
    // A check that was due just then anyway may be among them.
    expect(Math.abs(began.length - before - more * 10)).toBeLessThanOrEqual(1);
    clock.advance(10 * HOUR);
    for (const runs of countOf(began)) expect(Math.abs(runs - 13 - more)).toBeLessThanOrEqual(1);
  });

  it('runs a cron that was missed once', () => {
    const daily = check('daily', { schedule: { cron: '0 9 * * *', timezone: 'UTC' } });
    const { clock, began } = scheduled([daily], null);
    clock.advance(8 * HOUR);
    expect(began).toHaveLength(0);
    clock.step(60 * HOUR);
    clock.advance(5_000);
    expect(began).toHaveLength(1);
    clock.advance(24 * HOUR);
    expect(began).toHaveLength(2);
  });
});
