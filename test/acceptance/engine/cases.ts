import fc from 'fast-check';
import { end, part } from './states.ts';
import { input } from './values.ts';

/** A definition and an input that both engines run. */
export type Case = { readonly definition: object; readonly input: unknown };

const generated: fc.Arbitrary<Case> = fc
  .record({ parts: fc.array(part, { minLength: 1, maxLength: 3 }), last: end, input })
  .map(({ parts, last, input: given }) => {
    const all = [...parts, last];
    const states = all.map((one, index) => one(`S${index}`, index === all.length - 1 ? undefined : `S${index + 1}`));
    return { definition: { StartAt: 'S0', States: Object.assign({}, ...states) as object }, input: given };
  });

/** So many cases, the same ones for the same seed. */
export function casesOf(count: number, seed: number): readonly Case[] {
  return fc.sample(generated, { numRuns: count, seed });
}
