import { type Context, createContext, Script } from 'node:vm';

const call = new Script('work()');
let context: (Context & { work: (() => unknown) | null }) | null = null;

/** Runs work that cannot await, and ends it after `mostMs`, wherever in it that is: then the answer is null. */
export function bounded<T>(work: () => T, mostMs: number): { readonly value: T } | null {
  context ??= createContext({ work: null }) as NonNullable<typeof context>;
  context.work = work;
  try {
    return { value: call.runInContext(context, { timeout: mostMs }) as T };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_SCRIPT_EXECUTION_TIMEOUT') return null;
    throw error;
  } finally {
    context.work = null;
  }
}
