import { App } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import { parseChecks } from '#checks-file/parse.ts';
import type { Check } from '#core/check/check.ts';
import type { CheckList } from '#core/check/check-list.ts';
import { PAGE_MEMORY_MB } from '#core/cost/page-usage.ts';
import { usageOf } from '#core/cost/usage.ts';
import { type Workload, workloadOf, workloadsOf } from '#core/cost/workload.ts';
import { homeMetricDataFor, type MetricDatum, metricDataFor } from '#core/report/metric-data.ts';
import { shardsOf } from '#core/run/shards.ts';
import type { Verdict } from '#core/verdict/verdict.ts';
import { KIND_NAMES } from '#kinds/settings.ts';
import { regionalStacks } from '../../infra/regional-stacks.ts';
import { entries, type Properties, resourcesOf, stackOf } from './synthesized.ts';

const SECRETS = [
  { name: 's', http: { url: 'https://h/', headers: { X: `\${secret:one}`, Y: `\${secret:two#a.b}` } } },
  { name: 't', tcp: { host: `\${secret:one}`, port: 1 } },
];

const CANARY = { type: 'canary', percentage: 10, minutes: 5 };
const LISTS: readonly (readonly [string, object])[] = [
  ['one check', { checks: entries(1) }],
  ['two shards', { checks: entries(150) }],
  ['400 checks of a minute, express', { deploy: { workflow: 'express' }, checks: entries(400, { every: '1m' }) }],
  ['4,000 checks', { checks: entries(4_000) }],
  [
    'a key, a rollout, subscribers and secrets',
    {
      deploy: {
        kmsKey: true,
        rollout: CANARY,
        subscriptions: [{ email: 'a@example.com' }, { email: 'b@example.com' }, { https: 'https://h.example/' }],
      },
      checks: SECRETS,
    },
  ],
  [
    'certificates, severities and no dashboard',
    {
      deploy: { dashboard: false, alarms: { pageBy: 'alarm', subscriptions: [{ email: 'pager@example.com' }] } },
      checks: [
        {
          name: 'a',
          http: { url: 'https://h/' },
          metrics: ['latency', 'certificateDays', 'phases'],
          severity: 'critical',
        },
        { name: 'b', tcp: { host: 'h', port: 1 }, cron: '0 9 * * *', timezone: 'Europe/Paris' },
      ],
    },
  ],
  ['alarms by group', { deploy: { alarms: { per: 'group' } }, checks: entries(150) }],
  ['no alarms but the rollout’s', { deploy: { alarms: false, rollout: CANARY }, checks: entries(2) }],
  ['slow checks, few at a time', { deploy: { concurrency: 2 }, checks: entries(30, { every: '1m', rechecks: 1 }) }],
  [
    'a status page',
    { deploy: { page: true }, page: { public: { tags: ['shop'] } }, checks: entries(150, { tags: ['shop'] }) },
  ],
  ['a home Region', { deploy: { regions: ['us-west-2', 'eu-west-1'], home: 'us-west-2' }, checks: entries(3) }],
];

function listOf(authored: object): CheckList {
  const { list, faults } = parseChecks(JSON.stringify(authored));
  if (list === null) throw new Error(JSON.stringify(faults));
  return list;
}

// A template of 4,000 checks takes a second, on a busy machine far more.
describe('the bill', { timeout: 60_000 }, () => {
  it.each(LISTS)('counts what is deployed: %s', (_, authored) => {
    const list = listOf(authored);
    const stacks = regionalStacks(new App({ context: { 'aws:cdk:bundling-stacks': [] } }), { checks: list });
    expect(workloadsOf(list, KIND_NAMES).map(billedIn)).toEqual(
      stacks.map((stack) => deployedIn(Template.fromStack(stack))),
    );
  });

  it.each(LISTS)('counts the metrics that are written: %s', (_, authored) => {
    const list = listOf(authored);
    const { concurrency = 40, workflow = 'nested', home } = list.deploy ?? {};
    const series = new Set(
      shardsOf(list.checks, { concurrency, workflow }).flatMap(({ id, checks }) => {
        const run = { ...RUN, shard: id, concurrency };
        const verdicts = checks.map(verdictOf);
        const data = [...metricDataFor(run, verdicts), ...(home === undefined ? [] : homeMetricDataFor(run, verdicts))];
        return data.map(seriesOf);
      }),
    );
    expect(usageOf(workloadOf(list.checks, { ...list.deploy }, null, KIND_NAMES)).metrics).toBe(series.size);
  });
});

