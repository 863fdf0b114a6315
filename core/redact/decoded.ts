import { entity } from './entities.ts';

/**
 * A text as it is meant, whatever encodings lie over each other, to compare secrets in: what escapes stand for, in lower
 * case, letters apart from their accents, and nothing of what is not seen or may stand or not stand there (blanks,
 * what safeText replaces). `starts` and `ends`: where in the text each unit of `plain` stands.
 */
export type Decoded = { readonly plain: string; readonly starts: readonly number[]; readonly ends: readonly number[] };

type Units = { text: string; starts: number[]; ends: number[] };

/** Runs of bytes are read together, because a character may take several. Every part is bounded or a single class. */
const ESCAPE =
  /(?:%[\dA-Fa-f]{2})+|%u[\dA-Fa-f]{4}|(?:\\x[\dA-Fa-f]{2})+|\\u[\dA-Fa-f]{4}|\\u\{[\dA-Fa-f]{1,6}\}|\\[bfnrtv0"'\\/]|&#(?:\d{1,8}|[xX][\dA-Fa-f]{1,6});?|&[A-Za-z][A-Za-z\d]{1,8};/g;
const LAYERS = 4;
const IGNORED = /[\s\p{Cc}\p{Cf}\p{Cs}\u2400-\u2421\ufffd]/u;

/** A text with its escapes read, and where each character of it came from. */
export function decoded(text: string): Decoded {
  let units: Units = { text, starts: [], ends: [] };
  for (let at = 0; at < text.length; at += 1) {
    units.starts.push(at);
    units.ends.push(at + 1);
  }
  for (let layer = 0; layer < LAYERS; layer += 1) {
    const next = withoutEscapes(units);
    if (next === units) break;
    units = next;
  }
  return canonical(units);
}

/** The same units where there is nothing to decode. */
function withoutEscapes(units: Units): Units {
  const next: Units = { text: '', starts: [], ends: [] };
  let done = 0;
  const keepTo = (end: number) => {
    next.text += units.text.slice(done, end);
    for (; done < end; done += 1) add(next, units, done, done + 1);
  };
  for (const { 0: written, index } of units.text.matchAll(ESCAPE)) {
    const meant = meaningOf(written);
    if (meant === null) continue;
    keepTo(index);
    next.text += meant;
    for (let unit = 0; unit < meant.length; unit += 1) add(next, units, index, index + written.length);
    done = index + written.length;
  }
  if (done === 0) return units;
  keepTo(units.text.length);
  return next;
}

function add(next: Units, { starts, ends }: Units, from: number, to: number): void {
  next.starts.push(starts[from] ?? 0);
  next.ends.push(ends[to - 1] ?? 0);
}

function meaningOf(written: string): string | null {
  if (written.startsWith('&#')) {
    const digits = written.slice(2).replace(';', '');
    return character(/^x/i.test(digits) ? Number.parseInt(digits.slice(1), 16) : Number(digits));
  }
  if (written.startsWith('&')) return entity(written.slice(1, -1)) ?? null;
  if (/^[%\\]u/.test(written)) return character(Number.parseInt(written.replace(/[^\dA-Fa-f]/g, ''), 16));
  if (written.startsWith('%') || written.startsWith('\\x'))
    return ofBytes(Buffer.from(written.replace(/%|\\x/g, ''), 'hex'));
  return CONTROLS[written.charAt(1)] ?? written.charAt(1);
}

const CONTROLS: Readonly<Record<string, string>> = { b: '\b', f: '\f', n: '\n', r: '\r', t: '\t', v: '\v', '0': '\0' };

function character(code: number): string | null {
  return code <= 0x10ffff ? String.fromCodePoint(code) : null;
}

/** As UTF-8 where that is what they are. */
function ofBytes(bytes: Buffer): string {
  const text = bytes.toString();
  return text.includes('\ufffd') ? bytes.toString('latin1') : text;
}

function canonical({ text, starts, ends }: Units): Decoded {
  // Most are plain, base64 above all.
  if (/^[!-~]*$/.test(text)) return { plain: text.toLowerCase(), starts, ends };
  const found: { plain: string; starts: number[]; ends: number[] } = { plain: '', starts: [], ends: [] };
  let at = 0;
  for (const one of text) {
    const letters = one.toLowerCase().normalize('NFD');
    if (!IGNORED.test(one)) {
      found.plain += letters;
      for (let unit = 0; unit < letters.length; unit += 1) {
        found.starts.push(starts[at] ?? 0);
        found.ends.push(ends[at + one.length - 1] ?? 0);
      }
    }
    at += one.length;
  }
  return found;
}
