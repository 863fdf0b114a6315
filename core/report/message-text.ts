import { spokenDuration } from '../text/duration.ts';
import { localTime } from '../text/local-time.ts';
import type { Message } from './message.ts';
import { isOfMonitor, isOver, type News, subjectsOf } from './news.ts';
import { countsLine, runLines } from './run-lines.ts';

// Names of what was left out take this much at most, so that they never push out what is reported in full.
const MORE_CHARACTERS = 1000;

/** The message for people: an e-mail, a terminal. Groups by severity and first tag, the worst first. */
export function textBody({ news, more, counts, run, timezone }: Message): string {
  const headings = new Set(news.map(headingOf));
  const lines: string[] = [];
  let heading = '';
  for (const one of news) {
    if (headings.size > 1 && headingOf(one) !== heading) lines.push(`--- ${headingOf(one)} ---`, '');
    heading = headingOf(one);
    lines.push(...paragraph(one, timezone), '');
  }
  if (more.length > 0) lines.push(moreLine(more), '');
  return `${[...lines, countsLine(counts), ...runLines(run, timezone)].join('\n')}\n`;
}

function headingOf(news: News): string {
  const [tag] = news.evidence.tags;
  return [isOver(news) ? 'recovered' : news.severity, ...(tag === undefined ? [] : [tag])].join(', ');
}

function paragraph(news: News, timezone: string | null): string[] {
  const { word, reason, evidence } = news;
  return [
    `${[word, cut(subjectsOf(news))].join(' ').trim()} · ${isOver(news) ? 'was: ' : ''}${reason.message}`,
    ...asides(news, timezone),
    ...suppressedLines(news),
    ...(isOver(news) ? [] : evidenceLines(news)),
    ...(evidence.tags.length > 0 ? [`   tags: ${evidence.tags.join(', ')}`] : []),
    ...(news.runbook === null || isOver(news) ? [] : [`   runbook: ${news.runbook}`]),
  ];
}

function asides(news: News, timezone: string | null): string[] {
  const { kind, type, flaky, since, streak, lastedMs } = news;
  const runs = `${streak} ${kind === 'degraded' ? 'degraded' : 'NG'} ${streak === 1 ? 'run' : 'runs'}`;
  return [
    lastedMs === null ? '' : `since ${localTime(since, timezone)} (${spokenDuration(lastedMs)}), ${runs}`,
    kind === 'fault' && !isOver(news) ? unknown(news) : '',
    type === 'undeduplicated' ? 'the memory of incidents is out of reach: perhaps told before' : '',
    type === 'removed' ? 'the list has it no more: its incident is closed, whatever the target does' : '',
    flaky ? 'its OK needed a recheck' : '',
  ].flatMap((text) => (text === '' ? [] : [`   ${text}`]));
}

function unknown(news: News): string {
  return isOfMonitor(news)
    ? 'Rollcall reaches nothing: no incident begins or ends, and no NG counts, until a guard is OK again'
    : 'Rollcall could not check; nothing is known of the target';
}

function evidenceLines({ evidence: { status, latencyMs, phases, attempts, excerpt, curl } }: News): string[] {
  const spent = Object.entries(phases).map(([phase, ms]) => `${phase} ${ms}`);
  const measures = [
    status === null ? '' : `status ${status}`,
    latencyMs === null ? '' : `${latencyMs} ms`,
    spent.join(', '),
    attempts !== null && attempts > 1 ? `${attempts} attempts` : '',
  ].filter((text) => text !== '');
  return [
    ...(measures.length > 0 ? [`   ${measures.join(' · ')}`] : []),
    ...(excerpt === null ? [] : [`   said: ${excerpt}`]),
    ...(curl === null ? [] : [`   try: ${curl}`]),
  ];
}

function suppressedLines({ suppressed: names }: News): string[] {
  return names.length === 0 ? [] : [`   NG too, and ${names.length === 1 ? 'depends' : 'depend'} on it: ${cut(names)}`];
}

function moreLine(names: readonly string[]): string {
  return `… and ${names.length} more, which there is no room for: ${cut(names)}`;
}

function cut(names: readonly string[]): string {
  const list = names.join(', ');
  return list.length > MORE_CHARACTERS ? `${list.slice(0, MORE_CHARACTERS)}…` : list;
}
