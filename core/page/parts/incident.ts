import { hashOf } from '../../text/hash.ts';
import { type Html, html, joinedHtml } from '../../text/html.ts';
import { cutToBytes } from '../../text/safe-text.ts';
import type { How } from '../how.ts';
import type { ShownIncident } from '../view/shown.ts';
import { whyText } from '../view/why.ts';
import type { Words } from '../words/en.ts';
import { around, type Format } from '../words/format.ts';
import { quietWords } from './quiet.ts';

const REASON_BYTES = 400;

/** An incident on its day's list: its title is below that of the day. */
const isBelowDay = ({ endedAt }: ShownIncident): boolean => endedAt !== null;

/** An incident: what, since when, how long, why, why nobody is told of it, what else it is about, and what was reported. */
export function incident(one: ShownIncident, at: string, format: Format, how: How): Html {
  const { words } = format;
  const title = html`<i class="mark"></i>${titleOf(one, words)}`;
  const heading = isBelowDay(one) ? html`<h4>${title}</h4>` : html`<h3>${title}</h3>`;
  const reason = cutToBytes(whyText(one.why, words), REASON_BYTES);
  return html`<article class="incident" data-state="${stateOf(one)}">${heading}<p class="when">${lasting(one, at, format)}</p><p class="reason">${reason}${one.flaky ? ` · ${words.incident.flaky}` : null}</p>${one.quiet.length > 0 ? html`<p class="quiet">${quietWords(one.quiet, format)}</p>` : null}${named(words.incident.affects, one.dependents, how)}${named(words.incident.shownBy, one.checks, how)}${timeline(one, format)}</article>`;
}

/** The title of an incident, by its kind and whether it is over. */
export function titleOf({ check, kind, endedAt }: ShownIncident, { incident }: Words): string {
  const isOpen = endedAt === null;
  switch (kind) {
    case 'target':
      return isOpen ? incident.down(check) : incident.wasDown(check);
    case 'fault':
      return isOpen ? incident.fault(check) : incident.wasFault(check);
    case 'degraded':
      return isOpen ? incident.slow(check) : incident.wasSlow(check);
    case 'certificate':
      return isOpen ? incident.certificate : incident.wasCertificate;
  }
}

function stateOf({ kind, endedAt }: ShownIncident): string {
  if (endedAt !== null) return 'over';
  return { target: 'ng', fault: 'fault', degraded: 'slow', certificate: 'slow' }[kind];
}

function lasting({ since, endedAt }: ShownIncident, at: string, { words, moment, span, between }: Format): Html {
  if (endedAt === null) return html`${around(words.incident.since, moment(since))} · ${between(since, at)}`;
  return html`${span(since, endedAt, true)} · ${between(since, endedAt)}`;
}

function named(label: string, names: readonly string[], { links }: How): Html | null {
  if (names.length === 0) return null;
  const linked = names.map((name) => html`<a href="${links.check(name)}">${name}</a>`);
  return html`<p class="named">${label}: ${joinedHtml(linked, html`, `)}</p>`;
}

function timeline({ check, kind, since, endedAt, steps }: ShownIncident, { words, moment }: Format): Html | null {
  if (steps.length < (endedAt === null ? 2 : 3)) return null;
  const id = `steps-${hashOf(JSON.stringify([check, kind, since]))}`;
  const items = steps.map(({ type, at, why }) => {
    const reason = why === null ? null : html` · ${cutToBytes(whyText(why, words), REASON_BYTES)}`;
    return html`<li>${moment(at)} <b>${words.incident.step[type]}</b>${reason}</li>`;
  });
  return html`<details id="${id}"><summary>${words.incident.timeline}</summary><ol class="steps">${items}</ol></details>`;
}
