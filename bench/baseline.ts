import { readFileSync } from 'node:fs';
import type { Target } from './summary.ts';
import type { Protocol } from './work.ts';

/** CPU of `rollcall run` against the floor at N = 4,000, when somebody last had a reason to write it down. */
type Baseline = Readonly<Record<Protocol, number>>;

const FIGURE = 'CPU against floor, N = 4000';
/** Two runs of the same code differ by some per cent; this is more than that. */
const WORSE_LIMIT = 1.1;

export function readBaseline(): Baseline {
  return JSON.parse(readFileSync(new URL('baseline.json', import.meta.url), 'utf8')).cpuAgainstFloor;
}

/** Ratio to the floor now against the ratio then, where this run measured it. */
export function againstBaseline(targets: readonly Target[], baseline: Baseline): Target[] {
  return targets
    .filter(({ name }) => name === FIGURE)
    .map(({ protocol, value }) => ({
      name: `${FIGURE}, against the baseline of ${baseline[protocol]} ×`,
      protocol,
      value: value / baseline[protocol],
      limit: WORSE_LIMIT,
      unit: '×',
    }));
}
