import { seeded } from './random.ts';

/**
 * One shard's run as it asks what to tell. `arrives`: the minute in which it does; `execution` tells two deliveries of
 * one schedule apart; `isLost`: its answer does not arrive, so it asks again at once.
 */
export type Delivery = {
  readonly shard: number;
  readonly minute: number;
  readonly execution: string;
  readonly arrives: number;
  readonly isLost: boolean;
};

export type Mishaps = { readonly late: number; readonly twice: number; readonly lost: number };

// Shares of all runs. Far more than AWS has, so that each meets each in a week.
const LATE = 0.02;
const TWICE = 0.01;
const LOST = 0.01;

/** Every run of every shard, in the order in which they ask; the ones of a minute ask together. */
export function deliver(minutes: number, shards: number, seed: number): readonly (readonly Delivery[])[] {
  const random = seeded(seed);
  const byArrival: Delivery[][] = Array.from({ length: minutes + 4 }, () => []);
  const arrive = (delivery: Delivery) => byArrival[delivery.arrives]?.push(delivery);
  for (let minute = 0; minute < minutes; minute += 1) {
    for (let shard = 0; shard < shards; shard += 1) {
      const arrives = minute + (random.chance(LATE) ? random.between(1, 4) : 0);
      arrive({ shard, minute, execution: 'first', arrives, isLost: random.chance(LOST) });
      if (!random.chance(TWICE)) continue;
      arrive({ shard, minute, execution: 'second', arrives: minute + random.between(0, 2), isLost: false });
    }
  }
  return byArrival;
}

export function mishapsOf(deliveries: readonly (readonly Delivery[])[]): Mishaps {
  const all = deliveries.flat();
  return {
    late: all.filter(({ arrives, minute, execution }) => execution === 'first' && arrives > minute).length,
    twice: all.filter(({ execution }) => execution === 'second').length,
    lost: all.filter(({ isLost }) => isLost).length,
  };
}
