import type { Shard } from '#core/run/shards.ts';
import type { Gate } from './engine/services.ts';
import type { CountingGate } from './gate.ts';

/** The checks of one execution of several. */
export type Batch = Pick<Shard, 'id' | 'checks'>;

/**
 * Runs the batches in their order, starting the next one as soon as the gate could run out of work: while there are
 * fewer than twice `limit` checks that are inside, waiting, or still to come from the batches already started.
 */
export async function feed(
  batches: readonly Batch[],
  gate: CountingGate,
  limit: number,
  run: (batch: Batch, gate: Gate) => Promise<void>,
): Promise<void> {
  const running = new Set<Promise<void>>();
  const finished = Promise.withResolvers<void>();
  let next = 0;
  let toCome = 0;

  const start = (batch: Batch): void => {
    let uncalled = batch.checks.length;
    toCome += uncalled;
    const came = (count: number) => {
      uncalled -= count;
      toCome -= count;
    };
    const ownGate: Gate = {
      enter() {
        // A recheck comes through here too. Then a later batch starts a little early, which harms nobody.
        came(Math.min(1, uncalled));
        return gate.enter();
      },
      leave() {
        gate.leave();
        startMore();
      },
    };
    const execution = run(batch, ownGate).finally(() => {
      came(uncalled);
      running.delete(execution);
      startMore();
    });
    running.add(execution);
    execution.catch(finished.reject);
  };
  const startMore = (): void => {
    for (let batch = batches[next]; batch !== undefined && gate.load + toCome < 2 * limit; batch = batches[next]) {
      next += 1;
      start(batch);
    }
    if (running.size === 0 && next >= batches.length) finished.resolve();
  };

  startMore();
  await finished.promise;
}
