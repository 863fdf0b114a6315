import type { Check } from '#core/check/check.ts';
import type { DeploySettings } from '#core/check/deploy-settings.ts';
import { HEARTBEATS } from '#core/contract.ts';
import { soundPart } from '#core/settings/draft.ts';
import type { PathFault } from '#core/settings/fault.ts';
import { isMap } from '#core/text/json-values.ts';
import { deployFaults, deploySchema } from '../deploy/deploy.ts';
import type { Section } from './section.ts';

/** `deploy`: how the list is deployed to AWS. */
export const deploySection = {
  key: 'deploy',
  schema: deploySchema,
  rules: (written, wrong, { entries, page }) => [
    ...deployFaults(soundPart(written, wrong), wrong),
    ...publicFaults(soundPart(written, wrong), page, entries.checks),
    ...heartbeatFaults(soundPart(written, wrong), entries.checks),
  ],
  resolve: (written) => ({ deploy: written as DeploySettings }),
} as const satisfies Section;

/** What CloudFront hands out is for everybody: the list says which checks. */
function publicFaults({ page = false }: DeploySettings, section: unknown, checks: readonly Check[]): PathFault[] {
  if (page === false || (isMap(section) && section['public'] !== undefined)) return [];
  const tag = checks.flatMap(({ tags }) => tags)[0] ?? 'public';
  const message = `is for everybody, and the list says of no check that strangers may see it; write page: {public: {tags: [${tag}]}} beside deploy`;
  return [{ path: ['page'], at: 'key', message }];
}

/** Each Region would have a URL of its own, and a job reports to one. */
function heartbeatFaults({ regions = [] }: DeploySettings, checks: readonly Check[]): PathFault[] {
  const job = checks.find(({ kind }) => kind === HEARTBEATS.kind);
  if (job === undefined || regions.length < 2) return [];
  const message = `are several, and ${job.name} is a heartbeat, which reports to one; keep heartbeats in a list of their own`;
  return [{ path: ['regions'], at: 'key', message }];
}
