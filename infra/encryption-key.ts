import { ArnFormat, type RemovalPolicy, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import type * as sfn from 'aws-cdk-lib/aws-stepfunctions';
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
    description:
      'Rollcall: alerts, incidents, logs, settings of functions, executions, and what could not be delivered',
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
  key.addToResourcePolicy(topicsMayUse(Stack.of(scope)));
  key.addToResourcePolicy(logsMayUse(Stack.of(scope)));
  key.addToResourcePolicy(deliveryMayRead(Stack.of(scope)));
  return key;
}

/** SNS, for what topics of the account leave in an encrypted queue. */
function topicsMayUse(stack: Stack): iam.PolicyStatement {
  return new iam.PolicyStatement({
    principals: [new iam.ServicePrincipal('sns.amazonaws.com')],
    actions: ['kms:Decrypt', 'kms:GenerateDataKey*'],
    resources: ['*'],
    conditions: { StringEquals: { 'aws:SourceAccount': stack.account } },
  });
}

/** CloudWatch Logs, for log groups of the stack's account and Region. */
function logsMayUse(stack: Stack): iam.PolicyStatement {
  return new iam.PolicyStatement({
    principals: [new iam.ServicePrincipal(`logs.${stack.region}.${stack.urlSuffix}`)],
    actions: [
      'kms:Encrypt',
      'kms:Decrypt',
      'kms:ReEncryptFrom',
      'kms:ReEncryptTo',
      'kms:GenerateDataKey',
      'kms:DescribeKey',
    ],
    resources: ['*'],
    conditions: { ArnLike: { 'kms:EncryptionContext:aws:logs:arn': groupsOf(stack, 'log-group:*') } },
  });
}

/** What an execution logs is encrypted on its way to CloudWatch Logs too. */
function deliveryMayRead(stack: Stack): iam.PolicyStatement {
  return new iam.PolicyStatement({
    principals: [new iam.ServicePrincipal('delivery.logs.amazonaws.com')],
    actions: ['kms:Decrypt'],
    resources: ['*'],
    conditions: {
      StringEquals: {
        'kms:EncryptionContext:SourceArn': groupsOf(stack, '*'),
      },
    },
  });
}

function groupsOf(stack: Stack, resource: string): string {
  return stack.formatArn({ service: 'logs', resource, arnFormat: ArnFormat.NO_RESOURCE_NAME });
}

/** Executions call KMS this often at most. */
const DATA_KEY_SECONDS = 900;

/** Puts a state machine's definition, executions and their history under the key, and lets its role use it for them. */
export function encryptStateMachine(stateMachine: sfn.StateMachine, key: kms.IKey): void {
  const stack = Stack.of(stateMachine);
  const machine = stateMachine.node.defaultChild as sfn.CfnStateMachine;
  machine.encryptionConfiguration = {
    type: 'CUSTOMER_MANAGED_KMS_KEY',
    kmsKeyId: key.keyArn,
    kmsDataKeyReusePeriodSeconds: DATA_KEY_SECONDS,
  };
  // Its own name is not known before its role is; CloudFormation begins it with this, cut short where it is long.
  const own = { service: 'states', resource: 'stateMachine', arnFormat: ArnFormat.COLON_RESOURCE_NAME };
  const given: string | undefined = stack.resolve(machine.stateMachineName);
  const name = given ?? `${stack.getLogicalId(machine).slice(0, 40)}*`;
  stateMachine.addToRolePolicy(
    new iam.PolicyStatement({
      actions: ['kms:Decrypt', 'kms:GenerateDataKey'],
      resources: [key.keyArn],
      conditions: {
        StringLike: {
          'kms:EncryptionContext:aws:states:stateMachineArn': stack.formatArn({ ...own, resourceName: name }),
        },
      },
    }),
  );
  stateMachine.addToRolePolicy(
    new iam.PolicyStatement({
      actions: ['kms:GenerateDataKey'],
      resources: [key.keyArn],
      conditions: { StringEquals: { 'kms:EncryptionContext:SourceArn': groupsOf(stack, '*') } },
    }),
  );
}

/** Lets a role use the key for what it sends to a service, and for nothing else. */
export function sendingTo(service: 'sns' | 'sqs' | 'states', key: kms.IKey, scope: Construct): iam.PolicyStatement {
  return new iam.PolicyStatement({
    actions: ['kms:Decrypt', 'kms:GenerateDataKey'],
    resources: [key.keyArn],
    conditions: via(service, scope),
  });
}

/** DynamoDB uses the key in the name of whoever reads and writes items, who may do nothing else with it. */
export function usingTable(key: kms.IKey, scope: Construct): iam.PolicyStatement {
  return new iam.PolicyStatement({
    actions: [
      'kms:DescribeKey',
      'kms:Encrypt',
      'kms:Decrypt',
      'kms:ReEncryptFrom',
      'kms:ReEncryptTo',
      'kms:GenerateDataKey',
      'kms:GenerateDataKeyWithoutPlaintext',
    ],
    resources: [key.keyArn],
    conditions: via('dynamodb', scope),
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
