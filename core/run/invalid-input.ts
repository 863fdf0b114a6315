import { INVALID_INPUT } from '../contract.ts';

/** More than these are counted: what a person reads has an end. */
const MOST_TOLD = 50;
const MOST_CHARACTERS = 300;

/** What PrepareChecks answers in the place of a run, and what the execution ends with. */
export type Refusal = { readonly error: typeof INVALID_INPUT; readonly faults: readonly string[] };

/**
 * The execution input is not understood, or selects nothing that a run could take. Its message names every fault. The
 * CLI exits with 2; an execution ends well, with the refusal as its output: it is no failure of Rollcall.
 */
export class InvalidInput extends Error {
  override readonly name = INVALID_INPUT;
  /** Those that are reported. */
  readonly faults: readonly string[];

  constructor(faults: readonly string[]) {
    const told = toldOf(faults);
    super(told.join('\n'));
    this.faults = told;
  }

  get refusal(): Refusal {
    return { error: INVALID_INPUT, faults: this.faults };
  }
}

/** What an execution's output or PrepareChecks' answer says is wrong with its input; null when it is no refusal. */
export function refusalIn(answer: unknown): Refusal | null {
  if (typeof answer !== 'object' || answer === null) return null;
  const { error, faults } = answer as Partial<Refusal>;
  return error === INVALID_INPUT && Array.isArray(faults) ? { error, faults: faults.map(String) } : null;
}

function toldOf(faults: readonly string[]): readonly string[] {
  const told = faults.slice(0, MOST_TOLD).map((fault) => {
    return fault.length > MOST_CHARACTERS ? `${fault.slice(0, MOST_CHARACTERS)}…` : fault;
  });
  const more = faults.length - told.length;
  return [...told, ...(more > 0 ? [`and ${more} more`] : [])];
}
