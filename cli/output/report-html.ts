import type { CheckMonth, MonthReport } from '#core/history/month-report.ts';
import { type Html, html } from '#core/text/html.ts';
import { localTime } from '#core/text/local-time.ts';
import { budgetText, lastingText, latencyText, longestText, objectiveText, uptimeText } from './report-figures.ts';

/** `isNumber`: at the right of its column. */
const HEADS: readonly (readonly [head: string, isNumber: boolean])[] = [
  ['Check', false],
  ['Uptime', true],
  ['Incidents', true],
  ['Longest outage', false],
  ['MTTR', false],
  ['MTBF', false],
  ['p50', true],
  ['p95', true],
  ['p99', true],
  ['Objective', false],
  ['Error budget', false],
];

/** The report as one page, which needs nothing else: to send, to print, to keep. */
export function reportHtml(report: MonthReport): string {
  const { month, timezone, isOver, overall, checks } = report;
  const title = `Report of ${month}${isOver ? '' : ', so far'}`;
  return `${html`<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${title}</title>
<style>
:root { color-scheme: light dark; }
body { font: 16px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 80rem; padding: 0 1rem; }
div { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; }
caption, th, td { padding: .4rem .6rem; text-align: left; }
thead th { border-bottom: 2px solid; }
tbody tr { border-bottom: 1px solid #8886; }
th.n, td.n { font-variant-numeric: tabular-nums; text-align: right; white-space: nowrap; }
dl { display: flex; flex-wrap: wrap; gap: 1rem 2rem; }
dd { font-size: 1.3rem; margin: 0; }
.missed { font-weight: bold; }
</style>
<h1>${title}</h1>
<p>From <time datetime="${report.from}">${localTime(report.from, timezone)}</time> to <time datetime="${report.until}">${localTime(report.until, timezone)}</time>. An uptime is the share of verdicts that were OK, without those of maintenance windows and of an offline monitor.</p>
<dl>${figure('Uptime, mean of checks', uptimeText(overall.uptime))}${figure('Incidents', String(overall.incidents))}${figure('Longest outage', longestText(overall.longestOutage))}${figure('Time to repair, mean', lastingText(overall.mttrMs))}${figure('p95 of all answers', latencyText(overall.latency?.p95))}${figure('Objectives met, missed', `${overall.sloMet}, ${overall.sloMissed}`)}</dl>
<div role="region" aria-label="Checks" tabindex="0">
<table>
<caption>${checks.length === 1 ? '1 check' : `${checks.length} checks`}</caption>
<thead><tr>${HEADS.map(([head, isNumber]) => html`<th scope="col"${isNumber ? html` class="n"` : null}>${head}</th>`)}</tr></thead>
<tbody>
${checks.map(rowOf)}</tbody>
</table>
</div>
</html>
`}`;
}

function figure(name: string, value: string): Html {
  return html`<div><dt>${name}</dt><dd>${value}</dd></div>`;
}

function rowOf({ name, uptime, incidents, longestOutage, mttrMs, mtbfMs, latency, slo }: CheckMonth): Html {
  const texts = [longestText(longestOutage), lastingText(mttrMs), lastingText(mtbfMs)];
  const percentiles = [latency?.p50, latency?.p95, latency?.p99].map(latencyText);
  const objective = html`<td${slo?.isMet === false ? html` class="missed"` : null}>${objectiveText(slo)}</td>`;
  return html`<tr><th scope="row">${name}</th><td class="n">${uptimeText(uptime)}</td><td class="n">${incidents}</td>${texts.map((text) => html`<td>${text}</td>`)}${percentiles.map((text) => html`<td class="n">${text}</td>`)}${objective}<td>${budgetText(slo)}</td></tr>
`;
}
