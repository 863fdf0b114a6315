import { describe, expect, it } from 'vitest';
import { parseChecks } from '#checks-file/parse.ts';
import type { CheckList } from '#core/check/check-list.ts';
import type { DeploySettings } from '#core/check/deploy-settings.ts';
import { billOf } from '#core/cost/bill.ts';
import { estimate } from '#core/cost/estimate.ts';
import { usageOf } from '#core/cost/usage.ts';
import { NESTED_TRANSITIONS, TRANSITIONS, workloadOf, workloadsOf } from '#core/cost/workload.ts';
import { calledMachine, startedMachine } from '#core/workflow/machines.ts';
import { KIND_NAMES } from '#kinds/settings.ts';
import { readDefinition } from '#local/engine/definition.ts';

function listOf(count: number, every: string, deploy: DeploySettings = {}): CheckList {
  const checks = Array.from({ length: count }, (_, i) => ({ name: `c${i}`, http: { url: `https://h/${i}` }, every }));
  const { list } = parseChecks(JSON.stringify({ deploy, checks }));
  if (list === null) throw new Error('the list has faults');
  return list;
}

const billed = (count: number, every: string, deploy: DeploySettings = {}) =>
  estimate(workloadsOf(listOf(count, every, deploy), KIND_NAMES));
const lineOf = ({ lines }: ReturnType<typeof estimate>, name: string) => lines.find(({ item }) => item === name);

