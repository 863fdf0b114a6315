import type { CheckList } from '#core/check/check-list.ts';
import { shardsOf } from '#core/run/shards.ts';
import type { Deployment } from './deployment.ts';
import { expectThat } from './report.ts';

/** Each shard of the list has a schedule that starts the state machine with the shard's id and the due instant. */
export async function asListed(deployment: Deployment, list: CheckList): Promise<void> {
  const schedules = await deployment.schedules();
  expectThat(
    'each shard has a schedule with its input, its target and no patience',
    schedules.map(({ Name, State, Target }) => ({
      Name,
      State,
      target: Target?.Arn,
      input: JSON.parse(Target?.Input ?? ''),
      retry: Target?.RetryPolicy,
      hasQueue: Target?.DeadLetterConfig?.Arn !== undefined,
    })),
    shardsOf(list.checks).map(({ id }) => ({
      Name: id,
      State: 'ENABLED',
      target: deployment.stateMachineArn,
      input: { shard: id, scheduledTime: '<aws.scheduler.scheduled-time>' },
      retry: { MaximumEventAgeInSeconds: 60, MaximumRetryAttempts: 1 },
      hasQueue: true,
    })),
  );
  const [shard] = shardsOf(list.checks);
  const started = await deployment.execute({ shard: shard?.id, scheduledTime: new Date().toISOString() });
  const { run } = JSON.parse(started.output ?? '{}');
  expectThat(
    'what a schedule sends starts its shard',
    { status: started.status, trigger: run?.trigger, shard: run?.shard },
    { status: 'SUCCEEDED', trigger: 'schedule', shard: shard?.id },
  );
}
