import type { Receiver } from '#core/check/alerting.ts';
import { USER_AGENT } from '#core/contract.ts';
import { bodiesOf, textOf } from '#core/report/bodies.ts';
import type { Notification } from '#core/report/notification.ts';
import { slackText } from '#core/report/slack-text.ts';
import { ReceiverFault } from './receiver-fault.ts';

const TIMEOUT_MS = 10_000;
// A Slack message takes 40,000 characters, and shows some 4,000 of them at once.
const SLACK_CHARACTERS = 3500;

type Webhook = Extract<Receiver, { kind: 'webhook' }>;

/** POSTs a notification. Its URL is as good as a password, so no fault shows more of it than the host. */
export async function postTo({ url, format, headers }: Webhook, notification: Notification): Promise<void> {
  const host = URL.parse(url)?.host;
  if (!host || !/^https?:/.test(url)) throw new ReceiverFault('the URL of the webhook is no http or https URL', false);
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'user-agent': USER_AGENT, 'content-type': 'application/json', ...Object.fromEntries(headers) },
    body: format === 'slack' ? slackBody(notification) : bodiesOf(notification).default,
    redirect: 'error',
    signal: AbortSignal.timeout(TIMEOUT_MS),
  }).catch((cause: unknown) => {
    throw new ReceiverFault(`${host} ${wordsOf(cause)}`, true, { cause });
  });
  await response.body?.cancel();
  if (response.ok) return;
  const isPassing = response.status >= 500 || response.status === 429;
  throw new ReceiverFault(`${host} answered ${response.status}`, isPassing);
}

function wordsOf(error: unknown): string {
  if (error instanceof Error && error.name === 'TimeoutError') return `did not answer in ${TIMEOUT_MS / 1000} s`;
  const code = error instanceof Error && (error.cause as NodeJS.ErrnoException | undefined)?.code;
  return `could not be reached${code ? `: ${code}` : ''}`;
}

/** As Slack's incoming webhooks take it, and Mattermost and others after them. Nothing in it can mention or link. */
function slackBody(notification: Notification): string {
  const text = textOf(notification).replaceAll('```', "'''");
  const shown = text.length > SLACK_CHARACTERS ? `${text.slice(0, SLACK_CHARACTERS).toWellFormed()}\n…` : text;
  return JSON.stringify({
    text: `*${slackText(notification.subject)}*\n\`\`\`\n${slackText(shown.trimEnd())}\n\`\`\``,
  });
}
