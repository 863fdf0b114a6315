import { readFileSync } from 'node:fs';
import { App, CfnOutput, Stack } from 'aws-cdk-lib';
import * as subscriptions from 'aws-cdk-lib/aws-sns-subscriptions';
import { checkList, formatFault, HealthChecks, readChecks } from 'rollcall';

const app = new App();

// A list in a file, as the rollcall command reads it too: `npx rollcall run` calls the same roll from this machine.
const { list, faults } = await readChecks(readFileSync('checks.yaml', 'utf8'), '.');
if (list === null) throw new Error(faults.map((fault) => formatFault('checks.yaml', fault)).join('\n'));
const websites = new Stack(app, 'Websites');
const { topic, stateMachine } = new HealthChecks(websites, 'HealthChecks', { checks: list });
topic.addSubscription(new subscriptions.EmailSubscription('on-call@example.com'));
new CfnOutput(websites, 'StateMachineArn', { value: stateMachine.stateMachineArn });

// A list in code: the same rules, and the types say what may be written.
const checks = checkList({
  defaults: { every: '5m', rechecks: 2 },
  checks: [
    { name: 'orders', http: { url: 'https://api.example.com/orders' }, expect: { status: [200, 204] } },
    { name: 'database', tcp: { host: 'db.example.com', port: 5432 } },
  ],
});
new HealthChecks(new Stack(app, 'Backends'), 'HealthChecks', { checks, metricNamespace: 'Backends' });
