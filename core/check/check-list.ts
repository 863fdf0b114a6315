import type { PageSettings } from '../page/page-settings.ts';
import type { Alerting } from './alerting.ts';
import type { Check } from './check.ts';
import type { DeploySettings } from './deploy-settings.ts';
import type { MaintenanceWindow } from './maintenance-window.ts';

/**
 * The enabled checks of a checks.yaml, every default filled; where their alerts go, how they are deployed, what their page
 * shows, and when nothing is reported of them, where the file says so.
 */
export type CheckList = {
  readonly checks: readonly Check[];
  /** Checks of something that is always up, which every run calls too. */
  readonly guard?: readonly Check[];
  readonly alerts?: Alerting;
  readonly deploy?: DeploySettings;
  readonly page?: PageSettings;
  readonly maintenance?: readonly MaintenanceWindow[];
  /** That of `defaults`, where alerts tell times too. */
  readonly timezone?: string;
};
