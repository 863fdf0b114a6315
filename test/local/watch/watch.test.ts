import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Check } from '#core/check/check.ts';
import type { CheckList } from '#core/check/check-list.ts';
import { openSqliteStore } from '#local/store/sqlite-store.ts';
import { folderWith } from '../../cli/command.ts';
import { check, ngVerdict, okVerdict, scripted } from '../checks.ts';
import { alertsTo, answers, heard, received, runNow, started, tells } from './started.ts';

const once = (name: string, change: Partial<Check> = {}) =>
  check(name, { alerts: { failureThreshold: 1 }, ...change } as never);

/** A checker whose outcomes can be changed. */
function target(down: Set<string>) {
  return { CheckHttp: scripted(Object.fromEntries(['shop', 'blog'].map((name) => [name, () => verdictOf(name)]))) };
  function verdictOf(name: string) {
    return down.has(name) ? ngVerdict(name) : okVerdict(name);
  }
}

describe('a check that is due', () => {
  it('is run, its verdict said and kept in the store', async () => {
    const { watch, clock, file } = await started({ checks: [check('shop')] }, { functions: target(new Set()) });
    expect(watch.latest('shop')).toBeNull();
    const verdict = heard(watch, answers('shop'));
    clock.advance(10_000);
    expect(await verdict).toMatchObject({ verdicts: [{ name: 'shop', outcome: 'OK' }], lagMs: expect.any(Number) });
    expect(watch.latest('shop')).toMatchObject({ verdict: { outcome: 'OK' } });
    expect(watch.health()).toMatchObject({ running: 0, troubles: [], lastRunAt: expect.any(String) });
    await watch.stop(1_000);
    const store = await openSqliteStore(file, { now: Date.now, retentionMs: 0, settleMs: 0 });
    expect(await store.history('shop', 10)).toHaveLength(1);
    store.close();
  });

  it('is known by its last verdict when watch begins again', async () => {
    const folder = await folderWith();
    const first = await started({ checks: [check('shop')] }, { functions: target(new Set(['shop'])) }, { folder });
    await first.watch.runNow('shop');
    await first.watch.stop(1_000);
    const { watch } = await started({ checks: [check('shop')] }, { functions: target(new Set()) }, { folder });
    expect(watch.latest('shop')).toMatchObject({ verdict: { outcome: 'NG' } });
  });

  it('does not wait for a slow one of the same execution, nor do its incidents at its next run', async () => {
    const down = new Set<string>();
    const hanging = Promise.withResolvers<never>();
    const functions = {
      CheckHttp: scripted({
        slow: () => hanging.promise,
        shop: () => (down.has('shop') ? ngVerdict('shop') : okVerdict('shop')),
      }),
    };
    const { watch, clock } = await started({ checks: [once('shop'), once('slow')] }, { functions }, { everyMs: 1_000 });
    const first = heard(watch, answers('shop'));
    clock.advance(1_000);
    await first;
    down.add('shop');
    const opened = heard(watch, tells('opened', 'shop'));
    clock.advance(1_000);
    expect(await opened).toMatchObject({ transitions: [{ check: 'shop' }] });
    expect(watch.health()).toMatchObject({ skipped: expect.any(Number), troubles: [] });
    expect(watch.health().skipped).toBeGreaterThan(0);
    expect(watch.latest('slow')).toBeNull();
    const stopped = watch.stop(1_000);
    clock.advance(1_000);
    await stopped;
  });

  it('asks guards once for all executions that begin together', async () => {
    let asked = 0;
    const checks = Array.from({ length: 60 }, (_, index) => check(`c${index}`));
    const guard = [check('guard')];
    const functions = {
      CheckHttp: scripted({
        guard() {
          asked += 1;
          return okVerdict('guard');
        },
      }),
    };
    const { watch, clock } = await started({ checks, guard }, { functions }, { everyMs: 1_000 });
    const all = Promise.all(checks.map(({ name }) => heard(watch, answers(name))));
    clock.advance(999);
    await all;
    expect(asked).toBe(1);
    expect(watch.latest('guard')).toBeNull();
  });
});

