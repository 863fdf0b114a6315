import type { Receiver } from '#core/check/alerting.ts';
import { USER_AGENT } from '#core/contract.ts';
import { bodiesOf, textOf, titleOf } from '#core/report/bodies.ts';
import type { Notification } from '#core/report/notification.ts';
import { slackText } from '#core/report/slack-text.ts';
import { percentDecoded } from '#core/text/percent-decoded.ts';
import { told } from '#core/text/safe-text.ts';
import { type Ending, ReceiverFault } from './receiver-fault.ts';

const TIMEOUT_MS = 10_000;
// A Slack message takes 40,000 characters, and shows some 4,000 of them at once.
const SLACK_CHARACTERS = 3500;

type Webhook = Extract<Receiver, { kind: 'webhook' }>;

/** POSTs a notification. Its URL is as good as a password, so no fault shows more of it than the host. */
export async function postTo(
  { url, format, headers }: Webhook,
  notification: Notification,
  { timeoutMs = TIMEOUT_MS, signal }: Ending = {},
): Promise<void> {
  const place = URL.parse(url);
  if (!place?.host || !/^https?:/.test(url)) {
    throw new ReceiverFault('the URL of the webhook is no http or https URL', false);
  }
  const { host } = place;
  const late = AbortSignal.timeout(timeoutMs);
  const response = await fetch(withoutUser(place), {
    method: 'POST',
    headers: {
      'user-agent': USER_AGENT,
      'content-type': 'application/json',
      ...basicOf(place),
      ...Object.fromEntries(headers.map(([name, value]) => [name.toLowerCase(), value])),
    },
    body: format === 'slack' ? slackBody(notification) : bodiesOf(notification).default,
    redirect: 'manual',
    signal: signal === undefined ? late : AbortSignal.any([late, signal]),
  }).catch((cause: unknown) => {
    throw new ReceiverFault(`${host} ${wordsOf(cause, timeoutMs)}`, true, { cause });
  });
  // Nobody reads the answer; one that goes on for ever ends here.
  await response.body?.cancel().catch(() => {});
  if (response.ok) return;
  const isPassing = response.status >= 500 || response.status === 429;
  throw new ReceiverFault(`${host} answered ${response.status}${elsewhere(response, url)}`, isPassing);
}

/** fetch() takes no URL with a user in it. */
function withoutUser(place: URL): URL {
  const bare = new URL(place);
  bare.username = '';
  bare.password = '';
  return bare;
}

function basicOf({ username, password }: URL): Readonly<Record<string, string>> {
  if (username === '' && password === '') return {};
  const pair = `${percentDecoded(username)}:${percentDecoded(password)}`;
  return { authorization: `Basic ${Buffer.from(pair).toString('base64')}` };
}

/** A redirect is not followed: it could take the alert to somebody else. */
function elsewhere({ status, headers }: Response, url: string): string {
  const location = headers.get('location');
  if (status < 300 || status > 399 || location === null) return '';
  const to = URL.parse(location, url);
  const where = to === null ? 'something that is no URL' : told(to.origin, 100);
  return `, which sends to ${where}; a redirect is not followed, so write the URL that it leads to`;
}

function wordsOf(error: unknown, timeoutMs: number): string {
  if (error instanceof Error && error.name === 'TimeoutError') return `did not answer in ${timeoutMs / 1000} s`;
  const code = error instanceof Error && (error.cause as NodeJS.ErrnoException | undefined)?.code;
  return `could not be reached${code ? `: ${code}` : ''}`;
}

/** As Slack's incoming webhooks take it, and Mattermost and others after them. Nothing in it can mention or link. */
function slackBody(notification: Notification): string {
  const text = textOf(notification).replaceAll('```', "'''");
  const shown = text.length > SLACK_CHARACTERS ? `${text.slice(0, SLACK_CHARACTERS).toWellFormed()}\n…` : text;
  return JSON.stringify({
    text: `*${slackText(titleOf(notification))}*\n\`\`\`\n${slackText(shown.trimEnd())}\n\`\`\``,
  });
}
