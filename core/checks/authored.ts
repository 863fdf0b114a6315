import * as z from 'zod';
import type { MaintenanceWindow } from '../incident/maintenance.ts';
import type { Alerting } from '../report/alert-plan.ts';
import { alertsFaults, alertsSchema, resolveAlerting } from './alerts-section.ts';
import { baseShape, type Defaults, defaultsSchema } from './base.ts';
import type { Check } from './check.ts';
import { dependencyFaults } from './dependencies.ts';
import { deployFaults, deploySchema } from './deploy.ts';
import type { DeploySettings } from './deploy-settings.ts';
import { type PathFault, shown } from './fault.ts';
import { FORM_NAMES, FORMS, FORMS_TO_WRITE } from './forms.ts';
import { faultsOf, isMap, soundPart, valueAt } from './issues.ts';
import type { Read } from './kinds.ts';
import { type AuthoredWindow, maintenanceSchema, resolveMaintenance } from './maintenance.ts';
import { listedIn, maintenanceFaults } from './maintenance-faults.ts';
import type { Outside } from './outside.ts';
import { faultsIn, malformed } from './reference-faults.ts';
import { freeName } from './request-name.ts';
import { reservedNames } from './reserved-names.ts';
import { scheduleFaults, twoSchedules } from './schedule.ts';
import { settings } from './setting.ts';

/** Entries as people write them, in checks.yaml or in an execution input, made into checks. */

const WRITE_KIND = `write one of ${FORMS_TO_WRITE.join(', ')}`;
const WRITE_CHECKS = 'write a list of checks';

export const entrySchema = z.union([FORMS.http.schema, FORMS.tcp.schema, FORMS.curl.schema, FORMS.curl_cmd.schema]);

/** The whole of checks.yaml: what checks.schema.json is made from. */
export const fileSchema = settings(
  {
    deploy: deploySchema.optional(),
    defaults: defaultsSchema.optional(),
    alerts: alertsSchema.optional(),
    maintenance: maintenanceSchema.optional(),
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
    checks: z.array(z.unknown(), { error: WRITE_CHECKS }).min(1, { error: WRITE_CHECKS }),
  },
  'write a map with checks',
);

/** An entry whose kind is not known: whatever else is wrong with it can still be told. */
const kindlessSchema = settings(
  { ...baseShape, ...Object.fromEntries([...FORMS_TO_WRITE, 'expect'].map((key) => [key, z.unknown().optional()])) },
  'write a map with name and a kind',
);

type Authored = {
  readonly checks: readonly Check[];
  readonly faults: readonly PathFault[];
  readonly alerts?: Alerting;
};

type AuthoredFile = Authored & {
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
  if (isMap(content['defaults'])) {
    faults.push(...below('defaults', twoSchedules(content['defaults'])));
  }
  faults.push(...below('alerts', alertsFaults(content['alerts'])));
  const defaults: Defaults = soundPart(content['defaults'], faultsBelow('defaults', faults));
  const wrongDeploy = faultsBelow('deploy', faults);
  const deploy: DeploySettings = soundPart(content['deploy'], wrongDeploy);
  faults.push(...below('deploy', deployFaults(deploy, wrongDeploy)));
  const entries = readEntries(content['checks'], defaults, outside);
  const listed = listedIn(content['checks'], entries.checks, defaults);
  const quiet = maintenanceFaults(content['maintenance'], faultsBelow('maintenance', faults), listed);
  const all = [...faults, ...entries.faults, ...below('maintenance', quiet)];
  if (all.length > 0) return { checks: [], faults: all };
  const alerts = outer.data?.alerts;
  if (entries.checks.length > 0) {
    return {
      checks: entries.checks,
      faults: [],
      ...(alerts !== undefined && { alerts: resolveAlerting(alerts) }),
      ...(content['deploy'] !== undefined && { deploy }),
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

/** Every enabled check of a list of entries, and every fault, paths from `checks` on. */
export function readEntries(entries: readonly unknown[], defaults: Defaults, outside: Outside): Authored {
  const read = entries.map((entry) => readEntry(entry, defaults, outside));
  const faults: PathFault[] = [];
  const names = new Map<string, number>();
  for (const [index, entry] of entries.entries()) {
    for (const fault of read[index]?.faults ?? []) faults.push({ ...fault, path: ['checks', index, ...fault.path] });
    const name = isMap(entry) ? entry['name'] : undefined;
    if (typeof name !== 'string') continue;
    const first = names.get(name);
    if (first === undefined) names.set(name, index);
    else faults.push(repeatedName(name, index, first));
  }
  const checks = read.flatMap(({ check, nameless }, index) => {
    if (check === null || (entries[index] as { enabled?: unknown }).enabled === false) return [];
    if (!nameless) return [check];
    const name = freeName(check.name, (taken) => names.has(taken));
    names.set(name, index);
    return [{ ...check, name }];
  });
  const listed = entries.map((entry, index) => ({ entry, check: read[index]?.check ?? null }));
  faults.push(...below('checks', dependencyFaults(listed, names)));
  return { checks, faults };
}

function readEntry(entry: unknown, defaults: Defaults, outside: Outside): Read {
  if (!isMap(entry)) {
    return {
      check: null,
      faults: [
        { path: [], message: `is ${shown(entry)}; write a map with name and one of ${FORMS_TO_WRITE.join(', ')}` },
      ],
    };
  }
  const [kind, ...others] = FORM_NAMES.filter((name) => Object.hasOwn(entry, name));
  if (kind === undefined) return { check: null, faults: kindlessFaults(entry) };
  const when = scheduleFaults(entry, defaults);
  if (others.length === 0) {
    const read = FORMS[kind].read(entry, defaults, outside);
    return when.length === 0 ? read : { check: null, faults: [...read.faults, ...when] };
  }
  const one = Object.fromEntries(Object.entries(entry).filter(([key]) => !others.some((other) => other === key)));
  const second = others.map((other): PathFault => {
    return { path: [other], at: 'key', message: `is a second kind beside ${kind}; write two checks` };
  });
  return { check: null, faults: [...second, ...when, ...FORMS[kind].read(one, defaults, outside).faults] };
}

function kindlessFaults(entry: Record<string, unknown>): PathFault[] {
  const parsed = kindlessSchema.safeParse(entry);
  const faults = parsed.success ? [] : faultsOf(parsed.error.issues, entry);
  const isMisspelt = FORMS_TO_WRITE.some((kind) =>
    faults.some(({ message }) => message.endsWith(`did you mean ${kind}?`)),
  );
  return isMisspelt ? faults : [{ path: [], message: `has no kind; ${WRITE_KIND}` }, ...faults];
}

function repeatedName(name: string, index: number, first: number): PathFault {
  return {
    path: ['checks', index, 'name'],
    message: `is ${shown(name)}, the name of {twin} too; give each check its own`,
    twin: ['checks', first, 'name'],
  };
}
