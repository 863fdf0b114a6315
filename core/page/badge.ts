import { html } from '../text/html.ts';
import { cutToBytes } from '../text/safe-text.ts';
import type { BadgeKind } from './badge-kinds.ts';
import type { How } from './how.ts';
import { uptimeOver } from './parts/bars.ts';
import type { ShownCheck } from './view/shown.ts';
import type { ShownState } from './view/state.ts';
import { type Format, formatFor } from './words/format.ts';

const MOST_NAME_BYTES = 60;

/** A badge as an SVG file: the name of the check, and what is told of it. */
export function renderBadge(check: ShownCheck, kind: BadgeKind, { language }: Pick<How, 'language'>): string {
  const format = formatFor(language, { timezone: null, at: '' });
  const { value, colour } = toldBy(check, kind, format);
  const name = cutToBytes(check.name, MOST_NAME_BYTES);
  const label = kind === 'status' ? name : `${name} ${labelOf(kind, format)}`;
  const [left, right] = [widthOf(label), widthOf(value)];
  const text = `${label}: ${value}`;
  return `${html`<svg xmlns="http://www.w3.org/2000/svg" width="${left + right}" height="20" role="img" aria-label="${text}"><title>${text}</title><rect width="${left}" height="20" fill="#444c56"/><rect x="${left}" width="${right}" height="20" fill="${colour}"/><g fill="#fff" font-family="Verdana,DejaVu Sans,Geneva,sans-serif" font-size="11"><text x="${PADDING}" y="14" textLength="${left - 2 * PADDING}">${label}</text><text x="${left + PADDING}" y="14" textLength="${right - 2 * PADDING}">${value}</text></g></svg>`}`;
}

/** Dark enough for white letters: 4.5 to 1. */
const COLOURS: Readonly<Record<ShownState, string>> = {
  ok: '#1a7f37',
  slow: '#9a6700',
  ng: '#cf222e',
  maintenance: '#0969da',
  fault: '#7d4e9e',
  unknown: '#6a737d',
};

function toldBy({ state, days, latencyMs }: ShownCheck, kind: BadgeKind, { words, percent, latency }: Format) {
  if (kind === 'status') return { value: words.state[state], colour: COLOURS[state] };
  if (kind === 'latency') {
    return latencyMs === null
      ? { value: words.badge.unknown, colour: COLOURS.unknown }
      : { value: latency(latencyMs), colour: COLOURS[state === 'slow' ? 'slow' : 'ok'] };
  }
  const uptime = uptimeOver(days, daysOf(kind));
  if (uptime === null) return { value: words.badge.unknown, colour: COLOURS.unknown };
  return { value: percent(uptime), colour: COLOURS[uptime >= 0.99 ? 'ok' : uptime >= 0.95 ? 'slow' : 'ng'] };
}

const daysOf = (kind: BadgeKind): number => Number(/\d+/.exec(kind)?.[0]);

function labelOf(kind: BadgeKind, { words }: Format): string {
  return kind === 'status' || kind === 'latency' ? words.badge[kind] : words.badge.uptime(daysOf(kind));
}

const PADDING = 6;
/** Widths in Verdana at 11 pixels: of what is narrow, wide and as wide as high. The SVG sets them, whatever the font. */
const NARROW = /[ijlI1.,:;|!'`()[\]{}t f-]/;
const WIDE = /[mwMWQGODNH%@—]/;
const SQUARE =
  /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|\p{Extended_Pictographic}/u;

function widthOf(text: string): number {
  const widths = Array.from(text, (character) => {
    if (SQUARE.test(character)) return 11;
    if (NARROW.test(character)) return 4.6;
    return WIDE.test(character) ? 9.2 : 7;
  });
  return Math.round(widths.reduce((sum, width) => sum + width, 0)) + 2 * PADDING;
}
