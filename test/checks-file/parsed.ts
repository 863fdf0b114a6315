import { expect } from 'vitest';
import { formatFault } from '#checks-file/fault-text.ts';
import { parseChecks } from '#checks-file/parse.ts';
import type { Check } from '#core/check/check.ts';

/** The checks of a text without faults. */
export function checksOf(text: string): readonly Check[] {
  const { list, faults } = parseChecks(text);
  expect(faults.map((fault) => formatFault('checks.yaml', fault))).toEqual([]);
  return list?.checks ?? [];
}

/** The faults of a text, as lines. */
export function faultsOf(text: string): string[] {
  return parseChecks(text).faults.map((fault) => formatFault('checks.yaml', fault));
}
