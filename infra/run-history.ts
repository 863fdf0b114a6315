import { Duration, RemovalPolicy, Validations } from 'aws-cdk-lib';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as kms from 'aws-cdk-lib/aws-kms';
import type * as lambda from 'aws-cdk-lib/aws-lambda';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { ENV, HISTORY_PREFIXES, HISTORY_TABLE } from '#core/contract.ts';
import { KEPT_MS } from '#core/history/spans.ts';
import { usingTable, via } from './encryption-key.ts';

export type RunHistoryProps = {
  /** The function that keeps runs: it may write items, and nothing else. */
  readonly tracker: lambda.Function;
  /** @default - keys of AWS */
  readonly encryptionKey?: kms.IKey | undefined;
};

/** What runs came to: each run for seven days in a table, and folded for years in a bucket that nobody but its reader sees. */
export class RunHistory extends Construct {
  readonly table: dynamodb.Table;
  readonly archive: s3.Bucket;
  private readonly encryptionKey: kms.IKey | undefined;

  constructor(scope: Construct, id: string, { tracker, encryptionKey }: RunHistoryProps) {
    super(scope, id);
    this.encryptionKey = encryptionKey;
    this.table = new dynamodb.Table(this, 'Table', {
      partitionKey: { name: HISTORY_TABLE.partitionKey, type: dynamodb.AttributeType.STRING },
      sortKey: { name: HISTORY_TABLE.sortKey, type: dynamodb.AttributeType.STRING },
      timeToLiveAttribute: HISTORY_TABLE.timeToLive,
      billingMode: dynamodb.BillingMode.PAY_PER_REQUEST,
      ...(encryptionKey && { encryption: dynamodb.TableEncryption.CUSTOMER_MANAGED, encryptionKey }),
      removalPolicy: RemovalPolicy.DESTROY,
    });
    Validations.of(this.table).acknowledge({
      id: 'AwsSolutions-DDB3',
      reason: 'It holds runs of seven days, of which the bucket keeps what is shown.',
    });
    this.archive = new s3.Bucket(this, 'Archive', {
      ...PRIVATE,
      ...(encryptionKey === undefined
        ? { encryption: s3.BucketEncryption.S3_MANAGED }
        : { encryption: s3.BucketEncryption.KMS, encryptionKey, bucketKeyEnabled: true }),
      lifecycleRules: [
        { prefix: HISTORY_PREFIXES.hours, expiration: Duration.millis(KEPT_MS.fiveMinutes) },
        { prefix: HISTORY_PREFIXES.days, expiration: Duration.millis(KEPT_MS.hours) },
      ],
    });
    acknowledgeNoAccessLogs(this.archive, 'One function reads and writes it, and its role says so.');
    tracker.addEnvironment(ENV.historyTable, this.table.tableName);
    tracker.addToRolePolicy(
      new iam.PolicyStatement({ actions: ['dynamodb:PutItem'], resources: [this.table.tableArn] }),
    );
  }

  /** Lets a function read runs, and keep what it folds of them. */
  letFold(folder: lambda.Function): void {
    folder.addEnvironment(ENV.historyTable, this.table.tableName);
    folder.addEnvironment(ENV.historyBucket, this.archive.bucketName);
    const allow = (actions: string[], ...resources: string[]) =>
      folder.addToRolePolicy(new iam.PolicyStatement({ actions, resources }));
    allow(['dynamodb:Query'], this.table.tableArn);
    // Without it S3 says of an object that is not there that it is forbidden.
    allow(['s3:ListBucket'], this.archive.bucketArn);
    allow(['s3:GetObject', 's3:PutObject'], this.archive.arnForObjects('*'));
    if (this.encryptionKey === undefined) return;
    folder.addToRolePolicy(usingTable(this.encryptionKey, this));
    folder.addToRolePolicy(
      new iam.PolicyStatement({
        actions: ['kms:Decrypt', 'kms:GenerateDataKey'],
        resources: [this.encryptionKey.keyArn],
        conditions: via('s3', this),
      }),
    );
  }
}

/**
 * What every bucket here is. One that is not empty cannot be deleted, and CDK's way to empty it is a function that may do so: it
 * outlives the stack.
 */
export const PRIVATE = {
  blockPublicAccess: s3.BlockPublicAccess.BLOCK_ALL,
  objectOwnership: s3.ObjectOwnership.BUCKET_OWNER_ENFORCED,
  enforceSSL: true,
  minimumTLSVersion: 1.2,
  removalPolicy: RemovalPolicy.RETAIN,
} as const satisfies s3.BucketProps;

export function acknowledgeNoAccessLogs(bucket: s3.Bucket, reason: string): void {
  Validations.of(bucket).acknowledge({ id: 'AwsSolutions-S1', reason });
}
