import { App } from 'aws-cdk-lib';
import { describe, expect, it } from 'vitest';
import { parseChecks } from '#checks-file/parse.ts';
import type { CheckList } from '#core/check/check-list.ts';
import { RollcallStack } from '../../infra/rollcall-stack.ts';
import { type Properties, resourcesOf, synthesized } from './synthesized.ts';

function listOf(text: string): CheckList {
  const { list, faults } = parseChecks(text);
  if (list === null) throw new Error(JSON.stringify(faults));
  return list;
}

const LIST = listOf(`
checks:
  - name: orders
    http:
      url: \${env:BASE_URL}/orders
      headers: { X-Key: "\${ssm:/orders/key}", X-Name: "\${ssm:plain}", X-Again: "\${ssm:/orders/key}" }
      json: { a: "\${secret:prod/orders#token}" }
  - name: billing
    http: { url: https://h, headers: { X: "\${secret:arn:aws:secretsmanager:eu-west-1:123456789012:secret:b-AbCdEf}" } }
  - name: db
    tcp: { host: "\${ssm:/db/host}", port: 5432 }
`);

const template = synthesized(LIST, { environment: { BASE_URL: 'https://api.example.com', OTHER: 'not named' } });

/** Statements of one checker's role but for its log, with the account and Region as in the template's text. */
function permissionsOf(state: string): Properties[] {
  const policies = [...resourcesOf(template, 'AWS::IAM::Policy').values()];
  const own = policies.filter((policy) => JSON.stringify(policy['Roles']).includes(`HealthChecks${state}Role`));
  const statements = own.flatMap((policy) => policy['PolicyDocument'].Statement as Properties[]);
  return statements.filter(({ Action }) => !JSON.stringify(Action).includes('logs:')).map(plain);
}

/** Joins of CloudFormation as one text each. */
function plain<T>(value: T): T {
  const text = JSON.stringify(value, (_, inner) => {
    const join = inner?.['Fn::Join']?.[1] as unknown[] | undefined;
    if (join === undefined) return inner;
    return join.map((part) => (typeof part === 'string' ? part : `<${(part as { Ref: string }).Ref}>`)).join('');
  });
  return JSON.parse(text);
}

const HERE = '<AWS::Region>:<AWS::AccountId>';
const key = `arn:<AWS::Partition>:kms:${HERE}:key/*`;

describe('a checker', () => {
  it('may read the parameters and secrets that checks of its kind name, and no others', () => {
    const parameters = [
      `arn:<AWS::Partition>:ssm:${HERE}:parameter/orders/key`,
      `arn:<AWS::Partition>:ssm:${HERE}:parameter/plain`,
    ];
    const secrets = [
      `arn:<AWS::Partition>:secretsmanager:${HERE}:secret:prod/orders-??????`,
      'arn:aws:secretsmanager:eu-west-1:123456789012:secret:b-AbCdEf',
    ];
    expect(permissionsOf('CheckHttp')).toEqual([
      { Action: 'ssm:GetParameter', Effect: 'Allow', Resource: parameters },
      { Action: 'secretsmanager:GetSecretValue', Effect: 'Allow', Resource: secrets },
      {
        Action: 'kms:Decrypt',
        Effect: 'Allow',
        Resource: key,
        Condition: {
          StringEquals: { 'kms:ViaService': 'ssm.<AWS::Region>.<AWS::URLSuffix>' },
          StringLike: { 'kms:EncryptionContext:PARAMETER_ARN': [`arn:<AWS::Partition>:ssm:${HERE}:parameter/*`] },
        },
      },
      {
        Action: 'kms:Decrypt',
        Effect: 'Allow',
        Resource: key,
        Condition: {
          StringEquals: { 'kms:ViaService': 'secretsmanager.<AWS::Region>.<AWS::URLSuffix>' },
          StringLike: {
            'kms:EncryptionContext:SecretARN': [
              `arn:<AWS::Partition>:secretsmanager:${HERE}:secret:*`,
              'arn:aws:secretsmanager:eu-west-1:123456789012:secret:*',
            ],
          },
        },
      },
    ]);
    expect(permissionsOf('CheckTcp').map(({ Action, Resource }) => [Action, Resource])).toEqual([
      ['ssm:GetParameter', `arn:<AWS::Partition>:ssm:${HERE}:parameter/db/host`],
      ['kms:Decrypt', key],
    ]);
  });

  it('has the environment variables that its checks name and the operator allowed', () => {
    const functions = resourcesOf(template, 'AWS::Lambda::Function');
    expect(functions.get('HealthChecksCheckHttpFunction')?.['Environment']).toEqual({
      Variables: { BASE_URL: 'https://api.example.com', ROLLCALL_READABLE: 'BASE_URL', UV_THREADPOOL_SIZE: '16' },
    });
    expect(functions.get('HealthChecksCheckTcpFunction')?.['Environment']).toEqual({
      Variables: { UV_THREADPOOL_SIZE: '16' },
    });
  });
});

describe('the stack', () => {
  const synth = (url: string, environment: Record<string, string>) => {
    const app = new App({ analyticsReporting: false, context: { 'aws:cdk:bundling-stacks': [] } });
    const checks = listOf(`checks: [{name: a, http: {url: "${url}"}}]`);
    new RollcallStack(app, 'Rollcall', { checks, environment });
    return app.synth();
  };

  it('refuses an environment variable that was not allowed, and says what to do', () => {
    expect(() => synth('https://h/${env:API_KEY}', {})).toThrow(
      'check a names ${env:API_KEY}, whose value would stand in the template for all to read: keep a secret as ${ssm:/path} or ${secret:name}, or allow it with -c env=API_KEY',
    );
  });

  it('never gives a variable of the function’s own', () => {
    expect(() => synth('https://h/${env:AWS_SECRET_ACCESS_KEY}', { AWS_SECRET_ACCESS_KEY: 'x' })).toThrow(
      "a variable of the function's own; take another name",
    );
  });
});
