import { type Html, html } from '../text/html.ts';
import type { How } from './how.ts';
import type { PageData } from './page-data.ts';
import { attentionSection, housekeepingSection } from './parts/attention.ts';
import { group, groupSummary } from './parts/group.ts';
import { openSection, pastSection } from './parts/incidents.ts';
import { layout, overallBlock, tabTitle, updated } from './parts/layout.ts';
import { maintenanceSection, notesSection } from './parts/plans.ts';
import { checkRow, rowId } from './parts/row.ts';
import { overallOf } from './view/overall.ts';
import type { Shown } from './view/shown.ts';
import { shownTo } from './view/shown-to.ts';
import { STATES } from './view/state.ts';
import { type Format, formatFor } from './words/format.ts';

/** The page of all checks, a whole HTML document. */
export function renderIndex(data: PageData, how: How): string {
  const shown = shownTo(data, how.scope);
  const format = formatFor(how.language, shown);
  const { words } = format;
  const main = html`${overallBlock(shown, format, how)}
${attentionSection(shown, format)}
${openSection(shown, format, how)}
${notesSection(shown.notes, format, how)}
<section class="checks" aria-labelledby="checks"><h2 id="checks">${words.heading.checks}</h2>
${filter(shown, format)}
${shown.groups.map((one) => group(one, shown.groups.length === 1, format, how))}
<p id="no-match" hidden>${words.label.noMatch}</p></section>
${maintenanceSection(shown, format, how)}
${housekeepingSection(shown, format, how)}
${pastSection(shown, format, how)}`;
  const { state } = overallOf(shown, words);
  const content = { title: tabTitle(shown, format), state, skip: words.label.skip, watches: null, isIndex: true, main };
  return layout(content, shown, format, how);
}

/** Fewer are seen at a glance. */
const FILTER_FROM = 6;

/** It takes the script, which shows it. */
function filter({ checks }: Shown, { words }: Format): Html | null {
  if (checks.length < FILTER_FROM) return null;
  const states = STATES.map((state) => html`<option value="${state}">${words.state[state]}</option>`);
  return html`<form id="filter" class="filter" role="search" aria-label="${words.label.filter}" hidden><label>${words.label.filterText} <input type="search" name="q" autocomplete="off"></label> <label>${words.label.filterState} <select name="state"><option value="">${words.label.anyState}</option><option value="!ok">${words.label.notOk}</option>${states}</select></label></form>`;
}

/** What has changed: checks that have answered, and whether an incident began or ended. */
export type News = { readonly checks: Iterable<string>; readonly incidents: boolean };

/** An element of an index. `key` tells elements apart; that of a check's row is its `id`. */
export type NewsPiece = { readonly key: string; readonly markup: string };

/**
 * What is to be swapped on an index that is open: elements whose `id` is that of the one that they take the place of. Checks
 * that the reader may not see are none of them.
 */
export function renderNews(data: PageData, news: News, how: How): readonly NewsPiece[] {
  const shown = shownTo(data, how.scope);
  const format = formatFor(how.language, shown);
  const changed = new Set(news.checks);
  const rows = shown.checks.filter(({ name }) => changed.has(name));
  const groups = shown.groups.filter(({ checks }) => checks.some(({ name }) => changed.has(name)));
  const pieces: readonly (readonly [key: string, element: Html])[] = [
    ...rows.map((check) => [rowId(check.name), checkRow(check, format, how)] as const),
    ...groups.map((one) => [`sum of ${one.tag ?? ''}`, groupSummary(one, format)] as const),
    ['overall', overallBlock(shown, format, how)],
    // It says how long they have lasted.
    ['open', openSection(shown, format, how)],
    ...(news.incidents ? ([['past', pastSection(shown, format, how)]] as const) : []),
    ['attention', attentionSection(shown, format)],
    ['maintenance', maintenanceSection(shown, format, how)],
    ['updated', updated(shown, format)],
  ];
  return pieces.map(([key, element]) => ({ key, markup: `${element}` }));
}
