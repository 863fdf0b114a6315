import type { Check } from '#core/check/check.ts';
import { formatPath, placeText } from '#core/settings/fault.ts';
import type { Outside } from '#core/settings/surroundings.ts';
import { patternFaults } from '#kinds/http/settings/pattern-faults.ts';
import { readEntries } from './entry/entries.ts';

/** Checks out of an execution input, and every fault with its path, such as `checks[0].http.url is missing; …`. */
export type AdHoc = { readonly checks: readonly Check[]; readonly faults: readonly string[] };

/** Reads checks that came as JSON, by the rules of checks.yaml and with the built-in defaults. */
export function readAdHoc(entries: readonly unknown[], outside: Outside): AdHoc {
  const { checks, faults: own } = readEntries(entries, {}, outside);
  const faults = [...own, ...patternFaults(entries, own, outside)];
  return {
    checks,
    faults: faults.map(({ path, message, twin, inside }) => {
      const told = message
        .replace('{twin}', formatPath((twin ?? []).slice(0, -1)))
        .replace('{inside}', inside === undefined ? '' : placeText(inside));
      return `${formatPath(path)} ${told}`;
    }),
  };
}
