/** What comparisons of other tools are as settings of `expect.json`. */

type Json = Readonly<Record<string, unknown>>;

/** Null where no limit stands for it. Limits are beyond, so that a whole number that may be reached is one further. */
export function limitOf(operator: string, value: number): Json | null {
  if (operator === '<') return { less: value };
  if (operator === '>') return { greater: value };
  if (!Number.isInteger(value)) return null;
  if (operator === '<=') return { less: value + 1 };
  return operator === '>=' ? { greater: value - 1 } : null;
}

/** How many items there are; null where no count stands for it. */
export function countOf(operator: string, right: string): Json | null {
  if (!/^\d+$/.test(right)) return null;
  if (operator === '==') return { count: Number(right) };
  const limit = limitOf(operator, Number(right));
  return limit === null ? null : { count: limit };
}