function billedIn({ shards, page, ...load }: Workload) {
  const { metricAlarms, compositeAlarms, dashboards, kmsKeys, secrets, subscribers } = load;
  const renders = page === null ? 0 : PAGE_MEMORY_MB;
  const schedules = shards.length + (page === null ? 0 : 1);
  return { schedules, renders, metricAlarms, compositeAlarms, dashboards, kmsKeys, secrets, subscribers };
}

function deployedIn(template: Template): ReturnType<typeof billedIn> {
  const all = (type: string) => [...resourcesOf(template, type).values()];
  const subscribed = (protocol: string) =>
    all('AWS::SNS::Subscription').filter(({ Protocol }) => Protocol === protocol).length;
  const looksAt = ({ Metrics = [{ MetricStat: {} }] }: Properties) =>
    (Metrics as Properties[]).filter(({ MetricStat }) => MetricStat !== undefined).length;
  const readable = JSON.stringify(all('AWS::IAM::Policy'));
  return {
    schedules: all('AWS::Scheduler::Schedule').length,
    renders: Number(
      all('AWS::Lambda::Function').find(({ Environment }) => isRenderer(Environment))?.['MemorySize'] ?? 0,
    ),
    metricAlarms: all('AWS::CloudWatch::Alarm').reduce((sum, alarm) => sum + looksAt(alarm), 0),
    compositeAlarms: all('AWS::CloudWatch::CompositeAlarm').length,
    dashboards: all('AWS::CloudWatch::Dashboard').length,
    kmsKeys: all('AWS::KMS::Key').length,
    secrets: new Set(readable.match(/secret:\w+-\?{6}/g)).size,
    subscribers: { email: subscribed('email'), https: subscribed('https') },
  };
}

const isRenderer = (environment: object) => JSON.stringify(environment).includes('ROLLCALL_PAGES_BUCKET');

const RUN = {
  id: 'r',
  startedAt: '2026-11-24T00:00:00Z',
  trigger: 'schedule',
  shard: '',
  concurrency: 40,
  region: 'us-west-2',
} as const;

const MEASURED = {
  outcome: 'OK',
  reason: null,
  flaky: false,
  latencyMs: 1,
  phases: { dns: 1, connect: 1, tls: 1, firstByte: 1, download: 1 },
  certificate: { daysLeft: 1 },
};
const verdictOf = ({ name, metrics }: Check) => ({ ...MEASURED, name, metrics }) as unknown as Verdict;

const seriesOf = ({ MetricName, Dimensions }: MetricDatum) =>
  [MetricName, ...Dimensions.map(({ Name, Value }) => `${Name}=${Value}`)].join(' ');

describe('a line at synth', { timeout: 60_000 }, () => {
  const told = (deploy: object, env?: { region: string }) =>
    Annotations.fromStack(stackOf(entries(10, { every: '1m' }), { deploy, ...(env && { env }) }))
      .findInfo('*', Match.anyValue())
      .map(({ entry }) => String(entry.data));

  it('says what a month costs, with the largest items', () => {
    const [line, ...others] = told({});
    expect(others).toEqual([]);
    expect(line).toMatch(
      /^about \$\d+\.\d\d a month \(workflow \(nested\) \$13\.22, custom metrics \$4\.50, .* …\); rollcall cost tells more/,
    );
  });

  it('is of the stack’s own Region and settings', () => {
    const regions = ['ap-northeast-1', 'us-east-1'];
    const [line] = told({ workflow: 'express', regions }, { region: 'ap-northeast-1' });
    const [whole] = told({ workflow: 'express' });
    expect(line).toContain(' a month in ap-northeast-1 (custom metrics $4.50, ');
    expect(line?.slice('about $'.length, 12)).not.toBe(whole?.slice('about $'.length, 12));
  });
});
