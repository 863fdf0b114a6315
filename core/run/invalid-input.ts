import { INVALID_INPUT } from '../contract.ts';

/** More than these are counted: the message becomes the Cause of a failed execution, which ends at 32 KiB. */
const MOST_TOLD = 50;
const MOST_CHARACTERS = 300;

/**
 * The execution input is not understood, or selects nothing that a run could take. Its message names every fault. The
 * execution fails with this name; the CLI exits with 2.
 */
export class InvalidInput extends Error {
  override readonly name = INVALID_INPUT;
  readonly faults: readonly string[];

  constructor(faults: readonly string[]) {
    super(messageOf(faults));
    this.faults = faults;
  }
}

function messageOf(faults: readonly string[]): string {
  const told = faults.slice(0, MOST_TOLD).map((fault) => {
    return fault.length > MOST_CHARACTERS ? `${fault.slice(0, MOST_CHARACTERS)}…` : fault;
  });
  const more = faults.length - told.length;
  return [...told, ...(more > 0 ? [`and ${more} more`] : [])].join('\n');
}
