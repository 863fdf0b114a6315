/** The parts of a dashboard as CloudWatch's JSON has them. */

/** `[namespace, name, dimension, value, …, {options}]`, or `[{expression}]`. */
export type Line = readonly unknown[];

/** A widget as CloudWatch has it. */
export type Widget = {
  readonly type: 'metric' | 'text' | 'alarm';
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly properties: Readonly<Record<string, unknown>>;
};

/** A widget before it has its place. */
export type Card = Omit<Widget, 'x' | 'y'>;

const COLUMNS = 24;
const HALF = COLUMNS / 2;
const HEIGHT = 6;

/** Lines over time. Without any there is no card. */
export function chart(
  title: string,
  metrics: readonly Line[],
  options: Readonly<Record<string, unknown>> & { readonly region: string },
): Card[] {
  if (metrics.length === 0) return [];
  const properties = { title, view: 'timeSeries', period: 300, ...options, metrics };
  return [{ type: 'metric', width: HALF, height: HEIGHT, properties }];
}

/** A widget of Markdown. */
export function text(markdown: string): Card {
  return { type: 'text', width: COLUMNS, height: 1, properties: { markdown, background: 'transparent' } };
}

/** Lights of alarms, as many as a widget takes. */
export function lights(title: string, alarms: readonly string[]): Card[] {
  const some = alarms.slice(0, MOST_LIGHTS);
  if (some.length === 0) return [];
  const height = 2 + Math.ceil(some.length / 8);
  return [{ type: 'alarm', width: COLUMNS, height, properties: { title, alarms: some } }];
}
const MOST_LIGHTS = 100;

/** From left to right, a row below when the next does not fit. */
export function laidOut(cards: readonly Card[]): Widget[] {
  let [x, y, rowHeight] = [0, 0, 0];
  return cards.map((card) => {
    if (x + card.width > COLUMNS) {
      y += rowHeight;
      [x, rowHeight] = [0, 0];
    }
    const widget = { x, y, ...card };
    x += card.width;
    rowHeight = Math.max(rowHeight, card.height);
    return widget;
  });
}
