import { type Html, html, joinedHtml } from '../../text/html.ts';
import type { How } from '../how.ts';
import type { Shown, ShownPrivately } from '../view/shown.ts';
import { around, type Format } from '../words/format.ts';

/** What is wrong with the list and with the monitor itself, for those who can do something; empty where nothing is. */
export function attentionSection({ private: own }: Shown, format: Format): Html {
  const inside = own === null ? null : html`${faults(own, format)}${troubles(own, format)}`;
  return html`<section id="attention" class="attention" data-live>${inside}</section>`;
}

function faults({ faults }: ShownPrivately, { words }: Format): Html | null {
  if (faults.length === 0) return null;
  return html`<div class="box"><h2>${words.heading.faults}</h2><ul>${faults.map((fault) => html`<li><code>${fault}</code></li>`)}</ul></div>`;
}

function troubles({ troubles, unknown }: ShownPrivately, { words, moment }: Format): Html | null {
  if (troubles.length + unknown.length === 0) return null;
  const items = troubles.map(({ message, since }) => {
    return html`<li>${message}${since === null ? null : html` · ${around(words.incident.since, moment(since))}`}</li>`;
  });
  return html`<div class="box"><h2>${words.heading.monitor}</h2><ul>${items}${unknown.map((one) => html`<li>${one}</li>`)}</ul></div>`;
}

/** Certificates that end soon and checks that are muted; empty where there is nothing of it, and for strangers. */
export function housekeepingSection({ private: own }: Shown, format: Format, how: How): Html {
  const inside = own === null ? null : html`${certificates(own, format, how)}${mutes(own, format, how)}`;
  return html`<section id="housekeeping" class="plans" data-live>${inside}</section>`;
}

function certificates({ certificates }: ShownPrivately, { words }: Format, { links }: How): Html | null {
  if (certificates.length === 0) return null;
  const items = certificates.map(({ daysLeft, checks }) => {
    const names = checks.map((name) => html`<a href="${links.check(name)}">${name}</a>`);
    return html`<li><b>${words.label.daysLeft(daysLeft)}</b> ${joinedHtml(names, html`, `)}</li>`;
  });
  return html`<h2>${words.heading.certificates}</h2><ul>${items}</ul>`;
}

function mutes({ mutes }: ShownPrivately, { words, moment }: Format, { links }: How): Html | null {
  if (mutes.length === 0) return null;
  const items = mutes.map(({ check, until }) => {
    return html`<li><a href="${links.check(check)}">${check}</a> ${around(words.quiet.until, moment(until))}</li>`;
  });
  return html`<h2>${words.heading.muted}</h2><ul>${items}</ul>`;
}
