/** An error and what caused it, one sentence. */
export function errorText(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const own = error.message === '' ? error.name : error.message;
  return error.cause === undefined || own.includes(errorText(error.cause)) ? own : `${own}: ${errorText(error.cause)}`;
}
