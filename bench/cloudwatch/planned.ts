import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as sns from 'aws-cdk-lib/aws-sns';
import { parseChecks } from '#checks-file/parse.ts';
import { planAlarms } from '#core/alarm/plan.ts';
import type { Check } from '#core/check/check.ts';
import type { DeploySettings } from '#core/check/deploy-settings.ts';
import { type Shard, shardsOf } from '#core/run/shards.ts';
import { Alarms } from '../../infra/alarms.ts';
import { type Alarm, alarmFrom, type Properties } from './alarm.ts';

/** What is deployed of a list, as far as alarms see it. */
export type Stage = { readonly shards: readonly Shard[]; readonly alarms: readonly Alarm[] };

export const PAGES = 'arn:aws:sns:us-east-1:123456789012:pages';
const ALERTS = 'arn:aws:sns:us-east-1:123456789012:alerts';
export const NAMESPACE = 'Rollcall';

/** The alarms of a list as the template has them. Those on metrics of AWS's own have nothing to see here. */
export function stageOf(entries: readonly object[], deploy: DeploySettings = {}): Stage {
  const checks = entries.length === 0 ? [] : checksOf(entries);
  const shards = shardsOf(checks);
  const { alarms } = planAlarms({
    checks,
    shards,
    workflow: 'standard',
    metricNamespace: NAMESPACE,
    deploy,
    region: 'us-east-1',
    prefix: 'R',
    functions: [],
  });
  const stack = new Stack(new App({ analyticsReporting: false }), 'R');
  new Alarms(stack, 'Alarms', {
    plan: { alarms, per: null, without: [], fits: true },
    nameOf: ({ of, state = '' }) => `${of}${state}`,
    pages: sns.Topic.fromTopicArn(stack, 'Pages', PAGES),
    alerts: sns.Topic.fromTopicArn(stack, 'Alerts', ALERTS),
  });
  const { Resources = {} } = Template.fromStack(stack).toJSON() as { Resources?: Record<string, Resource> };
  const made = Object.values(Resources).map(({ Properties: properties }) => alarmFrom(properties));
  return { shards, alarms: made.filter(isOfOurs) };
}

type Resource = { readonly Properties: Properties };

function checksOf(entries: readonly object[]): readonly Check[] {
  const { list, faults } = parseChecks(JSON.stringify({ checks: entries }));
  if (list === null) throw new Error(JSON.stringify(faults));
  return list.checks;
}

function isOfOurs(alarm: Alarm): boolean {
  return 'rule' in alarm || alarm.queries.every(({ series }) => series.namespace === NAMESPACE);
}
