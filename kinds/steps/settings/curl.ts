import type { PathFault } from '#core/settings/fault.ts';
import { pairsOf } from '#core/settings/setting.ts';
import type { Defaults } from '#core/settings/shared-settings.ts';
import type { Surroundings } from '#core/settings/surroundings.ts';
import type { HttpRequest } from '../../http/check.ts';

/** A step whose request is written as a curl command. */

/** What the reader of commands makes of one; its times are null where the command has none. */
type Command = {
  readonly http: HttpRequest;
  readonly timeoutMs: number | null;
  readonly connectTimeoutMs: number | null;
  readonly rechecks: number | null;
  readonly statusBelow400: boolean;
};
type Read =
  | { readonly check: Command }
  | { readonly faults: readonly { readonly line: number; readonly column: number; readonly message: string }[] };

/** The request of a command, or its faults with their places inside it. */
export function readCommand(
  command: string,
  { curl, files }: Surroundings,
): { readonly command: Command } | { readonly faults: readonly PathFault[] } {
  const fault = (message: string): PathFault => ({ path: ['curl'], message });
  if (curl === undefined || curl === null) return { faults: [fault('cannot be read here; write http instead')] };
  const read = curl(command, files) as Read;
  if ('check' in read) {
    if (read.check.rechecks === null) return { command: read.check };
    return { faults: [fault('has --retry, which a step says by itself; write retry')] };
  }
  const faults = read.faults.map(({ line, column, message }): PathFault => {
    const plain = message.replace(/^curl: /, '');
    return { ...fault(`is refused{inside}: ${plain}`), inside: { line, column } };
  });
  return { faults };
}

/** The request of a command as it is sent, with the headers of `defaults` that it neither sends nor takes out. */
export function commandRequest({ http }: Command, defaults: Defaults): HttpRequest {
  const { cookies: _, ...request } = http;
  const own = new Set<string>([...http.headers.map(([name]) => name.toLowerCase()), ...(http.omit ?? [])]);
  const shared = pairsOf(defaults.headers).filter(([name]) => !own.has(name.toLowerCase()));
  return { ...request, headers: [...shared, ...request.headers] };
}

/** From here curl itself fails, with -f. */
export const BELOW_400 = [[100, 399]] as const;
