import { type Decoded, decoded } from './decoded.ts';
import { REDACTED } from './literal.ts';
import { type Overlap, overlapWith } from './overlap.ts';
import { LEAST_CHARACTERS, meaningsOf, partsOf, writingsOf } from './writings.ts';

/** A text without the secrets, in whatever writing they stand there. */
export type Redactor = (text: string) => string;

/**
 * Takes secrets out of what leaves a checker: as they are, and as targets write them back. A text is decoded before it is
 * compared (percent-encoding, JSON, JavaScript, HTML, several of them over each other), and a secret is looked for in it
 * as it is, in hex and in base64, by itself or within more. Where a text was cut, the half of a secret that is left at the
 * cut goes too. The time that it takes grows with the text and the secrets, whatever they hold.
 */
export function redactorOf(secrets: readonly string[]): Redactor {
  const values = unique(secrets.flatMap(partsOf));
  if (values.length === 0) return (text) => text;
  const writings = unique(values.flatMap(writingsOf));
  const meanings = unique(unique(values.flatMap(meaningsOf)).map((meaning) => decoded(meaning).plain));
  const overlaps = meanings.map(overlapWith);
  return (text) => {
    const decodedAway = withoutMeanings(text, meanings);
    const whole = writings.reduce((left, writing) => left.replaceAll(writing, REDACTED), decodedAway);
    return withoutHalves(whole, overlaps);
  };
}

/** Those that are worth to be looked for, the longest first. */
function unique(words: readonly string[]): string[] {
  return [...new Set(words)].filter(({ length }) => length >= LEAST_CHARACTERS).toSorted((a, b) => b.length - a.length);
}

function withoutMeanings(text: string, meanings: readonly string[]): string {
  const { plain, starts, ends } = decoded(text);
  const spans: (readonly [from: number, to: number])[] = [];
  for (const meaning of meanings) {
    for (let at = plain.indexOf(meaning); at !== -1; at = plain.indexOf(meaning, at + meaning.length)) {
      spans.push([starts[at] ?? 0, ends[at + meaning.length - 1] ?? text.length]);
    }
  }
  return replaced(text, spans);
}

/** Spans that overlap or touch are one secret's. */
function replaced(text: string, spans: readonly (readonly [from: number, to: number])[]): string {
  let [left, done] = ['', 0];
  for (const [from, to] of spans.toSorted((a, b) => a[0] - b[0])) {
    if (to <= done) continue;
    if (from > done || done === 0) left += text.slice(done, from) + REDACTED;
    done = to;
  }
  return left + text.slice(done);
}

/** Marks that something was cut off, with the quotation marks of what it was cut off. */
const CUT = /(["'`]?(?:…|\.\.\.)["'`]?)/;
/** What an escape begins with, and how much of one may be left where a cut went through it, several over each other. */
const ESCAPE_BEGINS = /[%\\&]/g;
const MOST_BROKEN_END = 14;
const MOST_BROKEN_BEGIN = 6;

/** The text may itself begin or end within a secret: its ends count as cuts. */
function withoutHalves(text: string, overlaps: readonly Overlap[]): string {
  const pieces = text.split(CUT);
  return pieces
    .map((piece, at) => {
      if (at % 2 === 1) return piece;
      const ended = withoutEnd(piece, overlaps);
      return at === 0 ? ended : withoutBegin(ended, overlaps);
    })
    .join('');
}

function withoutEnd(piece: string, overlaps: readonly Overlap[]): string {
  const last = Math.max(piece.length - MOST_BROKEN_END, 0);
  const broken = [...piece.slice(last).matchAll(ESCAPE_BEGINS)].map(({ index }) => last + index).toReversed();
  for (const end of [piece.length, ...broken]) {
    const { plain, starts } = decoded(piece.slice(0, end));
    const half = longest(overlaps, plain, 'endOf');
    if (half > 0) return piece.slice(0, starts[plain.length - half]) + REDACTED;
  }
  return piece;
}

function withoutBegin(piece: string, overlaps: readonly Overlap[]): string {
  const whole = decoded(piece);
  for (let broken = 0; broken <= MOST_BROKEN_BEGIN; broken += 1) {
    const { plain, ends }: Decoded =
      broken === 0 ? whole : { ...whole, plain: whole.plain.slice(broken), ends: whole.ends.slice(broken) };
    const half = longest(overlaps, plain, 'beginOf');
    if (half > 0) return REDACTED + piece.slice(ends[half - 1]);
  }
  return piece;
}

/** How much of any secret lies at an edge; 0 when it is too little to be one. */
function longest(overlaps: readonly Overlap[], plain: string, edge: keyof Overlap): number {
  if (plain.length < LEAST_CHARACTERS) return 0;
  const most = overlaps.reduce((found, overlap) => Math.max(found, overlap[edge](plain)), 0);
  return most < LEAST_CHARACTERS ? 0 : most;
}
