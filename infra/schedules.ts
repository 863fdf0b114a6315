import { Duration, Stack, Validations } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as kms from 'aws-cdk-lib/aws-kms';
import * as scheduler from 'aws-cdk-lib/aws-scheduler';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { Schedule } from '#core/check/check.ts';
import { eventBridgeCron, readCron } from '#core/check/cron.ts';
import type { Shard } from '#core/run/shards.ts';
import { sendingTo } from './encryption-key.ts';

/** EventBridge puts the instant that the schedule was due in its place. */
const SCHEDULED_TIME = '<aws.scheduler.scheduled-time>';
/** A run that starts later than this is of no use: the next one is due. AWS's default is a day. */
const MAX_EVENT_AGE_S = 60;
const RETRIES = 1;

export type SchedulesProps = {
  readonly shards: readonly Shard[];
  /** The state machine, or the alias of it, that each shard starts. */
  readonly targetArn: string;
  /** What starting either of them is authorized on: the state machine itself. */
  readonly stateMachineArn: string;
  /** The alias's name, where `targetArn` is one. */
  readonly qualifier?: string | undefined;
  /** For the queue. @default - a key of SQS's */
  readonly encryptionKey?: kms.IKey | undefined;
};

/** A schedule for each shard, in a group of their own; what could not be started is in the queue. */
export class Schedules extends Construct {
  readonly group: scheduler.CfnScheduleGroup;
  readonly deadLetters: sqs.Queue;

  constructor(scope: Construct, id: string, props: SchedulesProps) {
    super(scope, id);
    const { shards, targetArn, encryptionKey } = props;
    this.group = new scheduler.CfnScheduleGroup(this, 'Group', {});
    this.deadLetters = new sqs.Queue(this, 'DeadLetters', {
      enforceSSL: true,
      retentionPeriod: Duration.days(14),
      ...(encryptionKey === undefined
        ? { encryption: sqs.QueueEncryption.SQS_MANAGED }
        : { encryption: sqs.QueueEncryption.KMS, encryptionMasterKey: encryptionKey }),
    });
    Validations.of(this.deadLetters).acknowledge({
      id: 'AwsSolutions-SQS3',
      reason: 'It is the dead-letter queue, of EventBridge Scheduler and not of another queue.',
    });
    const role = this.roleToStart(props);
    for (const shard of shards) {
      const schedule = new scheduler.CfnSchedule(this, shard.id, {
        name: shard.id,
        groupName: this.group.ref,
        description: `Calls the roll of shard ${shard.id}`,
        ...expressionOf(shard.schedule),
        flexibleTimeWindow: { mode: 'OFF' },
        target: {
          arn: targetArn,
          input: JSON.stringify({ shard: shard.id, scheduledTime: SCHEDULED_TIME }),
          ...this.delivery(role),
        },
      });
      // A schedule that fires before its role may start anything is a run lost.
      schedule.node.addDependency(role);
    }
  }

  /** How a schedule of this group reaches what it starts, and where it leaves what it could not start. */
  delivery(role: iam.Role): Pick<scheduler.CfnSchedule.TargetProperty, 'roleArn' | 'retryPolicy' | 'deadLetterConfig'> {
    return {
      roleArn: role.roleArn,
      retryPolicy: { maximumEventAgeInSeconds: MAX_EVENT_AGE_S, maximumRetryAttempts: RETRIES },
      deadLetterConfig: { arn: this.deadLetters.queueArn },
    };
  }

  /** A role that may do this and leave what it could not; lent to schedules of this group alone: EventBridge says that it comes from it. */
  roleTo(scope: Construct, statement: iam.PolicyStatementProps): iam.Role {
    const role = new iam.Role(scope, 'Role', {
      assumedBy: new iam.ServicePrincipal('scheduler.amazonaws.com', {
        conditions: {
          StringEquals: { 'aws:SourceAccount': Stack.of(this).account, 'aws:SourceArn': this.group.attrArn },
        },
      }),
    });
    role.addToPolicy(new iam.PolicyStatement(statement));
    role.addToPolicy(new iam.PolicyStatement({ actions: ['sqs:SendMessage'], resources: [this.deadLetters.queueArn] }));
    const key = this.deadLetters.encryptionMasterKey;
    if (key !== undefined) role.addToPolicy(sendingTo('sqs', key, this));
    return role;
  }

  private roleToStart({ stateMachineArn, qualifier }: SchedulesProps): iam.Role {
    const role = this.roleTo(this, {
      actions: ['states:StartExecution'],
      resources: [stateMachineArn], // never the alias's: Step Functions does not authorize on it
      ...(qualifier !== undefined && {
        conditions: { StringEquals: { 'states:StateMachineQualifier': qualifier } },
      }),
    });
    const key = this.deadLetters.encryptionMasterKey;
    if (key !== undefined) role.addToPolicy(sendingTo('states', key, this)); // whoever starts an execution has its input encrypted
    return role;
  }
}

const RATES = [
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
] as const;

function expressionOf(schedule: Schedule): { scheduleExpression: string; scheduleExpressionTimezone?: string } {
  if ('every' in schedule) {
    const [unit, seconds] = RATES.find(([, length]) => schedule.every % length === 0) ?? ['minute', 60];
    const count = schedule.every / seconds;
    return { scheduleExpression: `rate(${count} ${unit}${count === 1 ? '' : 's'})` };
  }
  const cron = readCron(schedule.cron);
  if (typeof cron === 'string') throw new RangeError(`${schedule.cron} is no cron expression; ${cron}`);
  return {
    scheduleExpression: `cron(${eventBridgeCron(cron)})`,
    scheduleExpressionTimezone: schedule.timezone,
  };
}
