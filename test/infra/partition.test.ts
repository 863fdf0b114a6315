import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import { entries, resourcesOf, stackOf } from './synthesized.ts';

const SUBSCRIPTIONS = [{ slack: { workspace: 'T07EA123LEP', channel: 'C07EZ1ABC23' } }];

describe.each([
  ['us-gov-west-1', 'aws-us-gov'],
  ['cn-north-1', 'aws-cn'],
])('a stack in %s', (region, partition) => {
  const app = new App({ context: { 'aws:cdk:bundling-stacks': [] } });
  const checks = [...entries(1), { name: 'x', http: { url: 'https://h/', headers: { X: '${ssm:/a}' } } }];
  const deploy = { kmsKey: true, rollout: { type: 'canary', percentage: 10, minutes: 5 } };
  const stack = stackOf(checks, { app, env: { region }, deploy: { ...deploy, subscriptions: SUBSCRIPTIONS } });
  const template = Template.fromStack(stack);

  it('names no resource of another partition', () => {
    expect(JSON.stringify(template.toJSON())).not.toMatch(/arn:aws:/);
  });

  it('has a definition whose integrations are of its own', () => {
    const out = App.of(stack)?.outdir ?? '';
    const definitions = readdirSync(out).filter((name) => /^asset\.\w+\.json$/.test(name));
    expect(definitions.length).toBeGreaterThan(0);
    for (const name of definitions) {
      const text = readFileSync(join(out, name), 'utf8');
      expect(text).not.toContain('arn:aws:');
      expect(text).toContain('"arn:${Partition}:states:::lambda:invoke"');
    }
    for (const machine of resourcesOf(template, 'AWS::StepFunctions::StateMachine').values()) {
      expect([{ Ref: 'AWS::Partition' }, partition]).toContainEqual(machine['DefinitionSubstitutions'].Partition);
    }
  });
});
