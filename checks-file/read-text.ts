import type { CheckList } from '#core/check/check-list.ts';
import type { PathFault } from '#core/settings/fault.ts';
import { patternFaults } from '#core/settings/pattern-faults.ts';
import { valueAt } from '#core/text/json-values.ts';
import { readFile } from './file.ts';
import type { Outside } from './outside.ts';
import { sentNumberFaults } from './sent-numbers.ts';
import { readYaml, type SyntaxFault } from './text/yaml.ts';

/** A text that is no YAML has a syntax fault, one that is has faults of its settings, by their paths, or none and a list. */
export type TextRead =
  | { readonly list: CheckList }
  | { readonly syntax: SyntaxFault }
  | { readonly faults: readonly PathFault[] };

/** Reads a checks file's text. Never throws, whatever it is. Where faults stand in it is found by place-faults.ts. */
export function readText(text: string, outside: Outside): TextRead {
  const read = readYaml(text);
  if ('fault' in read) return { syntax: read.fault };
  const { faults: own, ...list } = readFile(read.value, outside);
  const patterns = (['checks', 'guard'] as const).flatMap((section) =>
    patternFaults(valueAt(read.value, [section]), own, outside, section),
  );
  const numbers = read.hasOddNumbers ? sentNumberFaults(text, own) : [];
  const faults = [...own, ...patterns, ...numbers];
  return faults.length === 0 ? { list } : { faults };
}
