import { stateOf } from '#core/check/kind-names.ts';

type States = Record<string, Record<string, unknown>>;
type Definition = { readonly States: { readonly RunChecks: { readonly ItemProcessor: { readonly States: States } } } };

const PATTERN = 'CheckHttp';

/**
 * The definition with a branch of ChooseChecker and a Task for each kind of check, in the order given. Every Task is
 * CheckHttp's with another function, so that what holds of one holds of all.
 */
export function withCheckers<D extends Definition>(definition: D, kinds: readonly string[]): D {
  const copy = structuredClone(definition);
  const { ItemProcessor } = copy.States.RunChecks;
  const { ChooseChecker, ...states } = ItemProcessor.States;
  const pattern = JSON.stringify(states[PATTERN]);
  const checkers = kinds.map(
    (kind) => [stateOf(kind), JSON.parse(pattern.replaceAll(PATTERN, stateOf(kind)))] as const,
  );
  const Choices = kinds.map((kind) => ({ Variable: '$.check.kind', StringEquals: kind, Next: stateOf(kind) }));
  const own = checkersOf(ChooseChecker);
  const others = Object.entries(states).filter(([name]) => !own.has(name));
  const mine = { ChooseChecker: { ...ChooseChecker, Choices }, ...Object.fromEntries([...checkers, ...others]) };
  (ItemProcessor as { States: States }).States = mine;
  return copy;
}

/** The Tasks that ChooseChecker leads to so far. */
function checkersOf(choice: Record<string, unknown> | undefined): ReadonlySet<unknown> {
  const branches = (choice?.['Choices'] ?? []) as readonly { readonly Next: string }[];
  return new Set(branches.map(({ Next }) => Next));
}
