import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, it } from 'vitest';
import type { Watch } from '#local/watch/watch.ts';
import { check, ngVerdict, okVerdict, scripted } from '../checks.ts';
import { started } from './started.ts';

const CHECKS = 100;
/** What lies about at the moment; a leak of a verdict a run is 5 MB and more. */
const ROOM_BYTES = 3 * 1024 * 1024;

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

function heap(): number {
  collect();
  return process.memoryUsage().heapUsed;
}

/** Resolves when so many verdicts have come. */
function verdicts(watch: Watch, count: number): Promise<void> {
  return new Promise((resolve) => {
    let left = count;
    const stop = watch.subscribe((event) => {
      if (event.type === 'verdicts') left -= event.verdicts.length;
      if (left > 0) return;
      stop();
      resolve();
    });
  });
}

it('takes no more memory after ten thousand runs, incidents among them', async () => {
  const names = Array.from({ length: CHECKS }, (_, index) => `c${index}`);
  let round = 0;
  const flapping = () => (round % 4 < 2 ? okVerdict('c0') : ngVerdict('c0'));
  const { watch, clock } = await started(
    { checks: names.map((name) => check(name, { alerts: { failureThreshold: 1 } } as never)) },
    { functions: { CheckHttp: scripted({ c0: flapping }) } },
    { everyMs: 1_000, forgets: true },
  );
  const run = async (rounds: number) => {
    for (const until = round + rounds; round < until; round += 1) {
      const all = verdicts(watch, CHECKS);
      clock.advance(1_000);
      await all;
      // What is only weakly held is let go between turns of the event loop.
      await new Promise((resolve) => setImmediate(resolve));
    }
  };
  await run(30);
  const before = heap();
  await run(100);
  expect(heap() - before).toBeLessThan(ROOM_BYTES);
  expect(watch.health()).toMatchObject({ running: 0, troubles: [] });
  await watch.stop(1_000);
}, 120_000);
