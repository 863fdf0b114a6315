import {
  CloudWatchClient,
  type CompositeAlarm,
  type MetricAlarm,
  paginateDescribeAlarms,
} from '@aws-sdk/client-cloudwatch';
import { GetQueueAttributesCommand, SQSClient } from '@aws-sdk/client-sqs';
import { ALARM_KINDS, type AlarmKind } from '#core/alarm/alarm.ts';
import { kindOfAlarm } from '#core/alarm/describe.ts';
import type { Trouble } from '#core/status/status.ts';
import { clientIn } from './client.ts';
import { ask } from './refusal.ts';
import type { DeadLetterQueue, StackParts } from './stack-parts.ts';
import { asked, type Workflow } from './workflow.ts';

const LOOKED_BACK_MS = 24 * 3_600_000;
const MOST_COUNTED = 100;

const ENDS = [
  ['FAILED', 'execution-failed', 'failed'],
  ['TIMED_OUT', 'execution-timed-out', 'timed out'],
] as const;

/** Executions of the last day that broke and that nobody has finished since. Throws AWS's refusals in plain words. */
export async function brokenExecutions(workflow: Workflow, now: number): Promise<readonly Trouble[]> {
  // AWS lists none of an express workflow; its alarms tell.
  if (workflow.type === 'EXPRESS') return [];
  const found = await Promise.all(
    ENDS.map(async ([status, kind, word]): Promise<readonly Trouble[]> => {
      const broken: { readonly name: string; readonly at: Date }[] = [];
      for await (const { name = '', startDate: at } of workflow.executions(status)) {
        if (at === undefined || at.getTime() < now - LOOKED_BACK_MS || broken.length >= MOST_COUNTED) break;
        broken.push({ name, at });
      }
      const [latest] = broken;
      if (latest === undefined) return [];
      const many = broken.length >= MOST_COUNTED ? `${MOST_COUNTED} or more` : String(broken.length);
      const which = broken.length === 1 ? 'an execution' : `${many} executions`;
      const message = `${which} ${word} in the last 24 h; rollcall rerun ${latest.name}`;
      return [{ kind, message, since: latest.at.toISOString() }];
    }),
  );
  return found.flat();
}

const WAITING = {
  schedules: { kind: 'dead-letters', what: 'schedules that started no run' },
  alerts: { kind: 'undelivered', what: 'alerts that a subscriber did not take' },
} as const satisfies Readonly<Record<DeadLetterQueue['holds'], object>>;

/** What lies in the queues of what came to nobody. Throws AWS's refusals in plain words. */
export async function deadLetters({ queues }: StackParts, region: string | null): Promise<readonly Trouble[]> {
  // The endpoint that the environment sets goes before that of the address.
  const settings = { ...clientIn(region), useQueueUrlAsEndpoint: false };
  const client = new SQSClient(settings);
  const found = await Promise.all(
    queues.map(async ({ url, holds }): Promise<readonly Trouble[]> => {
      const { Attributes } = await ask(
        { action: 'sqs:GetQueueAttributes', of: `queue ${url}`, region },
        client.send(new GetQueueAttributesCommand({ QueueUrl: url, AttributeNames: ['ApproximateNumberOfMessages'] })),
      );
      const count = Number(Attributes?.['ApproximateNumberOfMessages'] ?? 0);
      const { kind, what } = WAITING[holds];
      return count === 0 ? [] : [{ kind, message: `${what}: ${count} in the queue ${nameOf(url)}`, since: null }];
    }),
  );
  return found.flat();
}

const nameOf = (url: string): string => url.slice(url.lastIndexOf('/') + 1);

/** The alarms of the monitor itself that are on. Throws AWS's refusals in plain words. */
export async function alarmsOn({ stack, alarms }: StackParts, region: string | null): Promise<readonly Trouble[]> {
  if (alarms.size === 0) return [];
  const client = new CloudWatchClient(clientIn(region));
  const wanted = { action: 'cloudwatch:DescribeAlarms', of: `alarms of ${stack}`, region };
  const pages = paginateDescribeAlarms(
    { client },
    { StateValue: 'ALARM', AlarmNamePrefix: stack, AlarmTypes: ['MetricAlarm', 'CompositeAlarm'] },
  );
  const found: (MetricAlarm | CompositeAlarm)[] = [];
  for await (const page of asked(pages, (next) => ask(wanted, next))) {
    found.push(...(page.MetricAlarms ?? []), ...(page.CompositeAlarms ?? []));
  }
  // Another stack's name may begin with this one's.
  return found.filter(({ AlarmName = '' }) => alarms.has(AlarmName)).flatMap(troubleOf);
}

/** Alarms of what is checked, of which the incidents tell more. */
const OF_TARGETS: readonly AlarmKind[] = ['check', 'group', 'quorum', 'certificate'];

function troubleOf(alarm: MetricAlarm | CompositeAlarm): readonly Trouble[] {
  const { AlarmName = '', AlarmDescription = '', StateUpdatedTimestamp, StateValue } = alarm;
  const kind = kindOfAlarm(AlarmDescription);
  if (StateValue !== 'ALARM' || kind === null || OF_TARGETS.includes(kind)) return [];
  const message = `${ALARM_KINDS[kind].heading}: alarm ${AlarmName}`;
  return [{ kind: 'alarm', message, since: StateUpdatedTimestamp?.toISOString() ?? null }];
}
