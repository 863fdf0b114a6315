import type { Notification } from '../report/notification.ts';
import type { Run } from './run.ts';

/** What is sent when TrackIncidents itself is dead: that there may be NG verdicts, and where to look for them. */
export function untrackedNotice(run: Run, topicArn: string): Notification {
  const lines = [
    "Rollcall could not track this run's verdicts: the state TrackIncidents failed.",
    'Some checks may be NG with no alert of their own. The verdicts are in the execution.',
    '',
    `execution  ${run.id}`,
    ...(run.id.startsWith('arn:aws:states:') ? [`console    ${consoleLink(run)}`] : []),
    `started    ${run.startedAt}`,
    `run        ${run.trigger === 'schedule' ? `shard ${run.shard}` : 'manual run'}`,
  ];
  return { topicArn, subject: "[Rollcall] this run's verdicts could not be tracked", message: `${lines.join('\n')}\n` };
}

function consoleLink({ id, region }: Run): string {
  return `https://${region}.console.aws.amazon.com/states/home?region=${region}#/v2/executions/details/${id}`;
}
