import { type Context, createContext, Script } from 'node:vm';

/** A quarter of a second of CPU on the smallest Lambda, whose share of a core is small; locally others wait meanwhile. */
const MOST_MS = 1500;

const call = new Script('work()');
let context: (Context & { work: (() => unknown) | null }) | null = null;

/** Runs work that cannot await, and ends it after 1.5 s, wherever in it that is: then the answer is null. */
export function bounded<T>(work: () => T): { readonly value: T } | null {
  context ??= createContext({ work: null }) as NonNullable<typeof context>;
  context.work = work;
  try {
    return { value: call.runInContext(context, { timeout: MOST_MS }) as T };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_SCRIPT_EXECUTION_TIMEOUT') return null;
    throw error;
  } finally {
    context.work = null;
  }
}
