import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import { type Properties, resourcesOf, stackOf } from './synthesized.ts';

/** Checks that each name a parameter and a secret of their own, as long as teams write them. */
const naming = (count: number) =>
  Array.from({ length: count }, (_, at) => ({
    name: `service-${at}`,
    http: {
      url: `https://service-${at}.example.com/`,
      headers: {
        'X-Key': `\${ssm:/production/team-payments/service-${at}/health-check/api-key}`,
        'X-Token': `\${secret:production/team-payments/service-${at}/health-check/credentials#token}`,
      },
    },
  }));

/** What stands for what a deployment fills in: each as long as the longest there is. */
const FILLED: Readonly<Record<string, string>> = {
  'AWS::Partition': 'aws-us-gov',
  'AWS::Region': 'ap-northeast-1',
  'AWS::AccountId': '123456789012',
  'AWS::URLSuffix': 'amazonaws.com.cn',
};

/** A policy's characters as IAM counts them: without blanks, everything filled in. */
function charactersOf(document: unknown): number {
  const text = JSON.stringify(document, (_, value) => {
    const join = value?.['Fn::Join']?.[1] as unknown[] | undefined;
    if (join !== undefined) {
      return join
        .map((part) => (typeof part === 'string' ? part : (FILLED[(part as Properties)['Ref']] ?? '')))
        .join('');
    }
    return value?.['Fn::GetAtt'] === undefined ? value : 'x'.repeat(120);
  });
  return text.replaceAll(/\s/g, '').length;
}

const SLOW = { timeout: 120_000 };

describe('the policies of a checker whose checks name 120 parameters and 120 secrets', SLOW, () => {
  const template = Template.fromStack(stackOf(naming(120)));
  const isCheckers = (policy: Properties) => JSON.stringify(policy['Roles'] ?? '').includes('CheckHttpRole');
  const inline = [...resourcesOf(template, 'AWS::IAM::Policy').values()].filter(isCheckers);
  const managed = [...resourcesOf(template, 'AWS::IAM::ManagedPolicy').values()].filter(isCheckers);

  it('are each as short as IAM takes them, all of them as many as a role may have', () => {
    const own = inline.reduce((sum, policy) => sum + charactersOf(policy['PolicyDocument']), 0);
    expect(own).toBeLessThanOrEqual(10_240);
    for (const policy of managed) expect(charactersOf(policy['PolicyDocument'])).toBeLessThanOrEqual(6_144);
    expect(managed.length).toBeGreaterThan(0);
    expect(managed.length).toBeLessThanOrEqual(10);
  });

  it('allow every one of them', () => {
    const text = JSON.stringify([...inline, ...managed]);
    for (let at = 0; at < 120; at++) {
      expect(text).toContain(`parameter/production/team-payments/service-${at}/health-check/api-key`);
      expect(text).toContain(`secret:production/team-payments/service-${at}/health-check/credentials-??????`);
    }
  });
});

describe('more parameters and secrets than a role can be allowed', SLOW, () => {
  const warnings = (count: number) =>
    Annotations.fromStack(stackOf(naming(count)))
      .findWarning('*', Match.anyValue())
      .map(({ entry }) => String(entry.data))
      .filter((text) => text.startsWith('the checks of CheckHttp name'));

  it('are told of at synth with what to do', () => {
    expect(warnings(200)).toEqual([
      expect.stringMatching(
        /^the checks of CheckHttp name 400 parameters and secrets, and the ten managed policies of one role hold about 370: keep several keys in one secret, as \$\{secret:name#key\}, split the list by deploy\.name/,
      ),
    ]);
  });

  it('are not as many as are not told of', () => {
    expect(warnings(184)).toEqual([]);
    const managed = resourcesOf(Template.fromStack(stackOf(naming(184))), 'AWS::IAM::ManagedPolicy');
    expect(managed.size).toBeLessThanOrEqual(10);
  });
});
