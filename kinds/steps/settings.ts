import { requestDestinations } from '../http/destinations.ts';
import type { KindSettings } from '../kind.ts';
import type { StepsCheck } from './check.ts';
import { stepSecrets } from './secrets.ts';
import { type AuthoredSteps, resolveSteps, stepsSchema } from './settings/entry.ts';
import { stepsReferenceFaults } from './settings/names.ts';
import { stepsRules } from './settings/rules.ts';
import { soundFlow } from './settings/sound-part.ts';

/** How a check of kind steps is written. A flow changes things at its target, so it is not repeated unasked. */
export const stepsSettings: KindSettings<AuthoredSteps, StepsCheck> = {
  schema: stepsSchema,
  defaults: { rechecks: 0, timeout: '30s' },
  rules: stepsRules,
  soundPart: soundFlow,
  referenceFaults: stepsReferenceFaults,
  resolve: resolveSteps,
  secretsIn: stepSecrets,
  usesRole: ({ flow }) => flow.some(({ http: { auth } }) => auth?.scheme === 'sigv4' && auth.keys === undefined),
  destinations: ({ flow }) => flow.flatMap(({ http }, index) => requestDestinations(http, ['flow', index, 'http'])),
};
