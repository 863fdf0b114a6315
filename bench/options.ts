import { resolve } from 'node:path';
import { parseArgs } from 'node:util';

export const CONTENDERS = ['rollcall', 'package', 'floor', 'blackbox', 'recipe', 'curl'] as const;
export type ContenderName = (typeof CONTENDERS)[number];

export type Options = {
  /** How many checks, ascending; the profile takes the last. */
  readonly sizes: readonly number[];
  readonly rounds: number;
  readonly only: readonly ContenderName[];
  readonly json: string | null;
  readonly profile: boolean;
};

export const USAGE = `npm run bench -- [options]
  --quick         N = 40 and 400 only, 3 rounds: a look, about a minute
  --sizes N,N     how many checks (40,400,4000)
  --rounds N      rounds of everything but the recipe at 4,000 (5)
  --only a,b      these contenders only: ${CONTENDERS.join(', ')}
  --json FILE     every sample, the medians and the aims, as JSON
  --profile       instead of the bench: where the CPU of rollcall goes at the largest N, http and https
`;

/** Null when help is asked for. Throws an error fit to print for anything it does not know. */
export function readOptions(args: readonly string[]): Options | null {
  const { values } = parseArgs({
    args: [...args],
    options: {
      quick: { type: 'boolean', default: false },
      sizes: { type: 'string' },
      rounds: { type: 'string' },
      only: { type: 'string' },
      json: { type: 'string' },
      profile: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return null;
  return {
    sizes: (values.sizes ?? (values.quick ? '40,400' : '40,400,4000'))
      .split(',')
      .map((text) => wholeNumber('--sizes', text))
      .toSorted((a, b) => a - b),
    rounds: wholeNumber('--rounds', values.rounds ?? (values.quick ? '3' : '5')),
    only: values.only?.split(',').map(contenderFrom) ?? CONTENDERS,
    json: values.json === undefined ? null : resolve(values.json),
    profile: values.profile,
  };
}

function wholeNumber(option: string, text: string): number {
  if (!/^[1-9]\d{0,5}$/.test(text)) throw new Error(`${option} has ${text}, wanted a whole number from 1 to 999999`);
  return Number(text);
}

function contenderFrom(text: string): ContenderName {
  const name = CONTENDERS.find((one) => one === text);
  if (name === undefined) throw new Error(`--only names ${text}, wanted one of ${CONTENDERS.join(', ')}`);
  return name;
}
