import { RemovalPolicy, Validations } from 'aws-cdk-lib';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as kms from 'aws-cdk-lib/aws-kms';
import type * as lambda from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { ENV, HEARTBEATS, INCIDENT_TABLE } from '#core/contract.ts';
import { usingTable } from './encryption-key.ts';

export type IncidentTableProps = {
  /** The function that remembers in it: it may read and write its items, and nothing else. */
  readonly tracker: lambda.Function;
  /** How long after its start a run may answer. */
  readonly settleMs: number;
  /** @default a key that AWS owns, which costs nothing */
  readonly encryptionKey?: kms.IKey | undefined;
};

/** Where open incidents are kept between runs. */
export class IncidentTable extends Construct {
  readonly table: dynamodb.Table;
  private readonly encryptionKey: kms.IKey | undefined;

  constructor(scope: Construct, id: string, { tracker, settleMs, encryptionKey }: IncidentTableProps) {
    super(scope, id);
    this.table = new dynamodb.Table(this, 'Table', {
      partitionKey: { name: INCIDENT_TABLE.partitionKey, type: dynamodb.AttributeType.STRING },
      sortKey: { name: INCIDENT_TABLE.sortKey, type: dynamodb.AttributeType.STRING },
      timeToLiveAttribute: INCIDENT_TABLE.timeToLive,
      billingMode: dynamodb.BillingMode.PAY_PER_REQUEST,
      ...(encryptionKey && { encryption: dynamodb.TableEncryption.CUSTOMER_MANAGED, encryptionKey }),
      // No backups, and nothing outlives the stack: a lost table costs one more message for each incident that is open.
      removalPolicy: RemovalPolicy.DESTROY,
    });
    Validations.of(this.table).acknowledge({
      id: 'AwsSolutions-DDB3',
      reason: 'It holds open incidents only: a backup would cost more than the message that a lost one repeats.',
    });
    tracker.addEnvironment(ENV.incidentTable, this.table.tableName);
    tracker.addEnvironment(ENV.settleMs, String(settleMs));
    tracker.addToRolePolicy(
      new iam.PolicyStatement({
        actions: ['dynamodb:Query', 'dynamodb:Scan', 'dynamodb:PutItem', 'dynamodb:DeleteItem'],
        resources: [this.table.tableArn],
      }),
    );
    if (encryptionKey !== undefined) tracker.addToRolePolicy(usingTable(encryptionKey, this));
    this.encryptionKey = encryptionKey;
  }

  /** Lets the checker of heartbeats read what jobs have reported, and write nothing but since when one is looked for. */
  letRead(checker: lambda.Function): void {
    checker.addEnvironment(ENV.incidentTable, this.table.tableName);
    checker.addToRolePolicy(this.ofHeartbeats(['dynamodb:GetItem']));
    checker.addToRolePolicy(
      this.ofHeartbeats(['dynamodb:UpdateItem'], {
        'ForAllValues:StringEquals': {
          'dynamodb:LeadingKeys': [HEARTBEATS.partition],
          'dynamodb:Attributes': [INCIDENT_TABLE.partitionKey, INCIDENT_TABLE.sortKey, 'since'],
        },
        Null: { 'dynamodb:LeadingKeys': 'false', 'dynamodb:Attributes': 'false' },
        StringEqualsIfExists: { 'dynamodb:ReturnValues': 'NONE' },
      }),
    );
    if (this.encryptionKey !== undefined) checker.addToRolePolicy(usingTable(this.encryptionKey, this));
  }

  /** Lets the receiver of heartbeats keep what jobs report, and touch nothing else. */
  letReceive(receiver: lambda.Function): void {
    receiver.addEnvironment(ENV.incidentTable, this.table.tableName);
    receiver.addToRolePolicy(this.ofHeartbeats(['dynamodb:GetItem', 'dynamodb:UpdateItem']));
    if (this.encryptionKey !== undefined) receiver.addToRolePolicy(usingTable(this.encryptionKey, this));
  }

  private ofHeartbeats(actions: string[], conditions: object = HEARTBEATS_ONLY): iam.PolicyStatement {
    return new iam.PolicyStatement({ actions, resources: [this.table.tableArn], conditions: { ...conditions } });
  }
}

/** Of a call that names no key the first condition alone would be true. */
const HEARTBEATS_ONLY = {
  'ForAllValues:StringEquals': { 'dynamodb:LeadingKeys': [HEARTBEATS.partition] },
  Null: { 'dynamodb:LeadingKeys': 'false' },
};
