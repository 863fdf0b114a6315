import { type Html, html } from '../text/html.ts';
import { BADGE_KINDS } from './badge-kinds.ts';
import type { How } from './how.ts';
import type { CheckDetails, PageData } from './page-data.ts';
import { latencyCharts } from './parts/chart.ts';
import { checkHead, checkTitle, facts } from './parts/check-head.ts';
import { openSection, pastSection } from './parts/incidents.ts';
import { layout } from './parts/layout.ts';
import { rowId } from './parts/row.ts';
import { daysCard, resultsTable } from './parts/tables.ts';
import { detailsFor, type ShownDetails } from './view/details.ts';
import type { ShownCheck, ShownIncident } from './view/shown.ts';
import { shownTo } from './view/shown-to.ts';
import { type Format, formatFor } from './words/format.ts';

/** The page of one check, a whole HTML document; null where there is no such check, or the reader may not see it. */
export function renderCheck(data: PageData, name: string, details: CheckDetails, how: How): string | null {
  const shown = shownTo(data, how.scope);
  const check = shown.checks.find((one) => one.name === name);
  if (check === undefined) return null;
  const format = formatFor(how.language, shown);
  const { words } = format;
  const more = detailsFor(details, how.scope);
  const main = html`<p class="back"><a href="${how.links.index}">${words.label.back}</a></p>
${checkHead(check, format, how)}
${runNow(check, format, how)}
${openSection({ at: shown.at, open: shown.open.filter(isOf(check)) }, format, how)}
${facts(check, format)}
${daysCard(check.days, format)}
<section id="latency" data-live><h2>${words.heading.latency}</h2><div class="card">${latencyCharts(more.recent, shown.at, format)}</div></section>
${resultsTable(more, format)}
${pastSection({ at: shown.at, past: shown.past.filter(isOf(check)) }, format, how)}
${ofOwner(more, format)}
${badges(check, format, how)}`;
  const content = {
    title: `${checkTitle(check, format)} · ${shown.title}`,
    state: check.state,
    skip: words.label.skipToContent,
    watches: rowId(name),
    isIndex: false,
    main,
  };
  return layout(content, shown, format, how);
}

const isOf =
  ({ name }: ShownCheck) =>
  ({ check, checks }: ShownIncident): boolean =>
    check === name || checks.includes(name);

function runNow({ name }: ShownCheck, { words }: Format, { runNow: allowed, links, scope }: How): Html | null {
  const address = links.runNow(name);
  if (allowed === null || address === null || scope === 'public') return null;
  return html`<form class="run" method="post" action="${address}"><input type="hidden" name="token" value="${allowed.token}"><button>${words.label.runNow}</button></form>`;
}

function ofOwner({ own }: ShownDetails, { words }: Format): Html | null {
  if (own === null) return null;
  const { excerpt, command, configuration } = own;
  return html`${block('said', words.heading.said, excerpt)}${block('by-hand', words.heading.command, command)}${block('configuration', words.heading.configuration, configuration)}`;
}

function block(id: string, title: string, text: string | null): Html | null {
  if (text === null || text === '') return null;
  return html`<section id="${id}"><h2>${title}</h2><pre tabindex="0" role="region" aria-label="${title}">${text}</pre></section>`;
}

function badges({ name }: ShownCheck, { words }: Format, { links }: How): Html {
  const images = BADGE_KINDS.map((kind) => {
    const address = links.badge(name, kind);
    return html`<a href="${address}"><img src="${address}" alt="${words.heading.badges}: ${kind}" height="20"></a>`;
  });
  return html`<section class="foot"><h2>${words.heading.badges}</h2><p class="badges">${images}</p></section>`;
}
