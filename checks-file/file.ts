import * as z from 'zod';
import type { Alerting } from '#core/check/alerting.ts';
import type { Check } from '#core/check/check.ts';
import type { DeploySettings } from '#core/check/deploy-settings.ts';
import type { MaintenanceWindow } from '#core/check/maintenance-window.ts';
import { soundPart } from '#core/settings/draft.ts';
import type { PathFault } from '#core/settings/fault.ts';
import { faultsIn, malformed } from '#core/settings/reference-faults.ts';
import { reservedNames } from '#core/settings/reserved-names.ts';
import { twoSchedules } from '#core/settings/schedule.ts';
import { faultsOf } from '#core/settings/schema-faults.ts';
import { settings } from '#core/settings/setting.ts';
import { type Defaults, defaultsSchema } from '#core/settings/shared-settings.ts';
import { isMap, valueAt } from '#core/text/json-values.ts';
import { deployFaults, deploySchema } from './deploy/deploy.ts';
import { entrySchema, readEntries } from './entry/entries.ts';
import type { Outside } from './outside.ts';
import { alertsFaults, alertsSchema, resolveAlerting, routedTagFaults } from './sections/alerts.ts';
import { guardSchema, readGuard, sharedNames, WRITE_GUARD } from './sections/guard.ts';
import { listedIn } from './sections/known-names.ts';
import { type AuthoredWindow, maintenanceSchema, resolveMaintenance } from './sections/maintenance.ts';
import { maintenanceFaults } from './sections/maintenance-rules.ts';

const WRITE_CHECKS = 'write a list of checks';

/** The whole of checks.yaml: what checks.schema.json is made from. */
export const fileSchema = settings(
  {
    deploy: deploySchema.optional(),
    defaults: defaultsSchema.optional(),
    alerts: alertsSchema.optional(),
    maintenance: maintenanceSchema.optional(),
    guard: guardSchema.optional(),
    checks: z.array(entrySchema, { error: WRITE_CHECKS }).min(1, { error: WRITE_CHECKS }).describe('What to watch.'),
  },
  'write a map with checks',
).describe('What Rollcall watches.');

/** The file without its entries, which are read one by one, so that each is held against its own kind only. */
const outerSchema = settings(
  {
    deploy: deploySchema.optional(),
    defaults: defaultsSchema.optional(),
    alerts: alertsSchema.optional(),
    maintenance: maintenanceSchema.optional(),
    guard: z.array(z.unknown(), { error: WRITE_GUARD }).optional(),
    checks: z.array(z.unknown(), { error: WRITE_CHECKS }).min(1, { error: WRITE_CHECKS }),
  },
  'write a map with checks',
);

type AuthoredFile = {
  readonly checks: readonly Check[];
  readonly faults: readonly PathFault[];
  readonly guard?: readonly Check[];
  readonly alerts?: Alerting;
  readonly deploy?: DeploySettings;
  readonly maintenance?: readonly MaintenanceWindow[];
};

/** Every enabled check of a file's content with its defaults filled, and every fault. */
export function readFile(content: unknown, outside: Outside): AuthoredFile {
  const outer = outerSchema.safeParse(content);
  const faults = outer.success ? [] : faultsOf(outer.error.issues, content);
  if (!isMap(content) || !Array.isArray(content['checks'])) return { checks: [], faults };
  const shared = valueAt(content, ['defaults', 'headers']);
  if (isMap(shared)) {
    faults.push(...reservedNames(shared, ['defaults', 'headers']));
    faults.push(...faultsIn(shared, ['defaults', 'headers'], malformed));
  }
  if (isMap(content['defaults'])) faults.push(...below('defaults', twoSchedules(content['defaults'])));
  faults.push(...below('alerts', alertsFaults(content['alerts'])));
  const defaults: Defaults = soundPart(content['defaults'], faultsBelow('defaults', faults));
  const wrongDeploy = faultsBelow('deploy', faults);
  const deploy: DeploySettings = soundPart(content['deploy'], wrongDeploy);
  faults.push(...below('deploy', deployFaults(deploy, wrongDeploy)));
  const guard = readGuard(content['guard'], defaults, outside);
  const entries = readEntries(content['checks'], defaults, outside, { guard: guard.checks });
  const listed = listedIn(content['checks'], entries.checks, defaults);
  const quiet = maintenanceFaults(content['maintenance'], faultsBelow('maintenance', faults), listed);
  const ofGuard = [...guard.faults, ...sharedNames(guard, entries)];
  const routed = below('alerts', routedTagFaults(content['alerts'], listed));
  const all = [...faults, ...entries.faults, ...ofGuard, ...below('maintenance', quiet), ...routed];
  if (all.length > 0) return { checks: [], faults: all };
  const alerts = outer.data?.alerts;
  if (entries.checks.length > 0) {
    return {
      checks: entries.checks,
      faults: [],
      ...(alerts !== undefined && { alerts: resolveAlerting(alerts) }),
      ...(content['deploy'] !== undefined && { deploy }),
      ...(guard.checks.length > 0 && { guard: guard.checks }),
      ...windowsOf(outer.data?.maintenance, entries.checks, defaults),
    };
  }
  const message = 'are all disabled; enable one, or stop the schedule instead';
  return { checks: [], faults: [{ path: ['checks'], at: 'key', message }] };
}

function faultsBelow(section: string, faults: readonly PathFault[]): readonly PathFault[] {
  return faults.flatMap(({ path: [top, ...path], message }) => (top === section ? [{ path, message }] : []));
}

function below(section: string, faults: readonly PathFault[]): readonly PathFault[] {
  return faults.map((fault) => ({ ...fault, path: [section, ...fault.path] }));
}

function windowsOf(windows: readonly AuthoredWindow[] = [], checks: readonly Check[], { timezone }: Defaults) {
  return windows.length === 0 ? {} : { maintenance: resolveMaintenance(windows, checks, timezone) };
}
