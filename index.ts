/** For CDK apps: `new HealthChecks(this, 'Rollcall', { checks: checkList({ checks: [ … ] }) })`. */
export { checkList } from '#core/checks/check-list.ts';
export type { AlarmSettings, DeploySettings, Rollout, Subscription } from '#core/checks/deploy-settings.ts';
export { type CheckList, formatFault, parseChecks } from '#core/checks/parse.ts';
export { readChecks } from '#local/read-checks.ts';
export { HealthChecks, type HealthChecksProps } from './infra/health-checks.ts';
