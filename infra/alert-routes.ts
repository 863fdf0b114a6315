import { Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as kms from 'aws-cdk-lib/aws-kms';
import type * as lambda from 'aws-cdk-lib/aws-lambda';
import type * as sns from 'aws-cdk-lib/aws-sns';
import type * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { type Alerting, DEFAULT_TOPIC } from '#core/check/alerting.ts';
import { ENV } from '#core/contract.ts';
import { AlertTopic } from './alert-topic.ts';

export type AlertRoutesProps = {
  readonly alerting: Alerting;
  /** The function that needs to know where the topics are. */
  readonly tracker: lambda.Function;
  /** What publishes to them. */
  readonly stateMachine: sfn.StateMachine;
  /** For the topics that are made here. @default - not encrypted at rest */
  readonly encryptionKey?: kms.IKey | undefined;
};

/** The topics that routes of checks.yaml lead to, beside the default one. */
export class AlertRoutes extends Construct {
  /** Those that are made here, by name. */
  readonly topics: ReadonlyMap<string, sns.ITopic>;

  constructor(scope: Construct, id: string, { alerting, tracker, stateMachine, encryptionKey }: AlertRoutesProps) {
    super(scope, id);
    const existing = new Map(alerting.arns);
    const names = [...new Set(alerting.routes.map(({ topic }) => topic))].filter((name) => name !== DEFAULT_TOPIC);
    this.topics = new Map(
      names
        .filter((name) => !existing.has(name))
        .map((name) => [name, new AlertTopic(this, name, { encryptionKey }).topic]),
    );
    const arns = [...existing, ...[...this.topics].map(([name, topic]) => [name, topic.topicArn] as const)];
    if (arns.length === 0) return;
    tracker.addEnvironment(ENV.topicArns, Stack.of(this).toJsonString(Object.fromEntries(arns)));
    stateMachine.addToRolePolicy(
      new iam.PolicyStatement({ actions: ['sns:Publish'], resources: arns.map(([, arn]) => arn) }),
    );
  }
}
