import { BUDGETS } from '../contract.ts';
import type { Run } from '../run/run.ts';
import { cutToBytes, safeText } from '../verdict/safe-text.ts';
import type { Verdict } from '../verdict/verdict.ts';
import { type Counts, countsOf } from './counts.ts';
import type { Notification } from './notification.ts';
import { asSubject, SUBJECT_CHARACTERS } from './subject.ts';

/** What a notification weighs beside its message in the state: topic, subject, keys, quotes. */
export const ENVELOPE_BYTES = 1024;
/** Kept free for what follows the list of NGs: the line about those left out, the counts, the run. */
export const CLOSING_BYTES = 2 * 1024;

/** Bytes of `text` where it will travel: inside a JSON string, in UTF-8. */
export const weight = (text: string) => new TextEncoder().encode(JSON.stringify(text)).length;

/** The simple policy: a run with an NG in it is worth one notification, any other none. */
export function notificationsFor(run: Run, verdicts: readonly Verdict[], topicArn: string): readonly Notification[] {
  const bad = verdicts.filter((verdict) => verdict.outcome !== 'OK');
  if (bad.length === 0) return [];
  const counts = countsOf(verdicts);
  return [{ topicArn, subject: subjectOf(counts, bad), message: messageOf(run, counts, bad) }];
}

/** `NG 3 of 40: orders-api, login, search`, with `+2` for those that do not fit. */
function subjectOf(counts: Counts, bad: readonly Verdict[]): string {
  const head = `NG ${counts.ng} of ${counts.total}: `;
  const names = bad.map((verdict) => asSubject(String(verdict.name)));
  let shown = 0;
  let text = head;
  for (const [index, name] of names.entries()) {
    const longer = index === 0 ? head + name : `${text}, ${name}`;
    const left = names.length - index - 1;
    const tail = left > 0 ? ` +${left}` : '';
    if (longer.length + tail.length > SUBJECT_CHARACTERS) break;
    text = longer;
    shown += 1;
  }
  if (shown === 0) return asSubject(head + (names[0] ?? ''));
  return shown < names.length ? `${text} +${names.length - shown}` : text;
}

function messageOf(run: Run, counts: Counts, bad: readonly Verdict[]): string {
  const room = BUDGETS.notificationsBytes - ENVELOPE_BYTES - CLOSING_BYTES;
  const parts: string[] = [];
  let used = 0;
  for (const verdict of bad) {
    const part = paragraphOf(verdict);
    used += weight(part);
    if (used > room) break;
    parts.push(part);
  }
  if (parts.length < bad.length) {
    parts.push(`… and ${bad.length - parts.length} more NG, left out because a message has no room for them\n`);
  }
  parts.push(countsLine(counts), runLine(run), '');
  return parts.join('\n');
}

/** A verdict that got here passed RouteVerdict, which looks at name and outcome only: trust no other field's shape. */
export function paragraphOf(verdict: Verdict): string {
  const lines = [`NG ${field(verdict.name, 200)} · ${field(verdict.reason?.message ?? 'no reason was given', 500)}`];
  const measures = [
    verdict.status == null ? '' : `status ${field(verdict.status, 20)}`,
    verdict.latencyMs == null ? '' : `${field(verdict.latencyMs, 20)} ms`,
    phasesOf(verdict.phases),
    Number(verdict.attempts) > 1 ? `${field(verdict.attempts, 20)} attempts` : '',
  ].filter((text) => text !== '');
  if (measures.length > 0) lines.push(`   ${measures.join(' · ')}`);
  if (verdict.excerpt) lines.push(`   said: ${field(verdict.excerpt, BUDGETS.excerptBytes * 4)}`);
  if (verdict.curl) lines.push(`   try: ${field(verdict.curl, BUDGETS.verdictBytes)}`);
  if (Array.isArray(verdict.tags) && verdict.tags.length > 0)
    lines.push(`   tags: ${field(verdict.tags.join(', '), 300)}`);
  return `${lines.join('\n')}\n`;
}

function phasesOf(phases: Verdict['phases'] | undefined): string {
  if (typeof phases !== 'object' || phases === null) return '';
  return Object.entries(phases)
    .filter(([, ms]) => typeof ms === 'number')
    .map(([phase, ms]) => `${safeText(phase)} ${ms}`)
    .join(', ');
}

export const field = (value: unknown, bytes: number) => cutToBytes(safeText(String(value)), bytes);

export function countsLine({ total, ok, ng, checkerFaults, flaky }: Counts): string {
  const asides = [
    checkerFaults > 0 ? `${checkerFaults} of them because a checker itself failed` : '',
    flaky > 0 ? `${flaky} OK only on a recheck` : '',
  ].filter((text) => text !== '');
  return [`${ng} NG and ${ok} OK of ${total}`, ...asides].join('; ');
}

export function runLine(run: Run): string {
  const kind = run.trigger === 'manual' ? 'manual run' : `scheduled run of shard ${field(run.shard ?? '?', 100)}`;
  return `${kind} at ${field(run.startedAt, 40)}\nexecution ${field(run.id, 300)}`;
}
