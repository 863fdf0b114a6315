import type { Step } from './check.ts';

/** How a step of a flow is called in a sentence: `step "create" (2 of 5)`. */
export function stepPlace({ name }: Step, index: number, flow: readonly Step[], what = 'step'): string {
  return `${what} "${name}" (${index + 1} of ${flow.length})`;
}
