import type { Cost } from './contenders/contender.ts';
import type { ContenderName } from './options.ts';
import type { Step } from './plan.ts';
import type { Protocol } from './work.ts';

/** One run of one contender in one round. */
export type Sample = Step & Cost;

/** A contender's medians at one size. */
export type Row = {
  readonly protocol: Protocol;
  readonly checks: number;
  readonly contender: ContenderName;
  readonly rounds: number;
  readonly checksPerSecond: number;
  readonly cpuSecondsPer1000: number;
  readonly peakMegabytes: number | null;
};

/** What was aimed at, what came out. `value` and `limit` in the same unit; the aim is met when value ≤ limit. */
export type Target = {
  readonly name: string;
  readonly protocol: Protocol;
  readonly value: number;
  readonly limit: number;
  readonly unit: '×' | 'MB';
};

const MEGABYTE = 1e6;

/** CPU of ours against another's at the largest size. */
const CPU_LIMITS: readonly (readonly [contender: ContenderName, limit: number])[] = [
  ['blackbox', 1],
  ['floor', 1.5],
  ['recipe', 0.1],
];
const PEAK_LIMIT_MEGABYTES = 250;

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  const [low = Number.NaN, high = low] = sorted.slice(Math.ceil(middle) - 1, Math.floor(middle) + 1);
  return (low + high) / 2;
}

/** One row for each protocol, size and contender, in the order in which they first ran. */
export function rowsOf(samples: readonly Sample[]): Row[] {
  const groups = Map.groupBy(samples, ({ protocol, checks, contender }) => `${protocol} ${checks} ${contender}`);
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    if (first === undefined) return [];
    const { protocol, checks, contender } = first;
    const peaks = group.flatMap(({ peakBytes }) => (peakBytes === null ? [] : [peakBytes / MEGABYTE]));
    return {
      protocol,
      checks,
      contender,
      rounds: group.length,
      checksPerSecond: checks / median(group.map(({ wallSeconds }) => wallSeconds)),
      cpuSecondsPer1000: median(group.map(({ cpuSeconds }) => (cpuSeconds / checks) * 1000)),
      peakMegabytes: peaks.length === 0 ? null : median(peaks),
    };
  });
}

/** Only runs of the same round are compared, then the median is taken: a noisy neighbour slows both sides of a pair. */
function pairedRatio(ours: readonly Sample[], theirs: readonly Sample[], figure: (sample: Sample) => number): number {
  return median(
    ours.flatMap((sample) => {
      const other = theirs.find(({ round }) => round === sample.round);
      return other === undefined ? [] : [figure(sample) / figure(other)];
    }),
  );
}

/**
 * The aims that these samples can speak of: CPU against each other contender and peak memory at the largest size; time
 * and memory there against the next smaller size, where linear means no more than the ratio of the sizes.
 */
export function targetsOf(samples: readonly Sample[]): Target[] {
  const [largest = 0, smaller] = [...new Set(samples.map(({ checks }) => checks))].toSorted((a, b) => b - a);
  const protocols = [...new Set(samples.map(({ protocol }) => protocol))];
  return protocols.flatMap((protocol) => {
    const of = (contender: ContenderName, checks: number): Sample[] =>
      samples.filter((one) => one.contender === contender && one.protocol === protocol && one.checks === checks);
    const ours = of('rollcall', largest);
    if (ours.length === 0) return [];
    const targets: Target[] = [];
    for (const [contender, limit] of CPU_LIMITS) {
      const value = pairedRatio(ours, of(contender, largest), ({ cpuSeconds }) => cpuSeconds);
      const name = `CPU against ${contender}, N = ${largest}`;
      if (!Number.isNaN(value)) targets.push({ name, protocol, value, limit, unit: '×' });
    }
    const peak = median(ours.map(({ peakBytes }) => (peakBytes ?? 0) / MEGABYTE));
    targets.push({
      name: `peak memory, N = ${largest}`,
      protocol,
      value: peak,
      limit: PEAK_LIMIT_MEGABYTES,
      unit: 'MB',
    });
    if (smaller !== undefined) {
      const small = of('rollcall', smaller);
      const grows = (what: string, figure: (sample: Sample) => number): Target => ({
        name: `${what}, N = ${largest} against ${smaller}`,
        protocol,
        value: pairedRatio(ours, small, figure),
        limit: largest / smaller,
        unit: '×',
      });
      targets.push(grows('time', ({ wallSeconds }) => wallSeconds));
      targets.push(grows('memory', ({ peakBytes }) => peakBytes ?? 0));
    }
    return targets;
  });
}
