import { type Html, html, joinedHtml } from '../../text/html.ts';
import { cutToBytes } from '../../text/safe-text.ts';
import type { How } from '../how.ts';
import type { PageNote } from '../page-settings.ts';
import type { Shown, ShownWindow } from '../view/shown.ts';
import { around, type Format } from '../words/format.ts';

const MOST_WINDOWS = 5;

/** Maintenance that is on, and what is planned; empty where there is none. */
export function maintenanceSection({ maintenance, upcoming }: Shown, format: Format, how: How): Html {
  const { label, heading } = format.words;
  const items = [
    ...maintenance.map((window) => windowItem(label.now, window, format, how)),
    ...upcoming.slice(0, MOST_WINDOWS).map((window) => windowItem(label.next, window, format, how)),
  ];
  const inside = items.length === 0 ? null : html`<h2>${heading.maintenance}</h2><ul>${items}</ul>`;
  return html`<section id="maintenance" class="plans" data-live>${inside}</section>`;
}

function windowItem(when: string, { name, checks, from, until }: ShownWindow, format: Format, how: How): Html {
  const { words, moment, span } = format;
  const times = from === null ? around(words.quiet.until, moment(until)) : span(from, until);
  return html`<li><b>${when}</b> ${name === null ? null : html`<span>${name}</span> · `}${times} · ${about(checks, format, how)}</li>`;
}

const MOST_NAMES = 12;

function about(checks: readonly string[] | null, { words }: Format, { links }: How): Html {
  if (checks === null) return html`${words.label.all}`;
  const linked = checks.slice(0, MOST_NAMES).map((name) => html`<a href="${links.check(name)}">${name}</a>`);
  return html`${joinedHtml(linked, html`, `)}${checks.length > MOST_NAMES ? ', …' : null}`;
}

const MOST_NOTES = 10;
const NOTE_BYTES = 4000;

/** What people wrote, newest first; empty where there is nothing. */
export function notesSection(notes: readonly PageNote[], format: Format, how: How): Html {
  const items = notes.slice(0, MOST_NOTES).map((note) => noteItem(note, format, how));
  const inside = items.length === 0 ? null : html`<h2>${format.words.heading.notes}</h2>${items}`;
  return html`<section id="notes" class="notes" data-live>${inside}</section>`;
}

function noteItem({ at, title, text, checks }: PageNote, format: Format, how: How): Html {
  const names = checks === null ? null : html` · ${about(checks, format, how)}`;
  return html`<article><h3>${title}</h3><p class="when">${format.moment(at)}${names}</p>${noteText(text)}</article>`;
}

/** A note's paragraphs and lines. */
export function noteText(text: string): Html {
  const paragraphs = cutToBytes(text, NOTE_BYTES).split(/\n{2,}/);
  return html`${paragraphs.map((paragraph) => html`<p>${joinedHtml(paragraph.split('\n'), html`<br>`)}</p>`)}`;
}
