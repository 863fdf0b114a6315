import type { AdHoc } from '#core/run/prepare.ts';
import { formatPath, placeText } from '#core/settings/fault.ts';
import { patternFaults } from '#core/settings/pattern-faults.ts';
import { readEntries } from './entry/entries.ts';
import type { Outside } from './outside.ts';

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
