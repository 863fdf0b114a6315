import { ArnFormat, type RemovalPolicy, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import type { Construct } from 'constructs';

/** The key that the settings name, or one of its own that alarms may use: AWS's key for SNS would silence them. */
export function encryptionKey(
  scope: Construct,
  id: string,
  setting: string | true,
  removalPolicy: RemovalPolicy,
): kms.IKey {
  if (setting !== true) return kms.Key.fromKeyArn(scope, id, setting);
  const key = new kms.Key(scope, id, {
    description: 'Rollcall: alerts, and schedules that could not be delivered',
    enableKeyRotation: true,
    removalPolicy,
  });
  key.addToResourcePolicy(
    new iam.PolicyStatement({
      principals: [new iam.ServicePrincipal('cloudwatch.amazonaws.com')],
      actions: ['kms:Decrypt', 'kms:GenerateDataKey*'],
      resources: ['*'],
      conditions: alarmsOf(Stack.of(scope)),
    }),
  );
  return key;
}

/** Lets a role use the key for what it sends to a service, and for nothing else. */
export function sendingTo(service: 'sns' | 'sqs', key: kms.IKey, scope: Construct): iam.PolicyStatement {
  return new iam.PolicyStatement({
    actions: ['kms:Decrypt', 'kms:GenerateDataKey'],
    resources: [key.keyArn],
    conditions: via(service, scope),
  });
}

/** Holds a permission to what a service asks of the key in the name of whoever uses it. */
export function via(service: string, scope: Construct): Record<string, Record<string, string>> {
  const { region, urlSuffix } = Stack.of(scope); // amazonaws.com.cn in China
  return { StringEquals: { 'kms:ViaService': `${service}.${region}.${urlSuffix}` } };
}

/** Holds a permission of CloudWatch's to alarms of the stack's account and Region. */
export function alarmsOf(stack: Stack): Record<string, Record<string, string>> {
  const arn = { service: 'cloudwatch', resource: 'alarm', resourceName: '*', arnFormat: ArnFormat.COLON_RESOURCE_NAME };
  return {
    StringEquals: { 'aws:SourceAccount': stack.account },
    ArnLike: { 'aws:SourceArn': stack.formatArn(arn) },
  };
}
