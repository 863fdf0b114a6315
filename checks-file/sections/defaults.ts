import type { PathFault } from '#core/settings/fault.ts';
import { faultsIn, malformed } from '#core/settings/reference-faults.ts';
import { reservedNames } from '#core/settings/reserved-names.ts';
import { twoSchedules } from '#core/settings/schedule.ts';
import { settings } from '#core/settings/setting.ts';
import { defaultsSchema } from '#core/settings/shared-settings.ts';
import { isMap } from '#core/text/json-values.ts';
import { kindDefaultsShape, unreadKindDefaults } from './kind-defaults.ts';
import type { Section } from './section.ts';

const WRITE_DEFAULTS = 'write a map such as {timeout: 5s}';

/** `defaults`: what checks have that do not say otherwise. Entries are read with it, so it leaves nothing of its own. */
export const defaultsSection = {
  key: 'defaults',
  schema: () =>
    settings({ ...defaultsSchema.shape, ...kindDefaultsShape() }, WRITE_DEFAULTS).describe(
      'What checks have that do not say otherwise.',
    ),
  outer: () => settings({ ...defaultsSchema.shape, ...unreadKindDefaults() }, WRITE_DEFAULTS),
  rules: (written, _, { kinds, guard, entries }) => [
    ...defaultsRules(written),
    ...kinds.faults,
    ...entries.ofDefaults,
    ...guard.ofDefaults,
  ],
  resolve: () => ({}),
} as const satisfies Section;

/** What is wrong between the settings of `defaults`, paths from the section on. */
export function defaultsRules(written: unknown): readonly PathFault[] {
  if (!isMap(written)) return [];
  const { headers } = written;
  const ofHeaders = isMap(headers)
    ? [...reservedNames(headers, ['headers']), ...faultsIn(headers, ['headers'], malformed)]
    : [];
  return [...ofHeaders, ...twoSchedules(written)];
}
