/** Metrics as CloudWatch keeps them: standard resolution, and nothing before it has arrived. Times are seconds. */

const MINUTE_S = 60;

export type Series = {
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: readonly (readonly [name: string, value: string])[];
};

type Datum = { readonly at: number; readonly arrives: number; readonly value: number };

const STATISTICS: Readonly<Record<string, (values: readonly number[]) => number>> = {
  Minimum: (values) => Math.min(...values),
  Maximum: (values) => Math.max(...values),
  Sum: (values) => values.reduce((sum, value) => sum + value, 0),
};

export class Metrics {
  private readonly data = new Map<string, Datum[]>();

  /** `at` is the datum's own time, `arrives` when CloudWatch has it. */
  put(series: Series, datum: Datum): void {
    const key = keyOf(series);
    const kept = this.data.get(key) ?? [];
    const at = Math.floor(datum.at / MINUTE_S) * MINUTE_S;
    kept.splice(firstFrom(kept, at + 1), 0, { ...datum, at });
    this.data.set(key, kept);
  }

  /** Of a period from `from` until before `to`, as it is known at `now`; null without data. */
  statistic(series: Series, stat: string, [from, to]: readonly [number, number], now: number): number | null {
    const data = this.data.get(keyOf(series)) ?? [];
    const within = data.slice(firstFrom(data, from), firstFrom(data, to));
    const values = within.filter(({ arrives }) => arrives <= now).map(({ value }) => value);
    const statistic = STATISTICS[stat];
    if (statistic === undefined) throw new RangeError(`${stat} is no statistic that is known here`);
    return values.length === 0 ? null : statistic(values);
  }
}

/** The place of the first datum that is no older; `data` is in the order of time. */
function firstFrom(data: readonly Datum[], at: number): number {
  let [low, high] = [0, data.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((data[middle]?.at ?? at) < at) low = middle + 1;
    else high = middle;
  }
  return low;
}

function keyOf({ namespace, name, dimensions }: Series): string {
  const sorted = dimensions.map(([dimension, value]) => `${dimension}=${value}`).toSorted();
  return [namespace, name, ...sorted].join('\n');
}
