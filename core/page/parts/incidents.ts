import { type Html, html } from '../../text/html.ts';
import type { How } from '../how.ts';
import type { Shown } from '../view/shown.ts';
import type { Format } from '../words/format.ts';
import { incident } from './incident.ts';

/** Incidents that are open, empty where there are none. */
export function openSection({ open, at }: Pick<Shown, 'open' | 'at'>, format: Format, how: How): Html {
  const inside =
    open.length === 0
      ? null
      : html`<h2>${format.words.heading.open}</h2>${open.map((one) => incident(one, at, format, how))}`;
  return html`<section id="open" class="open" data-live>${inside}</section>`;
}

/** More of them make a page that nobody reads; each is on its check's page. */
const MOST_PAST = 30;

/** Incidents that are over, by the day on which they began. */
export function pastSection({ past, at }: Pick<Shown, 'past' | 'at'>, format: Format, how: How): Html {
  const { words, dayOf, day } = format;
  const days = Map.groupBy(past.slice(0, MOST_PAST), ({ since }) => dayOf(since));
  const sections = [...days].map(
    ([date, incidents]) =>
      html`<section class="day"><h3>${day(date)}</h3>${incidents.map((one) => incident(one, at, format, how))}</section>`,
  );
  const more = past.length - MOST_PAST;
  const rest = more > 0 ? html`<p>${words.label.moreIncidents(more)}</p>` : null;
  const inside =
    past.length === 0
      ? html`<p class="none">${words.label.noIncidents}</p>`
      : html`<div class="days">${sections}</div>${rest}`;
  return html`<section id="past" class="past" data-live><h2>${words.heading.past}</h2>${inside}</section>`;
}
