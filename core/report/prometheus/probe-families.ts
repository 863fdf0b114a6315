import type { Verdict } from '../../verdict/verdict.ts';
import { blackboxMeasures } from './blackbox-measures.ts';
import type { Family } from './exposition.ts';

/** One verdict as blackbox_exporter answers a probe of it: its names and values, without a label that says which check. */
export function probeFamilies(verdict: Verdict): readonly Family[] {
  return blackboxMeasures.map(({ name, help, of }) => ({
    name,
    help,
    samples: of(verdict).map(([value, labels = {}]) => ({ labels, value })),
  }));
}
