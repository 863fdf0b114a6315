import type { TopicFormat } from '../check/alerting.ts';
import type { Run } from '../run/run.ts';
import { messageOf } from './bodies.ts';
import { consoleLink } from './console-link.ts';
import type { Notification } from './notification.ts';

const SUBJECT = "[Rollcall] this run's verdicts could not be tracked";
const WHAT = [
  "Rollcall could not track this run's verdicts: the state TrackIncidents failed.",
  'Some checks may be NG with no alert of their own. The verdicts are in the execution.',
];

/** What is sent when TrackIncidents itself is dead: that there may be NG verdicts, and where to look for them. */
export function untrackedNotice(run: Run, topicArn: string, format: TopicFormat = 'full'): Notification {
  const text = (StringValue: string) => ({ DataType: 'String', StringValue }) as const;
  const severities = { DataType: 'String.Array', StringValue: JSON.stringify(['critical']) } as const;
  return {
    topicArn,
    subject: SUBJECT,
    message: format === 'chat' ? messageOf({ default: JSON.stringify(chat(run)) }) : fullMessage(run),
    attributes: { severity: text('critical'), severities, outcome: text('NG'), region: text(run.region) },
  };
}

/** The bodies of every alert (core/report), as far as they can be known here: there are no counts and no news. */
function fullMessage(run: Run): string {
  const { id, startedAt, trigger, shard, region } = run;
  const link = consoleLink(run);
  const lines = [
    ...WHAT,
    '',
    `execution  ${id}`,
    ...(link === null ? [] : [`console    ${link}`]),
    `started    ${startedAt}`,
    `run        ${trigger === 'schedule' ? `shard ${shard}` : 'manual run'}`,
  ];
  const document = {
    version: '1',
    source: 'rollcall',
    subject: SUBJECT,
    severity: 'critical',
    outcome: 'NG',
    run: { id, startedAt, trigger, shard, region, console: link },
    counts: null,
    news: [],
    more: { count: 0, checks: [] },
  };
  return messageOf({ default: JSON.stringify(document), email: `${lines.join('\n')}\n`, sms: SUBJECT });
}

function chat(run: Run) {
  const link = consoleLink(run);
  return {
    version: '1.0',
    source: 'custom',
    id: run.id,
    content: {
      textType: 'client-markdown',
      title: SUBJECT,
      description: WHAT.join('\n'),
      nextSteps: link === null ? [] : [`Look at the execution: ${link}`],
    },
    metadata: { summary: SUBJECT, eventType: 'untracked', relatedResources: [run.id] },
  };
}
