import { spokenDuration } from '../text/duration.ts';
import { localTime } from '../text/local-time.ts';
import { consoleLink } from './console-link.ts';
import type { Message } from './message.ts';
import { outcomeOf, worstOf } from './message-document.ts';
import { isOver, type News, subjectsOf } from './news.ts';
import { countsLine } from './run-lines.ts';
import { slackText } from './slack-text.ts';

// A section of a Slack message takes 3,000 characters; escaped ones count as they are written.
const DESCRIPTION_CHARACTERS = 2800;
const MOST_STEPS = 5;
const MOST_NAMES = 5;

/**
 * The message for chat channels: the custom notification of Amazon Q Developer in chat applications
 * (https://docs.aws.amazon.com/chatbot/latest/adminguide/custom-notifs.html). It must be the whole of what the channel's
 * subscription gets; anything else in it is dropped without a word.
 */
export function chatBody(message: Message) {
  const { subject, run, news } = message;
  return {
    version: '1.0',
    source: 'custom',
    id: run.id,
    content: {
      textType: 'client-markdown',
      title: slackText(subject),
      description: descriptionOf(message),
      nextSteps: stepsOf(message),
      keywords: [...new Set([worstOf(news), ...news.flatMap(({ evidence }) => evidence.tags)])]
        .slice(0, 10)
        .map(slackText),
    },
    metadata: {
      ...threadOf(news),
      summary: slackText(subject),
      eventType: outcomeOf(news) === 'OK' ? 'recovered' : 'incident',
      relatedResources: [run.id],
      additionalContext: { severity: worstOf(news), outcome: outcomeOf(news), region: run.region },
    },
  };
}

function descriptionOf({ news, more, counts, timezone }: Message): string {
  const closing = countsLine(counts);
  const lines: string[] = [];
  let room = DESCRIPTION_CHARACTERS - closing.length - 100;
  for (const one of news) {
    const text = lineOf(one, timezone);
    room -= text.length + 1;
    if (room < 0) break;
    lines.push(text);
  }
  const left = news.length - lines.length + more.length;
  return [...lines, ...(left > 0 ? [`… and ${left} more`] : []), closing].join('\n');
}

function lineOf(news: News, timezone: string | null): string {
  const { word, reason, severity, since, lastedMs, type, evidence } = news;
  const minutes = lastedMs === null ? '' : `, since ${localTime(since, timezone)} (${spokenDuration(lastedMs)})`;
  const doubt = type === 'undeduplicated' ? ', perhaps told before' : '';
  const said = evidence.excerpt === null || isOver(news) ? '' : `\n> ${code(evidence.excerpt)}`;
  const was = isOver(news) ? 'was: ' : '';
  const names = listed(subjectsOf(news));
  return `*${word}* ${names === '' ? '' : `${names} `}${was}${code(reason.message)} (${severity}${minutes}${doubt})${dependents(news)}${said}`;
}

function dependents({ suppressed }: News): string {
  if (suppressed.length === 0) return '';
  return `\nNG too, depending on it: ${listed(suppressed)}`;
}

function listed(names: readonly string[]): string {
  const left = names.length - MOST_NAMES;
  return `${names.slice(0, MOST_NAMES).map(code).join(', ')}${left > 0 ? ` and ${left} more` : ''}`;
}

function stepsOf({ run, news }: Message): string[] {
  const link = consoleLink(run);
  const runbooks = news.flatMap(({ runbook, ...one }) =>
    runbook === null ? [] : [`Runbook of ${listed(subjectsOf(one))}: ${runbook}`],
  );
  const curls = news.flatMap(({ check, evidence: { curl } }) =>
    curl === null ? [] : [`Repeat the request of ${code(check)}: ${code(curl)}`],
  );
  return [...(link === null ? [] : [`Look at the execution: ${link}`]), ...runbooks, ...curls].slice(0, MOST_STEPS);
}

/** An incident of its own has a thread of its own, where its end is told too. */
function threadOf(news: readonly News[]) {
  const [only, ...others] = news;
  return only === undefined || others.length > 0 ? {} : { threadId: `${only.check} ${only.kind} ${only.since}` };
}

/** Nothing that a target says may mention a channel, make a link or end the quotation. */
const code = (text: string): string => `\`${slackText(text).replaceAll('`', "'")}\``;
