import { describe, expect, it } from 'vitest';
import type { Check } from '#core/checks/check.ts';
import { parseChecks } from '#core/checks/parse.ts';
import { estimate } from '#core/cost/estimate.ts';
import { TRANSITIONS, workloadOf } from '#core/cost/workload.ts';
import { readDefinition } from '#local/engine/definition.ts';

function checksOf(count: number, every: string): readonly Check[] {
  const entries = Array.from(
    { length: count },
    (_, i) => `  - { name: c${i}, http: { url: "https://h/${i}" }, every: ${every} }`,
  );
  const { list } = parseChecks(`checks:\n${entries.join('\n')}\n`);
  if (list === null) throw new Error('the list has faults');
  return list.checks;
}

describe('the estimate', () => {
  it('has the largest item first, and items that add up', () => {
    const { lines, total } = estimate(workloadOf(checksOf(10, '5m'), 'standard'));
    const amounts = lines.map(({ dollars }) => dollars);
    expect(amounts).toEqual(amounts.toSorted((a, b) => b - a));
    expect(amounts.reduce((sum, one) => sum + one, 0)).toBeCloseTo(total, 10);
  });

  it('counts runs by the schedule: a month of 730 hours has 8,760 five minutes', () => {
    const { workflow } = estimate(workloadOf(checksOf(10, '5m'), 'standard'));
    expect(workflow.standard).toBeCloseTo(8_760 * (9 + 4 * 10) * 25e-6, 10);
  });

  it('is ruled by transitions in a standard workflow, by metrics in an express one', () => {
    const checks = checksOf(40, '1m');
    expect(estimate(workloadOf(checks, 'standard')).lines[0]?.item).toBe('workflow (standard)');
    expect(estimate(workloadOf(checks, 'express')).lines[0]?.item).toBe('custom metrics');
  });

  it('costs the same whichever way the workflow is looked at', () => {
    const checks = checksOf(120, '1m');
    const [standard, express] = [estimate(workloadOf(checks, 'standard')), estimate(workloadOf(checks, 'express'))];
    expect(standard.workflow.standard).toBe(standard.lines.find(({ item }) => item === 'workflow (standard)')?.dollars);
    expect(express.workflow.express).toBe(express.lines.find(({ item }) => item === 'workflow (express)')?.dollars);
  });
});

describe('the workload', () => {
  const loadOf = (text: string) => {
    const { list } = parseChecks(text);
    if (list === null) throw new Error('the list has faults');
    return workloadOf(list.checks, 'standard', list.deploy);
  };
  const CHECK = 'checks:\n  - { name: a, http: { url: "https://h/" }';

  it('has the metrics that checks ask for beside Healthy', () => {
    expect(loadOf(`${CHECK} }\n`).metricsPerCheck).toBe(1);
    expect(
      loadOf(`${CHECK}, metrics: [latency, phases] }\n  - { name: b, tcp: { host: h, port: 1 } }\n`),
    ).toMatchObject({
      metricsPerCheck: 1 + (1 + 5) / 2,
    });
  });

  it('has the alarms and the dashboard of the stack, unless they are left out', () => {
    // one for the check, silence, checker faults, five of AWS’s own counts, and five functions in one sum
    expect(loadOf(`${CHECK} }\n`)).toMatchObject({ metricAlarms: 3 + 5 + 5, compositeAlarms: 0, dashboards: 1 });
    expect(loadOf(`deploy: { alarms: false, dashboard: false }\n${CHECK} }\n`)).toMatchObject({
      metricAlarms: 0,
      compositeAlarms: 0,
      dashboards: 0,
    });
  });
});

describe('the transitions of a run in which all is OK', () => {
  it('are those of the definition', () => {
    const once = pathOf(readDefinition() as unknown as Machine, OK_CHOICES);
    const map = (readDefinition() as unknown as Machine).States['RunChecks'];
    if (map?.ItemProcessor === undefined) throw new Error('RunChecks is no Map');
    expect({ fixed: once.length, perCheck: pathOf(map.ItemProcessor, OK_CHOICES).length }).toEqual(TRANSITIONS);
  });
});

type State = {
  readonly Type: string;
  readonly Next?: string;
  readonly End?: boolean;
  readonly Branches?: readonly Machine[];
  readonly ItemProcessor?: Machine;
};
type Machine = { readonly StartAt: string; readonly States: Readonly<Record<string, State>> };

/** Where each Choice leads when every check is OK and nothing has to be told. */
const OK_CHOICES: Readonly<Record<string, string>> = {
  ChooseChecker: 'CheckHttp',
  RouteVerdict: 'Answered',
  AnyAlerts: 'NoAlerts',
  NothingLeft: 'Summary',
};

function pathOf({ StartAt, States }: Machine, choices: Readonly<Record<string, string>>): string[] {
  const path: string[] = [];
  for (let name: string | undefined = StartAt; name !== undefined; ) {
    const state: State | undefined = States[name];
    if (state === undefined) throw new Error(`${name} is no state`);
    path.push(name, ...(state.Branches ?? []).flatMap((branch) => pathOf(branch, choices)));
    name = state.Type === 'Choice' ? choices[name] : state.Next;
  }
  return path;
}
