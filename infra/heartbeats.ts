import { RemovalPolicy, Validations } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as kms from 'aws-cdk-lib/aws-kms';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import { ENV } from '#core/contract.ts';
import type { HeartbeatCheck } from '#kinds/heartbeat/check.ts';
import { RECEIVE_HEARTBEAT } from './deployed-functions.ts';
import { via } from './encryption-key.ts';
import type { IncidentTable } from './incident-table.ts';
import { WorkflowFunction, type WorkflowFunctionProps } from './workflow-function.ts';

export type HeartbeatsProps = Pick<WorkflowFunctionProps, 'logs'> & {
  /** Those whose reports are taken. */
  readonly checks: readonly HeartbeatCheck[];
  readonly incidents: IncidentTable;
  /** Whether the account has room to reserve: then a flood of requests takes none from the checkers. */
  readonly reserves: boolean;
  readonly encryptionKey?: kms.IKey | undefined;
};

/** At most so many at once, of some tens of milliseconds each. */
const CONCURRENCY = 2;
const KEY_CHARACTERS = 64;

/** What jobs report to: a URL that anybody may call, and the key that the tokens in it are made with. */
export class Heartbeats extends Construct {
  readonly receiver: lambda.Function;
  /** With a slash at its end. */
  readonly url: string;
  readonly key: secretsmanager.Secret;

  constructor(scope: Construct, id: string, { checks, incidents, reserves, logs, encryptionKey }: HeartbeatsProps) {
    super(scope, id);
    this.key = new secretsmanager.Secret(this, 'Key', {
      description: 'Makes the tokens that jobs report with',
      generateSecretString: { passwordLength: KEY_CHARACTERS, excludePunctuation: true },
      removalPolicy: RemovalPolicy.DESTROY,
      ...(encryptionKey && { encryptionKey }),
    });
    Validations.of(this.key).acknowledge({
      id: 'AwsSolutions-SMG4',
      reason:
        'Another key is another URL for every job, so nobody but a person can rotate it; tokenVersion rotates one.',
    });
    this.receiver = new WorkflowFunction(this, 'Receiver', {
      deployed: RECEIVE_HEARTBEAT,
      description: 'Takes the reports of jobs',
      environment: { [ENV.heartbeatKey]: this.key.secretArn },
      files: { 'heartbeats.json': JSON.stringify(checks.map(({ name, target }) => [name, target.tokenVersion])) },
      ...(reserves && { reservedConcurrency: CONCURRENCY }),
      logs,
      encryptionKey,
    }).function;
    this.receiver.addToRolePolicy(
      new iam.PolicyStatement({ actions: ['secretsmanager:GetSecretValue'], resources: [this.key.secretArn] }),
    );
    if (encryptionKey !== undefined) this.receiver.addToRolePolicy(this.letDecrypt(encryptionKey));
    incidents.letReceive(this.receiver);
    // The token is what lets somebody in: clients of healthchecks.io sign nothing.
    this.url = this.receiver.addFunctionUrl({ authType: lambda.FunctionUrlAuthType.NONE }).url;
  }

  private letDecrypt({ keyArn }: kms.IKey): iam.PolicyStatement {
    return new iam.PolicyStatement({
      actions: ['kms:Decrypt'],
      resources: [keyArn],
      conditions: via('secretsmanager', this),
    });
  }
}
