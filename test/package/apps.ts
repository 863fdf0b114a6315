/**
 * An app that has the package installed, as CommonJS. Backends is what examples/cdk-app has too; Everything has what else may
 * be deployed, so that all that the construct calls of its peers is called.
 */
export const APP = `
  const { App, Stack } = require('aws-cdk-lib');
  const { HealthChecks, checkList } = require('rollcall');
  const app = new App();
  const checks = checkList({
    defaults: { every: '5m', rechecks: 2 },
    checks: [
      { name: 'orders', http: { url: 'https://api.example.com/orders' }, expect: { status: [200, 204] } },
      { name: 'database', tcp: { host: 'db.example.com', port: 5432 } },
    ],
  });
  new HealthChecks(new Stack(app, 'Backends'), 'HealthChecks', { checks, metricNamespace: 'Backends' });

  const env = { region: 'eu-west-1', account: '123456789012' };
  const shops = Array.from({ length: 40 }, (_, i) => {
    return { name: 'shop ' + i, tags: ['shop'], http: { url: 'https://example.com/' + i } };
  });
  new HealthChecks(new Stack(app, 'Everything', { env }), 'HealthChecks', {
    checks: checkList({
      checks: [...shops, { name: 'backup', heartbeat: { every: '1d' } }],
      alerts: { topics: { pager: {} }, routes: [{ topic: 'pager', tags: ['shop'] }] },
      page: { public: { tags: ['shop'] } },
    }),
    alarms: { per: 'check', pageBy: 'severity', subscriptions: [{ sms: '+4915112345678' }] },
    rollout: { type: 'canary', percentage: 10, minutes: 10 },
    subscriptions: [{ email: 'a@example.com' }, { slack: { workspace: 'T0123456789', channel: 'C0123456789' } }],
    events: true,
    kmsKey: true,
    logData: true,
    page: true,
    permissionsBoundary: 'arn:aws:iam::123456789012:policy/Boundary',
    recipeFunctionName: 'recipe',
    reservedConcurrency: 5,
    vpc: { subnets: ['subnet-0123456789abcdef0'], securityGroups: ['sg-0123456789abcdef0'] },
    tags: { team: 'shop' },
  });
  app.synth();
`;

/** A CloudFormation template. */
export type Template = { readonly Resources: Readonly<Record<string, Resource>> };
type Resource = { Type: string; DependsOn?: readonly string[]; Properties?: Readonly<Record<string, unknown>> };

/** What of a template is ours: peers of another version tag other types, and write more into policies. */
export function shapeOf({ Resources }: Template) {
  return Object.entries(Resources).map(([id, { Type, DependsOn, Properties = {} }]) => {
    const { Tags, ...properties } = Properties;
    return [id, Type, DependsOn, /Alarm/.test(Type) ? properties : Object.keys(properties).sort()];
  });
}
