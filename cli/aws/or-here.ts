import { existsSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Io } from '../io.ts';
import { storeFile } from '../store-file.ts';
import { UsageError } from '../usage-error.ts';
import { NotSignedIn } from './refusal.ts';

/** Does `work`; who is not signed in to AWS, where this machine remembers runs, has probably meant those. */
export async function orHere<T>(io: Io, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof NotSignedIn) || !existsSync(dirname(storeFile(io)))) throw error;
    throw new UsageError(`${error.message}; of the runs of this machine ask with --remember`, { cause: error });
  }
}
