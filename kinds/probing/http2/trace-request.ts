import type { Attempt } from '../attempt.ts';

/** Tells who asked to see it of a request in HTTP/2, its pseudo-headers among the headers. */
export function traceRequest(
  headers: Readonly<Record<string, string | string[]>>,
  body: Buffer | null,
  { effects }: Attempt,
): void {
  const pairs = () => Object.entries(headers).flatMap(([name, value]) => [value].flat().flatMap((one) => [name, one]));
  effects.trace?.head('>', 'HTTP/2', pairs(), body);
}
