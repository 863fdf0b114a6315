import { safeText } from './safe-text.ts';

/** Text that is markup already. Only `html` and `joinedHtml` make it, so that whatever else is put in between is escaped. */
export class Html {
  readonly #markup: string;

  private constructor(markup: string) {
    this.#markup = markup;
  }

  toString(): string {
    return this.#markup;
  }

  /** The markup of a template: its own text as it is, the values between as `Fill` says. */
  static from(texts: readonly string[], fills: readonly Fill[]): Html {
    return new Html(texts.map((text, index) => (index === 0 ? text : `${markupOf(fills[index - 1])}${text}`)).join(''));
  }
}

/** What may stand in a template: text and numbers, escaped; markup as it is; lists one after the other; null is nothing. */
export type Fill = string | number | null | Html | readonly Fill[];

/**
 * HTML, or XML, with every value in it escaped for an element's text and for an attribute **in quotes**; nowhere else may a
 * value stand. Characters that hide or reorder text, and controls but line breaks, are replaced as by `safeText`.
 */
export function html(texts: TemplateStringsArray, ...fills: readonly Fill[]): Html {
  return Html.from(texts, fills);
}

/** Pieces with markup between them. */
export function joinedHtml(pieces: readonly Fill[], between: Html): Html {
  return Html.from(['', ''], [pieces.map((piece, index) => (index === 0 ? piece : [between, piece]))]);
}

function markupOf(fill: Fill | undefined): string {
  if (fill === null || fill === undefined) return '';
  if (typeof fill === 'number' || fill instanceof Html) return String(fill);
  return typeof fill === 'string' ? escaped(fill) : fill.map(markupOf).join('');
}

const SPECIAL = /[&<>"']/;
const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escaped(text: string): string {
  const safe = text.includes('\n') ? text.split('\n').map(safeText).join('\n') : safeText(text);
  return SPECIAL.test(safe) ? safe.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? '') : safe;
}
