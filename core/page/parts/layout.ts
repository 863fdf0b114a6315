import { type Html, html } from '../../text/html.ts';
import type { How } from '../how.ts';
import { overallOf } from '../view/overall.ts';
import type { Shown } from '../view/shown.ts';
import type { ShownState } from '../view/state.ts';
import type { Format } from '../words/format.ts';
import { LANGUAGES } from '../words/language.ts';

/** What is in the frame of a page. `watches`: the id of the row that a page is about, null where it has rows itself. */
export type Content = {
  /** Of the tab, as is the state. */
  readonly title: string;
  readonly state: ShownState;
  readonly skip: string;
  readonly watches: string | null;
  readonly isIndex: boolean;
  readonly main: Html;
};

/** A whole document: the frame that all pages have, and their content. */
export function layout(content: Content, shown: Shown, format: Format, how: How): string {
  const { language, words } = format;
  const { links, live } = how;
  const home = content.isIndex
    ? html`<h1 class="site">${shown.title}</h1>`
    : html`<a class="site" href="${links.index}">${shown.title}</a>`;
  const source = live === 'events' ? links.events : live === 'poll' ? links.status : null;
  const page = html`<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<title>${content.title}</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="same-origin">
<link rel="stylesheet" href="${links.asset('page.css')}">
<link rel="icon" type="image/svg+xml" href="${iconOf(content.state, how)}">
<link rel="alternate" type="application/atom+xml" title="${shown.title}" href="${links.feed}">
${live === 'none' ? null : html`<script src="${links.asset('page.js')}" defer></script>\n`}<noscript><meta http-equiv="refresh" content="60"></noscript>
</head>
<body data-live-by="${source === null ? 'none' : live}" data-source="${source ?? ''}" data-watches="${content.watches ?? ''}" data-lost="${words.label.lost}">
<a class="skip" href="#main">${content.skip}</a>
<header class="top">${home}${content.isIndex && shown.description !== null ? html`<p>${shown.description}</p>` : null}</header>
<main id="main" tabindex="-1">
${content.main}
</main>
<footer>
${updated(shown, format)}
<p>${words.label.timesIn(format.zone)} · <a href="${links.feed}">${words.label.feed}</a> · <a href="${links.status}">${words.label.json}</a>${languages(format, how)}${how.logIn === undefined ? null : html` · <a href="${how.logIn}">${words.label.logIn}</a>`}</p>
</footer>
<p id="said" class="sr" role="status"></p>
</body>
</html>
`;
  return `${page}`;
}

/** When the states are from. */
export function updated({ at }: Pick<Shown, 'at'>, { words, moment }: Format): Html {
  return html`<p id="updated" data-live>${words.label.updated} ${moment(at)}</p>`;
}

/** The state of everything, in words and as a shape; the script takes title and icon of the tab from it. */
export function overallBlock(shown: Shown, format: Format, how: How): Html {
  const { state, sentence, beside } = overallOf(shown, format.words);
  const doubt =
    shown.isMonitorWell || shown.isOffline ? null : html`<p class="doubt">${format.words.overall.monitorTrouble}</p>`;
  return html`<section id="overall" class="overall" data-live data-state="${state}" data-icon="${iconOf(state, how)}" data-title="${tabTitle(shown, format)}" aria-labelledby="overall-words"><i class="mark"></i><div><h2 id="overall-words">${sentence}</h2>${beside === null ? null : html`<p>${beside}</p>`}${doubt}</div></section>`;
}

/** The title of the tab: how many are down before the name. */
export function tabTitle(shown: Shown, { words }: Format): string {
  const { state, sentence } = overallOf(shown, words);
  return state === 'ok' ? shown.title : `${sentence} · ${shown.title}`;
}

const ICONS = { ok: 'ok', slow: 'slow', ng: 'ng', maintenance: 'ok', fault: 'slow', unknown: 'unknown' } as const;

/** The icon of the tab for a state. */
export function iconOf(state: ShownState, { links }: How): string {
  return links.asset(`icon-${ICONS[state]}.svg`);
}

const NAMES = { en: 'English', ja: '日本語' } as const;

function languages({ language }: Format, { links }: How): Html | null {
  const others = LANGUAGES.filter((other) => other !== language).flatMap((other) => {
    const address = links.language(other);
    return address === null
      ? []
      : [html` · <a href="${address}" hreflang="${other}" lang="${other}">${NAMES[other]}</a>`];
  });
  return others.length === 0 ? null : html`${others}`;
}
