/** The work's result, or a rejection with `timeout()` when it takes longer. */
export function within<T>(seconds: number, timeout: () => Error, work: () => Promise<T>): Promise<T> {
  const { promise, reject } = Promise.withResolvers<never>();
  // Unreferenced: the engine has a timer of its own for each task, which ends with the execution.
  const timer = setTimeout(() => reject(timeout()), seconds * 1000).unref();
  return Promise.race([work(), promise]).finally(() => clearTimeout(timer));
}