describe('the estimate', () => {
  it('has the largest item first, and items that add up', () => {
    const { lines, total } = billed(10, '5m');
    const amounts = lines.map(({ dollars }) => dollars);
    expect(amounts).toEqual(amounts.toSorted((a, b) => b - a));
    expect(amounts.reduce((sum, one) => sum + one, 0)).toBeCloseTo(total, 10);
  });

  it('counts runs by the schedule: a month of 730 hours has 8,760 five minutes', () => {
    const standard = billed(10, '5m', { workflow: 'standard' });
    expect(lineOf(standard, 'workflow (standard)')?.dollars).toBeCloseTo(8_760 * (10 + 4 * 10) * 25e-6, 10);
  });

  it('is ruled by transitions in a standard workflow, by metrics in the others', () => {
    expect(billed(40, '1m', { workflow: 'standard' }).lines[0]?.item).toBe('workflow (standard)');
    expect(billed(40, '1m', { workflow: 'express' }).lines[0]?.item).toBe('custom metrics');
    expect(billed(40, '1m').lines[0]?.item).toBe('custom metrics');
  });

  it('of a nested workflow is twelve transitions a run and an Express run, whatever the checks are', () => {
    const express = 43_800 * (1e-6 + 0.0625 * 0.7 * 0.00001667);
    for (const count of [1, 10, 40]) {
      const line = lineOf(billed(count, '1m'), 'workflow (nested)');
      expect(line?.dollars).toBeCloseTo(43_800 * 12 * 25e-6 + express, 2);
      expect(line?.basis).toBe('43,800 runs, 525,600 state transitions, 43,800 Express runs of 0.7 s');
    }
  });

  it('of 40 checks a minute is 42 dollars at most, a fifth of a standard workflow’s', () => {
    const nested = billed(40, '1m').total;
    expect(nested).toBeLessThanOrEqual(42);
    expect(nested).toBeLessThan(billed(40, '1m', { workflow: 'standard' }).total / 5);
  });

  it('of a shard that a nested workflow runs inline is that of a standard one, and a transition', () => {
    const { list } = parseChecks(
      'checks: [{ name: a, tcp: { host: h, port: 1, timeout: 60s }, every: 5m, rechecks: 0 }]',
    );
    const [load] = workloadsOf(list ?? { checks: [] }, KIND_NAMES);
    if (load === undefined) throw new Error('a list has a workload');
    expect(usageOf(load)).toMatchObject({
      standard: { runs: 8_760, transitions: 8_760 * (1 + 10 + 4) },
      express: { runs: 0, transitions: 0 },
    });
  });

  it('adds up Regions, each by its own prices', () => {
    const virginia = billed(10, '1m', { workflow: 'express', regions: ['us-east-1'] });
    const tokyo = billed(10, '1m', { workflow: 'express', regions: ['ap-northeast-1'] });
    const both = billed(10, '1m', { workflow: 'express', regions: ['us-east-1', 'ap-northeast-1'] });
    expect(both.total).toBeCloseTo(virginia.total + tokyo.total, 10);
    const [ingested, kept] = [0.76 / 0.5, 0.033 / 0.03];
    const ratio = (lineOf(tokyo, 'logs')?.dollars ?? 0) / (lineOf(virginia, 'logs')?.dollars ?? 1);
    expect(ratio).toBeLessThan(ingested);
    expect(ratio).toBeGreaterThan(kept);
  });

  it('says which items us-east-1 stands in for, and when for all', () => {
    const [virginia, ireland, paulo] = billed(10, '1m', { regions: ['us-east-1', 'eu-west-1', 'sa-east-1'] }).prices;
    expect(virginia).toMatchObject({ region: 'us-east-1', known: true, borrowed: [] });
    expect(ireland).toMatchObject({ known: true, read: { to: expect.stringMatching(/^2026-/) } });
    expect(ireland?.borrowed).toEqual(['workflow (nested)', 'Lambda', 'metric requests', 'traces', 'SNS', 'schedules']);
    expect(paulo).toMatchObject({ region: 'sa-east-1', known: false });
  });

  it('costs more with a home Region: Ng of each check, ChecksNg and RunCompleted are written there too', () => {
    const regions = ['us-west-2', 'eu-west-1'];
    const [alone, home] = [billed(10, '1m', { regions }), billed(10, '1m', { regions, home: 'us-west-2' })];
    const more = (name: string) => (lineOf(home, name)?.dollars ?? 0) - (lineOf(alone, name)?.dollars ?? 0);
    expect(more('custom metrics')).toBeCloseTo(2 * (10 + 2) * 0.3, 10);
    expect(more('metric requests')).toBeCloseTo(2 * 43_800 * 1e-5, 10);
  });

  it('costs less with checks that page nobody, and a metric more for each severity of a shard', () => {
    const severities = ['critical', 'warning', 'info'];
    const checks = severities.map((severity) => ({ name: severity, tcp: { host: 'h', port: 1 }, severity }));
    const { list } = parseChecks(JSON.stringify({ checks }));
    if (list === null) throw new Error('the list has faults');
    const [mixed, usual] = [estimate(workloadsOf(list, KIND_NAMES)), billed(3, '5m')];
    const more = (name: string) => (lineOf(mixed, name)?.dollars ?? 0) - (lineOf(usual, name)?.dollars ?? 0);
    expect(more('custom metrics')).toBeCloseTo(3 * 0.3, 10);
    expect(more('alarms')).toBeCloseTo(-2 * 0.1, 10);
  });

  it.each<[DeploySettings, string, number]>([
    [{ kmsKey: true }, 'keys and secrets', 1],
    [{ kmsKey: `arn:aws:kms:us-east-1:123456789012:key/${'1'.repeat(8)}` }, 'keys and secrets', 0],
    [{ alarms: false, rollout: { type: 'canary', percentage: 10, minutes: 5 } }, 'alarms', 0.1],
    [{ alarms: false }, 'alarms', 0],
    [{}, 'dashboards', 3],
    [{ dashboard: false }, 'dashboards', 0],
    [{ subscriptions: [{ email: 'a@b.c' }, { email: 'd@e.f' }] }, 'SNS', 9 * 0.5e-6 + 18 * 20e-6],
    [{ subscriptions: [{ https: 'https://h/' }, { sqs: 'arn:aws:sqs:us-east-1:123456789012:q' }] }, 'SNS', 9 * 1.1e-6],
  ])('counts %j', (deploy, item, dollars) => {
    expect(lineOf(billed(1, '1m', deploy), item)?.dollars).toBeCloseTo(dollars, 10);
  });

  it('grows with what is logged and how long', () => {
    const logs = (deploy: DeploySettings) => lineOf(billed(10, '1m', deploy), 'logs')?.dollars ?? 0;
    expect(logs({ workflow: 'standard' })).toBe(logs({}));
    const order = [
      logs({ retentionDays: 1 }),
      logs({}),
      logs({ retentionDays: 'forever' }),
      logs({ workflow: 'express' }),
      logs({ logData: true }),
      logs({ workflow: 'express', logData: true }),
    ];
    expect(order).toEqual(order.toSorted((a, b) => a - b));
    expect(new Set(order).size).toBe(order.length);
  });

  it('says what it leaves out', () => {
    const vpc = { subnets: ['subnet-12345678'], securityGroups: ['sg-12345678'] };
    expect(billed(1, '1m').leftOut).toEqual([]);
    expect(billed(1, '1m', { vpc, subscriptions: [{ sms: '+819012345678' }] }).leftOut).toEqual([
      'SMS, which have a price for each country',
      'the NAT gateway of the VPC',
    ]);
  });
});

