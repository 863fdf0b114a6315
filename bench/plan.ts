import type { ContenderName } from './options.ts';
import { PROTOCOLS, type Protocol } from './work.ts';

/** What runs in which order. */
export type Step = {
  readonly round: number;
  readonly protocol: Protocol;
  readonly checks: number;
  readonly contender: ContenderName;
};

/** The recipe takes a minute for 4,000 checks and differs by a factor, not by a few per cent: one round tells enough. */
const LONG_RECIPE = { checks: 4000, rounds: 1 };

/** Round by round every contender in turn, starting with another one each time, so that drift and noise hit all alike. */
export function planOf(contenders: readonly ContenderName[], sizes: readonly number[], rounds: number): Step[] {
  return Array.from({ length: rounds }, (_, round) => {
    const first = round % contenders.length;
    const order = [...contenders.slice(first), ...contenders.slice(0, first)];
    return PROTOCOLS.flatMap((protocol) =>
      sizes.flatMap((checks) => order.map((contender) => ({ round, protocol, checks, contender }))),
    );
  })
    .flat()
    .filter(({ contender, checks, round }) => {
      return contender !== 'recipe' || checks < LONG_RECIPE.checks || round < LONG_RECIPE.rounds;
    });
}
