import { Match, Template } from 'aws-cdk-lib/assertions';
import { expect, it } from 'vitest';
import { permissionsOf } from './policies.ts';
import { resourcesOf, stackOf, synthesized } from './synthesized.ts';

const JOB = { name: 'nightly', heartbeat: { every: '1h', tokenVersion: 3 } };
const TCP = { name: 'a', tcp: { host: 'h', port: 1 } };

const templateOf = (entries: readonly object[], deploy?: object) =>
  Template.fromStack(stackOf(entries, { ...(deploy && { deploy }) }));

const ONLY = '"dynamodb:LeadingKeys":["heartbeat"]';

it('lets the receiver keep reports and read its key, the checker read them, and nobody anything else', () => {
  const permissions = permissionsOf(templateOf([JOB, TCP]));
  const before = permissionsOf(synthesized());

  expect(permissions['HealthChecksHeartbeatsReceiverRole']).toEqual([
    `dynamodb:GetItem dynamodb:UpdateItem on HealthChecksIncidentsTable.Arn if {"ForAllValues:StringEquals":{${ONLY}},"Null":{"dynamodb:LeadingKeys":"false"}}`,
    'logs:CreateLogStream logs:PutLogEvents on HealthChecksHeartbeatsReceiverLogs.Arn',
    'secretsmanager:GetSecretValue on HealthChecksHeartbeatsKey',
  ]);
  expect(permissions['HealthChecksCheckHeartbeatRole']).toEqual([
    `dynamodb:GetItem on HealthChecksIncidentsTable.Arn if {"ForAllValues:StringEquals":{${ONLY}},"Null":{"dynamodb:LeadingKeys":"false"}}`,
    'dynamodb:UpdateItem on HealthChecksIncidentsTable.Arn if {"ForAllValues:StringEquals":' +
      `{${ONLY},"dynamodb:Attributes":["memory","name","since"]},"Null":{"dynamodb:LeadingKeys":"false","dynamodb:Attributes":"false"},"StringEqualsIfExists":{"dynamodb:ReturnValues":"NONE"}}`,
    'logs:CreateLogStream logs:PutLogEvents on HealthChecksCheckHeartbeatLogs.Arn',
  ]);
  const { HealthChecksHeartbeatsReceiverRole: _, HealthChecksCheckHeartbeatRole: __, ...others } = permissions;
  const { HealthChecksCheckHeartbeatRole: ___, ...othersBefore } = before;
  expect(others).toEqual(othersBefore);
});

it('makes a URL for anybody, by both permissions that Lambda asks for, of that function alone', () => {
  const template = templateOf([JOB]);
  template.resourceCountIs('AWS::Lambda::Url', 1);
  template.hasResourceProperties('AWS::Lambda::Url', { AuthType: 'NONE', Cors: Match.absent() });
  const given = [...resourcesOf(template, 'AWS::Lambda::Permission').values()];
  expect(given.map(({ Action, Principal }) => `${Principal} ${Action}`).toSorted()).toEqual([
    '* lambda:InvokeFunction',
    '* lambda:InvokeFunctionUrl',
  ]);
  expect(given.find(({ Action }) => Action === 'lambda:InvokeFunction')).toMatchObject({ InvokedViaFunctionUrl: true });
  expect(Object.keys(template.findOutputs('*'))).toEqual(expect.arrayContaining(['HeartbeatUrl', 'HeartbeatKeyArn']));
});

it('generates the key, which nothing in the template says', () => {
  templateOf([JOB]).hasResourceProperties('AWS::SecretsManager::Secret', {
    GenerateSecretString: { PasswordLength: 64, ExcludePunctuation: true },
    SecretString: Match.absent(),
  });
});

it('makes none of it for a list without heartbeats', () => {
  const template = templateOf([TCP]);
  for (const type of ['AWS::Lambda::Url', 'AWS::SecretsManager::Secret']) template.resourceCountIs(type, 0);
  expect(Object.keys(template.findOutputs('*'))).not.toContain('HeartbeatUrl');
});

it('reserves two at once for the receiver where the account has room to reserve', () => {
  const receiver = (deploy?: object) =>
    resourcesOf(templateOf([JOB], deploy), 'AWS::Lambda::Function').get('HealthChecksHeartbeatsReceiverFunction');
  expect(receiver()).not.toHaveProperty('ReservedConcurrentExecutions');
  expect(receiver({ reservedConcurrency: 80 })).toMatchObject({ ReservedConcurrentExecutions: 2 });
});

it('keeps the checker of heartbeats out of a VPC, which may have no way to the table', () => {
  const vpc = { subnets: ['subnet-12345678'], securityGroups: ['sg-12345678'] };
  const functions = resourcesOf(templateOf([JOB, TCP], { vpc }), 'AWS::Lambda::Function');
  expect(functions.get('HealthChecksCheckTcpFunction')).toHaveProperty('VpcConfig');
  expect(functions.get('HealthChecksCheckHeartbeatFunction')).not.toHaveProperty('VpcConfig');
});

it('lets both use the key of the stack, for the table and for the secret', () => {
  const permissions = permissionsOf(templateOf([JOB], { kmsKey: true }));
  const uses = (role: string) =>
    permissions[role]
      ?.filter((line) => line.includes('kms:'))
      .map((line) => line.match(/"kms:ViaService":"(\w+)/)?.[1]);
  expect(uses('HealthChecksCheckHeartbeatRole')).toEqual(['dynamodb']);
  expect(uses('HealthChecksHeartbeatsReceiverRole')?.toSorted()).toEqual(['dynamodb', 'secretsmanager']);
});
