import type { Shard } from '#core/run/shards.ts';
import type { Gate } from './engine/tasks.ts';
import type { CountingGate } from './gate.ts';

/**
 * Runs the shards in their order, starting the next one as soon as the gate could run out of work: while there are
 * fewer than twice `limit` checks that are inside, waiting, or still to come from the shards already started.
 */
export async function feed(
  shards: readonly Shard[],
  gate: CountingGate,
  limit: number,
  run: (shard: Shard, gate: Gate) => Promise<void>,
): Promise<void> {
  const running = new Set<Promise<void>>();
  const finished = Promise.withResolvers<void>();
  let next = 0;
  let toCome = 0;

  const start = (shard: Shard): void => {
    let uncalled = shard.checks.length;
    toCome += uncalled;
    const came = (count: number) => {
      uncalled -= count;
      toCome -= count;
    };
    const shardGate: Gate = {
      enter() {
        // A recheck comes through here too. Then a later shard starts a little early, which harms nobody.
        came(Math.min(1, uncalled));
        return gate.enter();
      },
      leave() {
        gate.leave();
        startMore();
      },
    };
    const execution = run(shard, shardGate).finally(() => {
      came(uncalled);
      running.delete(execution);
      startMore();
    });
    running.add(execution);
    execution.catch(finished.reject);
  };
  const startMore = (): void => {
    for (let shard = shards[next]; shard !== undefined && gate.load + toCome < 2 * limit; shard = shards[next]) {
      next += 1;
      start(shard);
    }
    if (running.size === 0 && next >= shards.length) finished.resolve();
  };

  startMore();
  await finished.promise;
}