describe('the bill', () => {
  it('costs the same whichever way the workflow is looked at', () => {
    const list = listOf(120, '1m');
    const [nested, express] = [billOf(list, KIND_NAMES), billOf(list, KIND_NAMES, { workflow: 'express' })];
    expect(nested.choices).toEqual(express.choices);
    expect(nested.choices.nested.total).toBe(nested.total);
    expect(Object.keys(nested.choices)).toEqual(['nested', 'standard', 'express']);
    expect(express.choices.express).toEqual({
      workflow: express.lines.find(({ item }) => item === 'workflow (express)')?.dollars,
      total: express.total,
    });
  });

  it('is of the workflow that the list asks for, unless another is chosen', () => {
    const list = listOf(1, '1m', { workflow: 'express' });
    expect([billOf(list, KIND_NAMES).workflow, billOf(list, KIND_NAMES, { workflow: 'standard' }).workflow]).toEqual([
      'express',
      'standard',
    ]);
  });
});

describe('the workload', () => {
  const loadOf = (text: string) => {
    const { list } = parseChecks(text);
    if (list === null) throw new Error('the list has faults');
    return workloadOf(list.checks, { ...list.deploy }, null, KIND_NAMES);
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
    // one for the check, silence, checker faults, seven of AWS’s own counts, and every function in one sum
    expect(loadOf(`${CHECK} }\n`)).toMatchObject({
      metricAlarms: 3 + 7 + 3 + KIND_NAMES.length,
      compositeAlarms: 0,
      dashboards: 1,
    });
    expect(loadOf(`deploy: { alarms: false, dashboard: false }\n${CHECK} }\n`)).toMatchObject({
      metricAlarms: 0,
      compositeAlarms: 0,
      dashboards: 0,
    });
  });
});

describe('the transitions of a run in which all is OK', () => {
  it('are those of the definition', () => {
    const file = readDefinition();
    expect(enteredIn(startedMachine(file, 'standard'))).toEqual(TRANSITIONS);
    expect(enteredIn(calledMachine(file))).toEqual(NESTED_TRANSITIONS.called);
    expect(enteredIn(file, { ...OK_CHOICES, IsScheduled: 'RunNested' })).toEqual(NESTED_TRANSITIONS.calling);
    expect(enteredIn(file, { ...OK_CHOICES, IsScheduled: 'PrepareChecks' })).toEqual(NESTED_TRANSITIONS.inline);
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

/** How many states a run enters once, and for each check. */
function enteredIn(definition: object, choices = OK_CHOICES) {
  const machine = definition as Machine;
  const once = pathOf(machine, choices);
  const each = once.includes('RunChecks') ? machine.States['RunChecks']?.ItemProcessor : undefined;
  return { fixed: once.length, perCheck: each === undefined ? 0 : pathOf(each, choices).length };
}

/** Where each Choice leads when every check is OK and nothing has to be told. */
const OK_CHOICES: Readonly<Record<string, string>> = {
  InputUnderstood: 'RunChecks',
  ChooseChecker: 'CheckHttp',
  RouteVerdict: 'Answered',
  AnyAlerts: 'NoAlerts',
  NothingLeft: 'Summary',
  NestedSucceeded: 'ReadNested',
  NestedAnswered: 'TrackIncidents',
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

it('counts what guards cost: a call in each run, and Online for each shard', () => {
  const entries = (count: number, prefix: string) =>
    Array.from({ length: count }, (_, at) => ({ name: `${prefix}${at}`, tcp: { host: 'h', port: 1 } }));
  const usage = (guard: object) => {
    const { list } = parseChecks(JSON.stringify({ ...guard, checks: entries(150, 'c') }));
    const [load] = workloadsOf(list ?? { checks: [] }, KIND_NAMES);
    if (load === undefined) throw new Error('a list has a workload');
    return usageOf(load);
  };
  const [without, guarded] = [usage({}), usage({ guard: entries(2, 'up') })];
  expect(guarded.runs).toBe(without.runs);
  expect(guarded.checkRuns - without.checkRuns).toBe(2 * without.runs);
  expect(guarded.standard.transitions).toBe(without.standard.transitions);
  expect(guarded.express.transitions - without.express.transitions).toBe(2 * 4 * without.runs);
  expect(guarded.metrics - without.metrics).toBe(4); // shards, of 40 checks at most
});
