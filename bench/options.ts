import { resolve } from 'node:path';
import { parseArgs } from 'node:util';

export const CONTENDERS = ['rollcall', 'floor', 'blackbox', 'recipe'] as const;
export type ContenderName = (typeof CONTENDERS)[number];

export type Options = {
  readonly quick: boolean;
  readonly rounds: number;
  readonly only: readonly ContenderName[];
  readonly json: string | null;
  readonly profile: boolean;
};

export const USAGE = `npm run bench -- [options]
  --quick         N = 40 and 400 only, 3 rounds: a look, about a minute
  --rounds N      rounds of everything but the recipe at its largest (5)
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
      rounds: { type: 'string' },
      only: { type: 'string' },
      json: { type: 'string' },
      profile: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return null;
  return {
    quick: values.quick,
    rounds: roundsFrom(values.rounds ?? (values.quick ? '3' : '5')),
    only: values.only?.split(',').map(contenderFrom) ?? CONTENDERS,
    json: values.json === undefined ? null : resolve(values.json),
    profile: values.profile,
  };
}

function roundsFrom(text: string): number {
  if (!/^[1-9]\d{0,2}$/.test(text)) throw new Error(`--rounds is ${text}, wanted a whole number from 1 to 999`);
  return Number(text);
}

function contenderFrom(text: string): ContenderName {
  const name = CONTENDERS.find((one) => one === text);
  if (name === undefined) throw new Error(`--only names ${text}, wanted one of ${CONTENDERS.join(', ')}`);
  return name;
}
