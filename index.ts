/** For CDK apps: `new HealthChecks(this, 'Rollcall', { checks: checkList({ checks: [ … ] }) })`. */

export { formatFault } from '#checks-file/fault-text.ts';
export { parseChecks } from '#checks-file/parse.ts';
export { readChecks } from '#checks-file/reader/read-checks.ts';
export { readChecksFiles } from '#checks-file/reader/read-files.ts';
export { checkList } from '#checks-file/written-in-code.ts';
export type { CheckList } from '#core/check/check-list.ts';
export type {
  AlarmSettings,
  DeployedPage,
  DeploySettings,
  Rollout,
  Subscription,
} from '#core/check/deploy-settings.ts';
export { HealthChecks, type HealthChecksProps } from './infra/health-checks.ts';
