import { describe, expect, it } from 'vitest';
import { planAlarms } from '#core/alarm/plan.ts';
import { type Dashboard, dashboardOf } from '#core/dashboard/dashboard.ts';
import type { Widget } from '#core/dashboard/widgets.ts';
import { entries, watched } from '../alarm/watched.ts';

const NAMES = {
  region: 'us-west-2',
  workflowArn: 'arn:workflow',
  scheduleGroup: 'group',
  deadLetters: 'queue',
  functions: [
    ['PrepareChecks', 'f1'],
    ['CheckTcp', 'f2'],
  ],
} as const;

type Options = Parameters<typeof watched>[1];

function dashboardFor(checks: readonly object[], options?: Options): Dashboard {
  const ground = watched(checks, options);
  const plan = planAlarms(ground);
  const alarms = plan.alarms.filter(({ action }) => action !== 'none').map(({ name }) => `arn:alarm:${name}`);
  return dashboardOf(ground, plan, { ...NAMES, alarms });
}

const titlesOf = ({ widgets }: Dashboard) =>
  widgets.map(({ properties }) => properties['title'] ?? properties['markdown']);
const linesOf = ({ properties }: Widget) => (properties['metrics'] ?? []) as unknown[][];

function chartOf(dashboard: Dashboard, title: string): unknown[][] {
  const widget = dashboard.widgets.find(({ properties }) => properties['title'] === title);
  if (widget === undefined) throw new Error(`${title} is not among ${titlesOf(dashboard).join(', ')}`);
  return linesOf(widget);
}

describe('the dashboard', () => {
  it('shows the checks, then the monitor itself', () => {
    expect(titlesOf(dashboardFor(entries(2)))).toEqual([
      '# Rollcall',
      'Alarms',
      'Availability of checks',
      'NG checks',
      'OK only on a recheck',
      '## The monitor itself',
      'Duration of a run, ms',
      'Ends of runs',
      'Runs completed',
      'Checker faults',
      'Schedules',
      'Functions',
    ]);
  });

  it('has a line for each check', () => {
    expect(chartOf(dashboardFor(entries(2)), 'Availability of checks')).toEqual([
      ['Rollcall', 'Healthy', 'Check', 'c0', { stat: 'Average', label: 'c0' }],
      ['Rollcall', 'Healthy', 'Check', 'c1', { stat: 'Average', label: 'c1' }],
    ]);
  });

  it('has latency, certificates and phases where checks have such metrics', () => {
    const asking = { tcp: undefined, http: { url: 'https://h/' }, metrics: ['latency', 'certificateDays', 'phases'] };
    const dashboard = dashboardFor([{ name: 'a', ...asking }, { name: 'b' }]);
    for (const title of ['Latency, ms', 'Days of certificates', 'Dns, ms', 'Tls, ms', 'FirstByte, ms']) {
      expect(chartOf(dashboard, title).map(([, , , name]) => name)).toEqual(['a']);
    }
  });

  it('has the worst of many checks, and the availability of each shard', () => {
    const dashboard = dashboardFor(entries(250));
    expect(chartOf(dashboard, 'Availability of checks')).toEqual([
      [
        {
          expression: `SORT(SEARCH('{"Rollcall",Check} MetricName="Healthy"', 'Average', 300), MIN, ASC, 20)`,
          label: '',
        },
      ],
    ]);
    expect(chartOf(dashboard, 'Availability of shards, %').slice(0, 3)).toEqual([
      ['Rollcall', 'ChecksOk', 'Shard', '5m-0', { stat: 'Sum', id: 'ok0', visible: false }],
      ['Rollcall', 'ChecksNg', 'Shard', '5m-0', { stat: 'Sum', id: 'ng0', visible: false }],
      [{ expression: '100 * ok0 / (ok0 + ng0)', label: '5m-0' }],
    ]);
  });

  it('shows in the home Region what each Region sees', () => {
    const deploy = { regions: ['us-west-2', 'eu-west-1'], home: 'us-west-2' };
    const chart = chartOf(dashboardFor(entries(1), { deploy, region: 'us-west-2' }), 'NG checks, by Region');
    expect(chart.map(([, name, , shard, , region]) => [name, shard, region])).toEqual([
      ['ChecksNg', '5m-0', 'us-west-2'],
      ['ChecksNg', '5m-0', 'eu-west-1'],
    ]);
    expect(titlesOf(dashboardFor(entries(1), { deploy, region: 'eu-west-1' }))).not.toContain('NG checks, by Region');
  });

  // https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch_limits.html
  it.each([
    [1, '5m', undefined],
    [40, '5m', undefined],
    [400, '1m', undefined],
    [4_000, '1m', undefined],
    [4_000, '5m', 'us-west-2'],
  ])('of %d checks every %s is within the limits of CloudWatch', (count, every, region) => {
    const asking = {
      tcp: undefined,
      http: { url: 'https://h/' },
      every,
      metrics: ['latency', 'certificateDays', 'phases'],
    };
    const deploy = region === undefined ? {} : { regions: ['us-west-2', 'eu-west-1', 'sa-east-1'], home: region };
    const dashboard = dashboardFor(entries(count, asking), { deploy, ...(region && { region }) });
    expect(dashboard.widgets.length).toBeLessThanOrEqual(500);
    const counts = dashboard.widgets.map((widget) => linesOf(widget).length);
    expect(Math.max(...counts)).toBeLessThanOrEqual(500);
    expect(counts.reduce((sum, one) => sum + one, 0)).toBeLessThanOrEqual(2_500);
    for (const { properties } of dashboard.widgets) {
      expect(((properties['alarms'] ?? []) as unknown[]).length).toBeLessThanOrEqual(100);
    }
    expect(Buffer.byteLength(JSON.stringify(dashboard))).toBeLessThan(100_000);
  });

  it('is laid out in 24 columns, without two widgets in one place', () => {
    const taken = new Set<string>();
    for (const { x, y, width, height } of dashboardFor(entries(60)).widgets) {
      expect(x + width).toBeLessThanOrEqual(24);
      for (let column = x; column < x + width; column++) {
        for (let row = y; row < y + height; row++) {
          expect(taken.has(`${column} ${row}`)).toBe(false);
          taken.add(`${column} ${row}`);
        }
      }
    }
  });
});
