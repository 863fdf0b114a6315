import { BUDGETS } from '../contract.ts';
import type { Transition } from '../incident/state.ts';
import type { Run } from '../run/run.ts';
import type { Verdict } from '../verdict/verdict.ts';
import { countsOf } from './counts.ts';
import type { Notification } from './notification.ts';
import { CLOSING_BYTES, countsLine, ENVELOPE_BYTES, field, paragraphOf, runLine, weight } from './notify.ts';
import { asSubject } from './subject.ts';

/** One notification with all that a run has to tell, none when it has nothing. */
export function noticesOf(
  run: Run,
  verdicts: readonly Verdict[],
  transitions: readonly Transition[],
  topicArn: string,
): readonly Notification[] {
  if (transitions.length === 0) return [];
  const groups = GROUPS.map((group) => ({ ...group, news: transitions.filter(group.has) })).filter(
    ({ news }) => news.length > 0,
  );
  const subject = groups.map(({ word, news }) => `${word}: ${news.map(({ check }) => check).join(', ')}`).join('; ');
  const byName = new Map(verdicts.map((verdict) => [verdict.name, verdict]));
  const parts = groups.flatMap(({ word, news }) => news.map((one) => part(word, one, byName.get(one.check))));
  const closing = [countsLine(countsOf(verdicts)), runLine(run), ''];
  return [{ topicArn, subject: asSubject(subject), message: [...cut(parts), ...closing].join('\n') }];
}

type Group = { readonly word: string; readonly has: (news: Transition) => boolean };

/** What matters most stands first. */
const GROUPS: readonly Group[] = [
  { word: 'NG', has: ({ type, kind }) => kind === 'target' && !['reminder', 'recovered'].includes(type) },
  { word: 'could not check', has: ({ type, kind }) => kind === 'fault' && !['reminder', 'recovered'].includes(type) },
  { word: 'still NG', has: ({ type, kind }) => kind === 'target' && type === 'reminder' },
  { word: 'still cannot check', has: ({ type, kind }) => kind === 'fault' && type === 'reminder' },
  { word: 'recovered', has: ({ type, kind }) => kind === 'target' && type === 'recovered' },
  { word: 'can check again', has: ({ type, kind }) => kind === 'fault' && type === 'recovered' },
];

function part(word: string, news: Transition, verdict: Verdict | undefined): string {
  const lines = [`${word}: ${field(news.check, 200)} · ${field(reasonOf(news), 500)}`, `   ${lastingOf(news)}`];
  if (news.kind === 'fault' && news.type !== 'recovered')
    lines.push('   Rollcall could not check; nothing is known of the target');
  if (news.type === 'undeduplicated') lines.push('   the memory of incidents is out of reach: perhaps told before');
  if (news.flaky) lines.push('   its OK needed a recheck');
  // The first line of the verdict's own paragraph says what stands above.
  if (news.type !== 'recovered' && verdict !== undefined)
    lines.push(...paragraphOf(verdict).trimEnd().split('\n').slice(1));
  return `${lines.join('\n')}\n`;
}

function reasonOf({ type, reason }: Transition): string {
  return type === 'recovered' ? `was: ${reason.message}` : reason.message;
}

function lastingOf({ since, at, streak }: Transition): string {
  const minutes = Math.round((Date.parse(at) - Date.parse(since)) / 60_000);
  return `since ${field(since, 40)} (${minutes} min), ${streak} NG ${streak === 1 ? 'run' : 'runs'}`;
}

/** As many parts as the budget holds, and how many it does not. */
function cut(parts: readonly string[]): readonly string[] {
  const room = BUDGETS.notificationsBytes - ENVELOPE_BYTES - CLOSING_BYTES;
  let used = 0;
  const fits = parts.findIndex((text) => {
    used += weight(text);
    return used > room;
  });
  if (fits === -1) return parts;
  return [
    ...parts.slice(0, fits),
    `… and ${parts.length - fits} more, left out because a message has no room for them\n`,
  ];
}
