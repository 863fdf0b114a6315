import type { DeploySettings } from '#core/check/deploy-settings.ts';
import { soundPart } from '#core/settings/draft.ts';
import { deployFaults, deploySchema } from '../deploy/deploy.ts';
import type { Section } from './section.ts';

/** `deploy`: how the list is deployed to AWS. */
export const deploySection = {
  key: 'deploy',
  schema: deploySchema,
  rules: (written, wrong) => deployFaults(soundPart(written, wrong), wrong),
  resolve: (written) => ({ deploy: written as DeploySettings }),
} as const satisfies Section;
