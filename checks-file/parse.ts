import type { CheckList } from '#core/check/check-list.ts';
import type { Fault } from './fault-text.ts';
import { NOTHING_OUTSIDE, type Outside } from './outside.ts';
import { placedFaults } from './place-faults.ts';
import { readText } from './read-text.ts';

/** A list, or every fault in the order of the file. */
export type Parsed = { readonly list: CheckList | null; readonly faults: readonly Fault[] };

/** Reads a checks.yaml: its checks, or every fault. Never throws, whatever the text. */
export function parseChecks(text: string, outside: Outside = NOTHING_OUTSIDE): Parsed {
  const read = readText(text, outside);
  return { list: 'list' in read ? read.list : null, faults: placedFaults(read) };
}
