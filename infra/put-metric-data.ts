import { Validations } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as lambda from 'aws-cdk-lib/aws-lambda';

/** PutMetricData knows no resources: the namespace is all that a permission can be held to. */
export function letPutMetricData(fn: lambda.Function, namespace: string): void {
  fn.addToRolePolicy(
    new iam.PolicyStatement({
      actions: ['cloudwatch:PutMetricData'],
      resources: ['*'],
      conditions: { StringEquals: { 'cloudwatch:namespace': namespace } },
    }),
  );
  Validations.of(fn.grantPrincipal as iam.Role).acknowledge({
    id: 'AwsSolutions-IAM5[Resource::*]',
    reason: 'PutMetricData knows no resources; a condition holds it to one namespace.',
  });
}
