import type { Bucket } from '../../history/bucket.ts';
import { foldBuckets } from '../../history/fold.ts';
import { percentile } from '../../history/latency-classes.ts';
import { SPAN_MS } from '../../history/spans.ts';
import { type Html, html } from '../../text/html.ts';
import { PHASES } from '../../verdict/phases.ts';
import type { Format } from '../words/format.ts';

/** So long is what one step of the chart shows, milliseconds: a day is 96 of them. */
const STEP_MS = 3 * SPAN_MS.fiveMinutes;
const STEPS = 96;
const HEIGHT = 100;

/** A step: where it is, and for each line how high it is, milliseconds. */
type Step = { readonly x: number; readonly edges: readonly number[] };

/** The latency of the 24 hours before an ISO instant, drawn and as a table, and where the time went. */
export function latencyCharts(recent: readonly Bucket[], at: string, format: Format): Html {
  const { words } = format;
  const end = Math.floor(Date.parse(at) / STEP_MS) + 1;
  const placed = foldBuckets(recent, STEP_MS).flatMap((bucket) => {
    const x = bucket.at / STEP_MS - end + STEPS;
    return x >= 0 && x < STEPS ? [{ x, bucket }] : [];
  });
  const middles = placed.flatMap(({ x, bucket: { latency } }): Step[] => {
    const [half, most] = [percentile(latency, 0.5), percentile(latency, 0.95)];
    return half === null || most === null ? [] : [{ x, edges: [half, most] }];
  });
  if (middles.length === 0) return html`<p class="none">${words.chart.none}</p>`;
  const stacked = placed.flatMap(({ x, bucket }) => (bucket.phased === 0 ? [] : [{ x, edges: stackOf(bucket) }]));
  return html`${bandChart(middles, end, format)}${stacked.length === 0 ? null : phaseChart(stacked, end, format)}${hours(recent, format)}`;
}

function bandChart(steps: readonly Step[], end: number, format: Format): Html {
  const { words, latency } = format;
  const top = niceTop(steps);
  const [last] = steps.slice(-1);
  const [half = 0, most = 0] = last?.edges ?? [];
  const drawn = html`<path class="band" d="${area(steps, 0, 1, top)}"/><path class="middle" vector-effect="non-scaling-stroke" d="${line(steps, 0, top)}"/>`;
  const legend = html`<p class="legend"><span>${swatch('middle-key')}${words.chart.middle}</span> <span>${swatch('band')}${words.chart.band}</span></p>`;
  return frame({ drawn, top, end, legend, label: words.chart.describe(latency(half), latency(most)) }, format);
}

function phaseChart(steps: readonly Step[], end: number, format: Format): Html {
  const { words } = format;
  const top = niceTop(steps);
  const drawn = html`${PHASES.map((phase, index) => html`<path class="${phase}" d="${area(steps, index, index + 1, top)}"/>`)}`;
  const legend = html`<p class="legend">${PHASES.map((phase) => html`<span>${swatch(phase)}${words.phase[phase]}</span> `)}</p>`;
  const title = html`<h3>${words.chart.phases}</h3>`;
  return html`${title}${frame({ drawn, top, end, legend, label: words.chart.phases }, format)}`;
}

/** Mean milliseconds of the phases, each on top of those before. */
function stackOf({ phases, phased }: Bucket): readonly number[] {
  let sum = 0;
  return [0, ...PHASES.map((phase) => (sum += phases[phase] / phased))];
}

type Frame = {
  readonly drawn: Html;
  readonly top: number;
  readonly end: number;
  readonly legend: Html;
  readonly label: string;
};

/** The axes are text beside the drawing, which is stretched: text is as large on a phone. */
function frame({ drawn, top, end, legend, label }: Frame, { words, latency, time }: Format): Html {
  const ticks = [top, top / 2, 0].map((ms) => html`<span>${latency(ms)}</span>`);
  const times = [0, 24, 48, 72].map((x) => html`<span>${time((end - STEPS + x) * STEP_MS)}</span>`);
  return html`<div class="plot"><div class="axis" aria-hidden="true">${ticks}</div><svg class="chart" viewBox="0 0 ${STEPS} ${HEIGHT}" preserveAspectRatio="none" role="img" aria-label="${label}"><path class="grid" vector-effect="non-scaling-stroke" d="M0 0h${STEPS}M0 ${HEIGHT / 2}h${STEPS}M0 ${HEIGHT}h${STEPS}"/>${drawn}</svg><div class="times" aria-hidden="true">${times}<span>${words.label.nowShort}</span></div></div>${legend}`;
}

const swatch = (name: string): Html =>
  html`<svg viewBox="0 0 8 8" aria-hidden="true"><rect class="${name}" width="8" height="8"/></svg>`;

const TOPS = [1, 1.5, 2, 3, 4, 6, 8, 10];

/** The lowest round number that nothing is above, and half of which is round too. */
function niceTop(steps: readonly Step[]): number {
  const highest = Math.max(1, ...steps.flatMap(({ edges }) => edges));
  const power = 10 ** Math.floor(Math.log10(highest));
  return TOPS.map((part) => part * power).find((top) => top >= highest) ?? 10 * power;
}

const yOf = (ms: number, top: number): number => Math.round((HEIGHT - (ms / top) * HEIGHT) * 10) / 10;

/** What is between two edges, a rectangle a step. Neighbours are one piece. */
function area(steps: readonly Step[], low: number, high: number, top: number): string {
  return pieces(steps)
    .map((piece) => {
      const there = piece.map(({ edges }) => `V${yOf(edges[high] ?? 0, top)}h1`).join('');
      const back = piece.toReversed().map(({ edges }) => `V${yOf(edges[low] ?? 0, top)}h-1`);
      return `M${piece[0]?.x} ${HEIGHT}${there}${back.join('')}z`;
    })
    .join('');
}

function line(steps: readonly Step[], edge: number, top: number): string {
  return pieces(steps)
    .map((piece) => {
      const [first, ...others] = piece.map(({ edges }) => yOf(edges[edge] ?? 0, top));
      return `M${piece[0]?.x} ${first}h1${others.map((y) => `V${y}h1`).join('')}`;
    })
    .join('');
}

/** Steps that follow each other without a gap. */
function pieces(steps: readonly Step[]): readonly (readonly Step[])[] {
  return [...Map.groupBy(steps, ({ x }, index) => x - index).values()];
}

function hours(recent: readonly Bucket[], { words, latency, moment }: Format): Html {
  const rows = foldBuckets(recent, SPAN_MS.hour)
    .toReversed()
    .map(({ at, latency: classes }) => {
      const from = moment(new Date(at).toISOString());
      return html`<tr><th scope="row">${from}</th><td class="n">${latency(percentile(classes, 0.5))}</td><td class="n">${latency(percentile(classes, 0.95))}</td></tr>`;
    });
  return html`<details id="hours"><summary>${words.label.hoursAll}</summary><div class="scroll" tabindex="0" role="region" aria-label="${words.label.hoursAll}"><table><thead><tr><th scope="col">${words.column.hour}</th><th scope="col" class="n">${words.column.half}</th><th scope="col" class="n">${words.column.most}</th></tr></thead><tbody>${rows}</tbody></table></div></details>`;
}
