import { createHash } from 'node:crypto';
import { type Html, html } from '../text/html.ts';
import type { How } from './how.ts';
import type { PageData } from './page-data.ts';
import type { PageNote } from './page-settings.ts';
import { incident, titleOf } from './parts/incident.ts';
import { noteText } from './parts/plans.ts';
import type { Shown, ShownIncident } from './view/shown.ts';
import { shownTo } from './view/shown-to.ts';
import { type Format, formatFor } from './words/format.ts';

const MOST_ENTRIES = 50;

type Entry = {
  readonly id: string;
  readonly title: string;
  readonly at: string;
  readonly link: string;
  readonly content: Html;
};

/**
 * Incidents and notes as an Atom feed (RFC 4287), newest first. The id of an entry is made from what it is about, so that it
 * stays the same while the entry changes, wherever the feed is. Without `links.site` its links are relative.
 */
export function renderFeed(data: PageData, how: How): string {
  const shown = shownTo(data, how.scope);
  const format = formatFor(how.language, shown);
  const entries = [
    ...[...shown.open, ...shown.past].map((one) => incidentEntry(one, shown, format, how)),
    ...shown.notes.map((note) => noteEntry(note, how)),
  ]
    .filter(({ at }) => !Number.isNaN(Date.parse(at)))
    .toSorted((a, b) => Date.parse(b.at) - Date.parse(a.at))
    .slice(0, MOST_ENTRIES);
  const { links } = how;
  const home = absolute(links.index, how);
  const feed = html`<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="${how.language}">
<id>${idOf('feed', links.site ?? '', how.scope, shown.title)}</id>
<title>${shown.title}</title>
<updated>${entries[0]?.at ?? shown.at}</updated>
<author><name>${shown.title}</name></author>
<link rel="self" type="application/atom+xml" href="${absolute(links.feed, how)}"/>
<link rel="alternate" type="text/html" href="${home}"/>
${entries.map(
  ({
    id,
    title,
    at,
    link,
    content,
  }) => html`<entry><id>${id}</id><title>${title}</title><updated>${at}</updated><link rel="alternate" type="text/html" href="${link}"/><content type="html">${`${content}`}</content></entry>
`,
)}</feed>
`;
  return `${feed}`;
}

function incidentEntry(one: ShownIncident, { at }: Shown, format: Format, how: How): Entry {
  const { check, kind, since, endedAt, steps } = one;
  const changed = endedAt ?? steps.at(-1)?.at ?? since;
  const page = kind === 'certificate' ? how.links.index : how.links.check(check);
  return {
    id: idOf('incident', check, kind, String(Date.parse(since))),
    title: titleOf(one, format.words),
    at: changed,
    link: absolute(page, how),
    // How long it has lasted is read at another time: what an entry says is true of the moment that it is from.
    content: incident(one, endedAt === null ? changed : at, format, how),
  };
}

function noteEntry({ at, title, text }: PageNote, how: How): Entry {
  return { id: idOf('note', at, title), title, at, link: absolute(how.links.index, how), content: noteText(text) };
}

function absolute(link: string, { links: { site } }: How): string {
  return site === null ? link : new URL(link, site).href;
}

/** A UUID of what it is about, of version 8: by SHA-256. */
function idOf(...about: readonly string[]): string {
  const hex = createHash('sha256').update(JSON.stringify(about)).digest('hex');
  const variant = ((Number.parseInt(hex.charAt(16), 16) & 3) | 8).toString(16);
  return `urn:uuid:${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
