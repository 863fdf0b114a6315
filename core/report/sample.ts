import type { TopicFormat } from '../check/alerting.ts';
import { NO_PHASES } from '../verdict/phases.ts';
import type { Verdict } from '../verdict/verdict.ts';
import { bodiesOf, messageOf } from './bodies.ts';
import { noticesOf } from './notices.ts';
import type { Notification } from './notification.ts';

/** Stands in front of everything that a sample says. */
const MARK = '[TEST]';
const EXPLAINED = `${MARK} This is a sample, sent by rollcall test-alert. Nothing is wrong.`;

/** A notification as an incident would send it to this topic, marked as a sample in every body. */
export function sampleNotice(topicArn: string, format: TopicFormat, now: Date): Notification {
  const at = now.toISOString();
  const reason = { code: 'status', message: 'status 503, wanted 2xx' } as const;
  const [notice] = noticesOf({
    run: { id: 'test-alert', startedAt: at, trigger: 'manual', shard: null, concurrency: 1, region: 'local' },
    verdicts: [{ ...SAMPLE, reason, at }],
    transitions: [
      { type: 'opened', check: SAMPLE.name, kind: 'target', since: at, at, streak: 2, reason, flaky: false },
    ],
    plan: { checks: [], routes: [], formats: [['default', format]] },
    topics: { defaultArn: topicArn, arns: new Map() },
  });
  if (notice === undefined) throw new Error('an opened incident is news');
  return { ...notice, subject: `${MARK} ${notice.subject}`, message: marked(notice) };
}

function marked(notice: Notification): string {
  const { default: whole, email, sms } = bodiesOf(notice);
  const document = JSON.parse(whole) as Readonly<Record<string, unknown>>;
  if (email === undefined) return messageOf({ default: JSON.stringify(markedChat(document)) });
  return messageOf({
    default: JSON.stringify({ ...document, test: true, subject: `${MARK} ${notice.subject}` }),
    email: `${EXPLAINED}\n\n${email}`,
    sms: `${MARK} ${sms}`,
  });
}

function markedChat(chat: Readonly<Record<string, unknown>>) {
  const content = chat['content'] as { readonly title: string; readonly description: string };
  const description = `${EXPLAINED}\n${content.description}`;
  return { ...chat, content: { ...content, title: `${MARK} ${content.title}`, description } };
}

const SAMPLE: Verdict = {
  name: 'sample-check',
  kind: 'http',
  outcome: 'NG',
  reason: null,
  status: 503,
  latencyMs: 12,
  phases: { ...NO_PHASES, connect: 1, firstByte: 10, download: 1 },
  attempts: 2,
  recheck: false,
  flaky: false,
  degraded: false,
  label: 'NG',
  tags: ['sample'],
  at: '',
  excerpt: 'Service Unavailable',
  curl: 'curl https://api.example.com/health',
};