describe('an incident', () => {
  it('is sent when it opens and when it is over, and not at each NG', async () => {
    const hook = await received();
    const down = new Set(['shop']);
    const list: CheckList = { checks: [once('shop')], alerts: alertsTo(hook.url) };
    const { watch } = await started(list, { functions: target(down) });
    await runNow(watch, 'shop');
    await hook.count(1);
    await runNow(watch, 'shop');
    down.clear();
    await runNow(watch, 'shop');
    await hook.count(2);
    await watch.stop(1_000);
    expect(hook.events).toEqual(['opened shop', 'recovered shop']);
  });

  it('waits for a receiver that is out of reach, and goes out in order when it is back', async () => {
    const hook = await received();
    hook.isUp = false;
    const down = new Set(['shop']);
    const list: CheckList = { checks: [once('shop')], alerts: alertsTo(hook.url) };
    const { watch, clock, logged } = await started(list, { functions: target(down) });
    await runNow(watch, 'shop');
    await logged(/^not sent/);
    down.clear();
    const recovered = heard(watch, tells('recovered', 'shop'));
    await runNow(watch, 'shop');
    await recovered;
    expect(watch.health().troubles).toEqual([
      expect.stringMatching(/^not sent to alerts\.topics\.default.*tried again$/),
    ]);
    hook.isUp = true;
    clock.advance(2_000);
    await hook.count(2);
    expect(hook.events).toEqual(['opened shop', 'recovered shop']);
    await watch.stop(1_000);
    expect(watch.health().troubles).toEqual([]);
  });

  it('is sent also where the store cannot be written, and that is a trouble', async () => {
    const hook = await received();
    const folder = join(await folderWith({ file: '' }), 'file');
    const list: CheckList = { checks: [once('shop')], alerts: alertsTo(hook.url) };
    const { watch, logged } = await started(list, { functions: target(new Set(['shop'])) }, { folder });
    await runNow(watch, 'shop');
    await hook.count(1);
    expect(hook.events).toEqual(['undeduplicated shop']);
    await logged(/^verdicts are not remembered: .*its folder is not there/);
    await rm(folder.slice(0, -'/file'.length), { recursive: true });
    await runNow(watch, 'shop');
    await logged(/^store: over$/);
    await hook.count(2);
    expect(hook.events).toEqual(['undeduplicated shop', 'opened shop']);
    await watch.stop(1_000);
    expect(watch.health().troubles).toEqual([]);
  });
});

it('sends nothing where nothing shall be sent, not even what an earlier watch has left', async () => {
  const folder = await folderWith();
  const hook = await received();
  hook.isUp = false;
  const list: CheckList = { checks: [once('shop')], alerts: alertsTo(hook.url) };
  const first = await started(list, { functions: target(new Set(['shop'])) }, { folder });
  await runNow(first.watch, 'shop');
  await first.logged(/^not sent/);
  await first.watch.stop(1_000);
  hook.isUp = true;
  const second = await started(list, { functions: target(new Set()) }, { folder, sends: false });
  await runNow(second.watch, 'shop');
  await second.watch.stop(1_000);
  expect(hook.events).toEqual([]);
  const third = await started(list, { functions: target(new Set()) }, { folder });
  await hook.count(1);
  await third.watch.stop(1_000);
  expect(hook.events).toEqual(['opened shop']);
});

it('says when runs begin late, and when they do no more', async () => {
  const { watch, clock, logged } = await started({ checks: [check('shop')] }, { functions: target(new Set()) });
  const late = heard(watch, answers('shop'));
  clock.advance(20_000);
  await late;
  clock.advance(60_000);
  await logged(/^1 run in 100 begins \d+\.\d s late/);
  expect(watch.health().lagMs).toBeGreaterThan(1_000);
  clock.advance(6 * 60_000);
  await logged(/^lag: over$/);
  await watch.stop(1_000);
});

describe('another list', () => {
  it('ends the incidents of checks that it has no more', async () => {
    const { watch } = await started({ checks: [once('shop'), once('blog')] }, { functions: target(new Set(['shop'])) });
    const opened = heard(watch, tells('opened', 'shop'));
    await runNow(watch, 'shop');
    await opened;
    const removed = heard(watch, tells('removed', 'shop'));
    watch.use({ checks: [once('blog')] }, []);
    await runNow(watch, 'blog');
    await removed;
    expect(watch.latest('shop')).toBeNull();
    await expect(watch.runNow('shop')).rejects.toThrow('shop was not run');
    await watch.stop(1_000);
  });

  it('ends the trouble with a receiver that it has no more', async () => {
    const hook = await received();
    hook.isUp = false;
    const list: CheckList = { checks: [once('shop')], alerts: alertsTo(hook.url) };
    const { watch, clock, logged } = await started(list, { functions: target(new Set(['shop'])) });
    await runNow(watch, 'shop');
    await logged(/^not sent/);
    watch.use({ checks: list.checks }, []);
    clock.advance(2_000);
    await logged(/^receiver .*: over$/);
    await watch.stop(1_000);
  });

  it('that has faults is not taken, and they are known until one has none', async () => {
    const { watch, events } = await started({ checks: [check('shop')] }, { functions: target(new Set()) });
    watch.use(null, ['checks.yaml:5:3 is wrong']);
    expect(watch.inUse()).toMatchObject({ list: { checks: [{ name: 'shop' }] }, faults: ['checks.yaml:5:3 is wrong'] });
    watch.use({ checks: [check('blog')] }, []);
    expect(watch.inUse()).toMatchObject({ list: { checks: [{ name: 'blog' }] }, faults: [] });
    expect(events).toMatchObject([
      { id: 1, type: 'list' },
      { id: 2, type: 'list' },
    ]);
  });
});

it('awaits the verdict of a run that is under way when it is asked for one now', async () => {
  let calls = 0;
  const answer = Promise.withResolvers<void>();
  const functions = {
    CheckHttp: scripted({
      async shop() {
        calls += 1;
        await answer.promise;
        return okVerdict('shop');
      },
    }),
  };
  const { watch } = await started({ checks: [check('shop')] }, { functions });
  const both = [watch.runNow('shop'), watch.runNow('shop')];
  answer.resolve();
  const [one, other] = await Promise.all(both);
  expect(one).toEqual(other);
  expect(calls).toBe(1);
});
