import { plainFileError } from '../files.ts';

/** SQLite's own numbers for what can be wrong with a file; https://www.sqlite.org/rescode.html */
const ADVICE: Readonly<Record<number, string>> = {
  5: 'another process has been writing to it for seconds; try again when it is done',
  8: 'the file or its folder cannot be written to; change its permissions',
  11: 'move it away, and the next run starts a new one',
  13: 'the disk is full',
  14: 'its folder is not there, or cannot be read and written to',
  26: 'move it away, and the next run starts a new one',
};

/** The file of incidents and history cannot be used. The message names it and says what to do. */
export class StoreFault extends Error {
  override readonly name = 'StoreFault' as const;
}

/** Runs one piece of work on the database in `file`; whatever it throws comes out as a StoreFault. */
export function guarded<T>(file: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw asStoreFault(file, error);
  }
}

export function asStoreFault(file: string, error: unknown): StoreFault {
  return error instanceof StoreFault ? error : new StoreFault(`${file}: ${sentenceOf(error)}`, { cause: error });
}

/** Somebody else holds the lock that was needed. */
export const isBusy = (error: unknown): boolean => codeOf(error) === 5;

/** The file, or what SQLite has beside it, can be read at most. */
export const isUnwritable = (error: unknown): boolean =>
  error instanceof StoreFault ? isUnwritable(error.cause) : codeOf(error) === 8 || codeOf(error) === 14;

// The low byte is the fault, the others say where it was seen.
const codeOf = (error: unknown): number =>
  error instanceof Error && 'errcode' in error && typeof error.errcode === 'number' ? error.errcode & 0xff : 0;

function sentenceOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const advice = ADVICE[codeOf(error)];
  return advice === undefined ? plainFileError(error) : `${error.message}; ${advice}`;
}
