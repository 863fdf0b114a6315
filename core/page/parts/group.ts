import { type Html, html } from '../../text/html.ts';
import type { How } from '../how.ts';
import { countsOf } from '../view/overall.ts';
import type { ShownGroup } from '../view/shown.ts';
import { STATES } from '../view/state.ts';
import type { Format } from '../words/format.ts';
import { checkRow } from './row.ts';

/** The checks of a tag under its heading. `isOnly`: there is no other group, so that the heading is of all checks. */
export function group(one: ShownGroup, isOnly: boolean, format: Format, how: How): Html {
  const { words } = format;
  const { tag, checks } = one;
  const title = tag ?? (isOnly ? words.heading.allChecks : words.heading.untagged);
  return html`<section class="group" aria-labelledby="${groupId(tag)}"><div class="head"><h3 id="${groupId(tag)}">${title}</h3>${groupSummary(one, format)}</div><ul class="rows">
${checks.map((check) => html`${checkRow(check, format, how)}\n`)}</ul></section>
`;
}

const groupId = (tag: string | null): string => (tag === null ? 'untagged' : `tag-${encodeURIComponent(tag)}`);

/** How many of a group are OK, with its worst state. */
export function groupSummary({ tag, checks }: ShownGroup, { words }: Format): Html {
  const counts = countsOf(checks);
  const worst = STATES.find((state) => counts[state] > 0) ?? 'unknown';
  return html`<p class="summary" id="sum-${groupId(tag)}" data-live data-state="${worst}">${words.summary(counts.ok, checks.length)}</p>`;
}
