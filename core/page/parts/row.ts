import { type Html, html } from '../../text/html.ts';
import { cutToBytes } from '../../text/safe-text.ts';
import type { How } from '../how.ts';
import type { ShownCheck } from '../view/shown.ts';
import { whyText } from '../view/why.ts';
import type { Format } from '../words/format.ts';
import { badDays, bars, uptimeOver } from './bars.ts';
import { quietWords } from './quiet.ts';

/** So much of a reason stands in a row; the check's page has more. */
const ROW_REASON_BYTES = 160;

/** The `id` of a check's row, by which the page's script finds it. */
export const rowId = (name: string): string => `check-${encodeURIComponent(name)}`;

/** A check as a line of the list: the only thing that makes one, for the page and for what a server sends when it changes. */
export function checkRow(check: ShownCheck, format: Format, how: How): Html {
  const { name, tags, state, why, quiet, latencyMs, days } = check;
  const { words, percent, latency } = format;
  const said = why === null || state === 'ok' ? null : cutToBytes(whyText(why, words), ROW_REASON_BYTES);
  const because = quiet.length === 0 ? null : quietWords(quiet, format);
  const more =
    said === null && because === null
      ? null
      : html`<p class="why">${said}${said !== null && because !== null ? ' · ' : null}${because}</p>`;
  return html`<li class="row" id="${rowId(name)}" data-live data-state="${state}" data-tags="${tags.join(' ')}"><i class="mark"></i><div class="who"><a href="${how.links.check(name)}">${name}</a>${more}</div><b class="word">${words.state[state]}</b>${bars(days, format)}<span class="up">${percent(uptimeOver(days))}</span><span class="ms">${latency(latencyMs)}</span>${badDays(days, format)}</li>`;
}
