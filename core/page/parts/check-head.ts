import { type Html, html } from '../../text/html.ts';
import { cutToBytes } from '../../text/safe-text.ts';
import type { How } from '../how.ts';
import type { ShownCheck } from '../view/shown.ts';
import { whyText } from '../view/why.ts';
import type { Format } from '../words/format.ts';
import { uptimeOver } from './bars.ts';
import { iconOf } from './layout.ts';
import { quietWords } from './quiet.ts';

const REASON_BYTES = 1000;

/** How a check is, in words and as a shape. */
export function checkHead(check: ShownCheck, format: Format, how: How): Html {
  const { name, state, why, quiet } = check;
  const { words } = format;
  const label = check.own?.label ?? null;
  const said = why === null ? null : html`<p class="reason">${cutToBytes(whyText(why, words), REASON_BYTES)}</p>`;
  const because = quiet.length === 0 ? null : html`<p>${quietWords(quiet, format)}</p>`;
  return html`<section id="overall" class="overall" data-live data-state="${state}" data-icon="${iconOf(state, how)}" data-title="${checkTitle(check, format)}"><i class="mark"></i><div><h1 id="overall-words">${name} <b class="word">${words.state[state]}</b></h1>${label === null ? null : html`<p>${label}</p>`}${said}${because}</div></section>`;
}

/** The title of the tab. */
export function checkTitle({ name, state }: ShownCheck, { words }: Format): string {
  return words.tab(name, words.state[state]);
}

/** The check's figures, and what its owner knows of it. */
export function facts(check: ShownCheck, format: Format): Html {
  const { words, percent, latency, moment } = format;
  const { own, at, latencyMs, days } = check;
  const rows: readonly (readonly [string, Html | string])[] = [
    [words.label.lastAnswer, at === null ? words.state.unknown : moment(at)],
    [words.column.latency, latency(latencyMs)],
    ...[7, 30, 90].map(
      (last) => [`${words.label.uptime}, ${words.label.days(last)}`, percent(uptimeOver(days, last))] as const,
    ),
    ...(own === null
      ? []
      : [[words.label.kind, own.kind] as const, [words.label.schedule, scheduleOf(own.schedule, format)] as const]),
    ...(check.tags.length === 0 ? [] : [[words.label.tags, words.list(check.tags)] as const]),
  ];
  return html`<section id="facts" data-live class="card"><dl class="facts">${rows.map(([term, value]) => html`<dt>${term}</dt><dd>${value}</dd>`)}${own === null ? null : seen(own, format)}</dl></section>`;
}

type Own = NonNullable<ShownCheck['own']>;

function scheduleOf(schedule: Own['schedule'], { words }: Format): string {
  if ('every' in schedule) return words.label.every(words.seconds(schedule.every));
  return `${schedule.cron} (${schedule.timezone})`;
}

const [MOST_FACTS, KEY_BYTES, VALUE_BYTES] = [12, 40, 200];

/** The certificate, and what the kind saw: its words are the target's. */
function seen({ certificate, seen: facts }: Own, format: Format): Html {
  const figures = Object.entries(facts ?? {}).slice(0, MOST_FACTS);
  const rows = figures.map(([name, value]) => {
    const said = Array.isArray(value) ? value.join(', ') : String(value);
    return html`<dt>${cutToBytes(name, KEY_BYTES)}</dt><dd>${cutToBytes(said, VALUE_BYTES)}</dd>`;
  });
  return html`${certificate === null ? null : certificateRow(certificate, format)}${rows}`;
}

function certificateRow(certificate: NonNullable<Own['certificate']>, { words, moment }: Format): Html {
  const { notAfter, daysLeft, fingerprint } = certificate;
  const ends = notAfter === undefined ? null : html` · ${moment(notAfter)}`;
  const left = daysLeft === null ? words.state.unknown : words.label.daysLeft(daysLeft);
  return html`<dt>${words.heading.certificate}</dt><dd>${left}${ends} · <code>${cutToBytes(fingerprint, KEY_BYTES)}</code></dd>`;
}
