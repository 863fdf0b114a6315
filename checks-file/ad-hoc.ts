import type { Check } from '#core/check/check.ts';
import { borrowedFaults } from '#core/run/borrowed.ts';
import type { AdHoc } from '#core/run/prepare.ts';
import { formatPath, placeText } from '#core/settings/fault.ts';
import { patternFaults } from '#core/settings/pattern-faults.ts';
import { settingsOf } from '#kinds/settings.ts';
import { readEntries } from './entry/entries.ts';
import type { Outside } from './outside.ts';

/**
 * Reads checks that came as JSON, by the rules of checks.yaml and with the built-in defaults. `deployed` is what they may
 * take references and the checker's role from.
 */
export function readAdHoc(entries: readonly unknown[], outside: Outside, deployed: readonly Check[]): AdHoc {
  const { checks, faults: own } = readEntries(entries, {}, outside);
  const faults = [...own, ...patternFaults(entries, own, outside)];
  const usesRole = ({ kind, target }: Check): boolean => settingsOf(kind).usesRole?.(target) === true;
  const borrowed = borrowedFaults(checks, deployed, usesRole);
  const told = faults.map(({ path, message, twin, inside }) => {
    const text = message
      .replace('{twin}', formatPath((twin ?? []).slice(0, -1)))
      .replace('{inside}', inside === undefined ? '' : placeText(inside));
    return `${formatPath(path)} ${text}`;
  });
  return { checks, faults: [...told, ...borrowed] };
}
