import type { Day } from '../../history/days.ts';
import { type Html, html } from '../../text/html.ts';
import { cutToBytes } from '../../text/safe-text.ts';
import type { ShownDetails } from '../view/details.ts';
import { whyText } from '../view/why.ts';
import type { Format } from '../words/format.ts';
import { bars } from './bars.ts';

/** The strip of a check, and each day of it as a table. */
export function daysCard(days: readonly Day[], format: Format): Html {
  const { words, day, percent, number } = format;
  const answered = days.filter(({ ok, ng, excused }) => ok + ng + excused > 0);
  const rows = answered.toReversed().map((one) => {
    const counts = [one.ok, one.ng, one.degraded, one.excused].map(
      (count) => html`<td class="n">${number(count)}</td>`,
    );
    return html`<tr><th scope="row">${day(one.date)}</th><td class="n">${percent(one.uptime)}</td>${counts}</tr>`;
  });
  const { column, label, heading } = words;
  const heads = [column.uptime, column.ok, column.ng, column.slow, column.excused];
  const table = html`<table><thead><tr><th scope="col">${column.day}</th>${heads.map((head) => html`<th scope="col" class="n">${head}</th>`)}</tr></thead><tbody>${rows}</tbody></table>`;
  return html`<section id="days" data-live><h2>${heading.days}</h2><div class="card">${bars(days, format)}<p class="ends" aria-hidden="true"><span>${label.ago(90)}</span><span>${label.today}</span></p>${rows.length === 0 ? null : folded('each-day', label.daysAll, table)}</div></section>`;
}

/** A table that is opened, and scrolled where it is wider than the page. */
function folded(id: string, title: string, table: Html): Html {
  return html`<details id="${id}"><summary>${title}</summary>${scrolled(title, table)}</details>`;
}

function scrolled(title: string, table: Html): Html {
  return html`<div class="scroll" tabindex="0" role="region" aria-label="${title}">${table}</div>`;
}

const MOST_RESULTS = 50;
const REASON_BYTES = 300;

/** The latest answers, newest first. */
export function resultsTable({ results, own }: ShownDetails, format: Format): Html {
  const { words, exactly, latency } = format;
  const { column } = words;
  const rows = results.slice(0, MOST_RESULTS).map(({ at, state, why, latencyMs, status, attempts }) => {
    const reason = why === null ? null : cutToBytes(whyText(why, words), REASON_BYTES);
    const more = own === null ? null : html`<td class="n extra">${status}</td><td class="n extra">${attempts}</td>`;
    return html`<tr data-state="${state}"><th scope="row">${exactly(at)}</th><td class="said"><i class="mark"></i> ${words.state[state]}</td><td class="n">${latency(latencyMs)}</td>${more}<td>${reason}</td></tr>`;
  });
  const ownHeads =
    own === null
      ? null
      : html`<th scope="col" class="n extra">${column.status}</th><th scope="col" class="n extra">${column.attempts}</th>`;
  const table = html`<table><thead><tr><th scope="col">${column.time}</th><th scope="col">${column.state}</th><th scope="col" class="n">${column.latency}</th>${ownHeads}<th scope="col">${column.reason}</th></tr></thead><tbody>${rows}</tbody></table>`;
  const inside =
    rows.length === 0 ? html`<p class="none">${words.label.noResults}</p>` : scrolled(words.heading.results, table);
  return html`<section id="results" data-live><h2>${words.heading.results}</h2><div class="card">${inside}</div></section>`;
}
