import { readFileSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { inTurn } from '../store/turn.ts';

/** Another watch has the store. The message says who. */
export class StoreTaken extends Error {
  override readonly name = 'StoreTaken' as const;
}

/**
 * Does `work` as the only watch of this store. Throws StoreTaken when there is one already, StoreFault when the folder of the
 * store cannot be written to.
 */
export async function asOnlyWatch<T>(store: string, work: () => Promise<T>): Promise<T> {
  const lock = `${store}-watch`;
  const note = `${lock}.json`;
  const turn = await inTurn(lock, { mostMs: 0 }, () => {
    // The lock is what counts; the note only says whose it is.
    const mine = { pid: process.pid, host: hostname(), since: new Date().toISOString() };
    writeFileSync(note, `${JSON.stringify(mine)}\n`);
    return work();
  });
  if (turn === null)
    throw new StoreTaken(
      `${store} is in use by ${holderIn(note)}; stop it first, or start this one in another folder or of another list`,
    );
  return turn.value;
}

function holderIn(note: string): string {
  try {
    const { pid, host, since } = JSON.parse(readFileSync(note, 'utf8')) as Readonly<Record<string, unknown>>;
    return `another rollcall watch (process ${pid} on ${host}, since ${since})`;
  } catch {
    return 'another rollcall watch';
  }
}
