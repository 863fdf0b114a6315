import { isDeepStrictEqual } from 'node:util';
import { type Case, casesOf } from './cases.ts';
import { DIFFERENCES, type Difference, type Differing } from './differences.ts';
import { type Emulated, type End, embedded, emulatedAt } from './runs.ts';

const AT_A_TIME = 6;

export type Report = {
  readonly alike: number;
  readonly explained: ReadonlyMap<Difference, number>;
  /** The cases that ended otherwise, and no rule says why; each as text that reproduces it. */
  readonly unexplained: readonly string[];
  /** How many cases succeeded, and how many failed with each error. */
  readonly ends: ReadonlyMap<string, number>;
};

/** Which cases: `count` of those that the seed stands for, or one of them alone. */
export type Selection = { readonly seed: number; readonly count: number; readonly only?: number };

/** Runs generated cases on the embedded engine and on an emulated AWS, and says where they end otherwise. */
export async function compare(endpoint: string, { seed, count, only }: Selection): Promise<Report> {
  const emulated = await emulatedAt(endpoint);
  const explained = new Map<Difference, number>();
  const ends = new Map<string, number>();
  const unexplained: string[] = [];
  let alike = 0;
  const judge = async (one: Case, index: number) => {
    const ours = await embedded(one);
    const name = 'error' in ours ? ours.error || 'no name' : 'succeeded';
    ends.set(name, (ends.get(name) ?? 0) + 1);
    const found = await differing(one, ours, emulated);
    if (found === null) {
      alike += 1;
      return;
    }
    const rule = DIFFERENCES.find(({ explains }) => explains(found));
    if (rule !== undefined) explained.set(rule, (explained.get(rule) ?? 0) + 1);
    else unexplained.push(reproduction(found, seed, index));
  };
  const waiting = casesOf(only === undefined ? count : only + 1, seed).entries();
  const worker = async () => {
    for (const [index, one] of waiting) if (only === undefined || only === index) await judge(one, index);
  };
  await Promise.all(Array.from({ length: AT_A_TIME }, worker));
  return { alike, explained, unexplained, ends };
}

async function differing(one: Case, ours: End, { run, historyOf }: Emulated): Promise<Differing | null> {
  const { end: theirs, executionArn } = await run(one);
  if (isDeepStrictEqual(comparable(ours), comparable(theirs))) return null;
  const cause = 'error' in theirs ? theirs.cause : '';
  return { one, ours, theirs, evidence: `${cause}\n${await historyOf(executionArn)}` };
}

/** The end without what is worded otherwise: the causes, which are an engine's own words but for that of a Fail state. */
function comparable(end: End): unknown {
  if ('error' in end) return end.error;
  return JSON.parse(JSON.stringify(end), (key, value: unknown) => (key === 'Cause' ? 'some' : value));
}

function reproduction({ one, ours, theirs }: Differing, seed: number, index: number): string {
  return [
    `npm run engine-differential -- --seed ${seed} --only ${index}`,
    `definition ${JSON.stringify(one.definition)}`,
    `input      ${JSON.stringify(one.input)}`,
    `embedded   ${JSON.stringify(ours)}`,
    `emulated   ${JSON.stringify(theirs)}`,
  ].join('\n');
}

/** What a report comes to, as lines for a reader. */
export function linesOf({ alike, explained, ends }: Report): readonly string[] {
  const sorted = [...explained].toSorted(([, a], [, b]) => b - a);
  return [
    `${alike} alike; as ours ended: ${[...ends].map(([name, count]) => `${count} ${name}`).join(', ')}`,
    ...sorted.flatMap(([{ rule, document }, count]) => [`${count} × ${rule}`, `    ${document}`]),
  ];
}
