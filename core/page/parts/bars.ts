import { addCounts, uptimeOf } from '../../history/bucket.ts';
import type { Day } from '../../history/days.ts';
import { SHOWN_DAYS } from '../../history/spans.ts';
import { type Html, html } from '../../text/html.ts';
import type { Format } from '../words/format.ts';

/** Below this share of OK a day was bad: five answers in a hundred, an hour and twelve minutes. */
const BAD_BELOW = 0.95;

/** What a day was; `none` where nothing was counted. */
type DayState = 'ok' | 'part' | 'bad' | 'none';

/** A day by its worst: part of it was down or slow, or much of it was down. */
function dayState({ ng, degraded, uptime }: Day): DayState {
  if (uptime === null) return 'none';
  if (uptime < BAD_BELOW) return 'bad';
  return ng > 0 || degraded > 0 ? 'part' : 'ok';
}

/** OK answers of all that were counted, over the last days; null where none was. */
export function uptimeOver(days: readonly Day[], last = SHOWN_DAYS): number | null {
  return uptimeOf(addCounts(days.slice(-last)));
}

/** The middles of the lines that days are drawn as, of a height of ten. The stylesheet has how thick they are, and parts the days. */
const MIDDLES = { ok: 7, part: 6, bad: 5 } as const;

/** A strip of days, today on the right, at most three paths: neighbours that are alike are one piece. */
export function bars(days: readonly Day[], { percent, words }: Format): Html {
  const shown = days.slice(-SHOWN_DAYS);
  const states = shown.map(dayState);
  const first = SHOWN_DAYS - shown.length;
  const uptime = uptimeOver(shown);
  const label = uptime === null ? words.label.barsNone : words.label.bars(percent(uptime));
  const paths = (['ok', 'part', 'bad'] as const).map((state) => {
    const d = pathOf(states, state, first);
    return d === '' ? null : html`<path class="${state}" d="${d}"/>`;
  });
  return html`<svg class="bars" viewBox="0 0 90 10" preserveAspectRatio="none" role="img" aria-label="${label}">${paths}</svg>`;
}

function pathOf(states: readonly DayState[], wanted: keyof typeof MIDDLES, first: number): string {
  let path = '';
  for (let from = 0; from < states.length; from += 1) {
    if (states[from] !== wanted) continue;
    let to = from + 1;
    while (states[to] === wanted) to += 1;
    path += `M${first + from} ${MIDDLES[wanted]}h${to - from}`;
    from = to;
  }
  return path;
}

const MOST_BAD_DAYS = 10;

/** Days with trouble in words, newest first, for those who do not see the strip; null where there was none. */
export function badDays(days: readonly Day[], { day, percent, words }: Format): Html | null {
  const bad = days.filter((one) => one.ng > 0).toReversed();
  if (bad.length === 0) return null;
  const items = bad.slice(0, MOST_BAD_DAYS).map((one) => html`<li>${day(one.date)} ${percent(one.uptime)}</li>`);
  const more = bad.length - MOST_BAD_DAYS;
  const rest = more > 0 ? html`<li>${words.label.moreDays(more)}</li>` : null;
  return html`<ul class="sr" aria-label="${words.label.badDays}">${items}${rest}</ul>`;
}
