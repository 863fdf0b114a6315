import type { PathFault } from '#core/settings/fault.ts';
import type { Path } from '#core/text/json-values.ts';
import { quoted } from '#core/text/shown.ts';
import { afterTheGap, instantsOf, withOffset } from './wall-time.ts';

/** The clocks show a time once, unless they are changed just then. */
export function instantFaults(path: Path, time: string, zone: string): PathFault[] {
  const instants = instantsOf(time, zone);
  if (instants.length === 1) return [];
  if (instants.length === 0) {
    const advice = `write ${afterTheGap(time, zone)}`;
    return [{ path, message: `is ${quoted(time)}, which the clocks of ${zone} skip; ${advice}` }];
  }
  const ways = instants.map((instant) => withOffset(instant, zone)).join(' or ');
  return [{ path, message: `is ${quoted(time)}, which comes twice in ${zone}; write ${ways}` }];
}
